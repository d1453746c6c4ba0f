import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { InputError } from './platform/errors.js';

const url = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address such as ${example}`,
  });

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const FROM = /^(?:[^<>\r\n]*<)?[^\s<>@"]+@[^\s<>@"]+>?$/;

/** Every setting Clarion reads from the environment, and no other. */
const environment = z.object({
  PORT: z.coerce
    .number('must be a port number')
    .int()
    .min(0, 'must be a port number')
    .max(65_535, 'must be a port number from 0 to 65535')
    .default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  BASE_URL: url(['http:', 'https:'], 'https://letters.example.org').optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => /^sqlite:.+/.test(text) || /^postgres(ql)?:\/\/.+/.test(text), {
      message: 'must be sqlite:PATH or postgres://user:password@host/database',
    })
    .default('sqlite:var/clarion.sqlite'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://127.0.0.1:6379').optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.org').optional(),
  MAIL_FROM: z.string().regex(FROM, 'must be an address such as letters@mail.example.org').optional(),
  DKIM_DOMAIN: z.string().min(1).optional(),
  DKIM_SELECTOR: z.string().min(1).optional(),
  DKIM_PRIVATE_KEY: z.string().min(1).optional(),
  SECRET: z.string().min(16, 'must have 16 characters or more; `openssl rand -hex 32` makes one').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

const consistent = environment.superRefine((settings, context) => {
  const need = (name: keyof typeof settings, why: string): void => {
    if (settings[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: why });
  };
  if (settings.SMTP_URL) need('MAIL_FROM', 'is needed with SMTP_URL: the address that letters are sent from');
  const dkim = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const;
  if (dkim.some((name) => settings[name] !== undefined)) {
    for (const name of dkim) need(name, 'is needed with the other DKIM_ settings');
  }
});

/** The settings in force, with every default filled in. */
export type Config = Omit<z.infer<typeof environment>, 'BASE_URL' | 'SECRET'> & {
  readonly BASE_URL: string;
  readonly SECRET: string;
};

/** Where the secret is kept when the environment names none. */
const SECRET_FILE = 'var/secret';

/** Reads the environment. @throws InputError that names every setting that is wrong */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = consistent.safeParse(given);
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues.map((issue) => ({
        field: String(issue.path[0]),
        message: issue.message,
        file: 'environment',
      })),
    );
  }
  const settings = parsed.data;
  return {
    ...settings,
    BASE_URL: (settings.BASE_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ''),
    SECRET: settings.SECRET ?? keptSecret(resolve(SECRET_FILE)),
  };
}

/** One line of `clarion config`. */
export type SettingInForce = {
  readonly name: string;
  readonly value: string;
  readonly from: 'environment' | 'default';
};

/** The settings in force with secrets hidden, for `clarion config`. */
export function describeConfig(config: Config, env: NodeJS.ProcessEnv = process.env): SettingInForce[] {
  return Object.keys(environment.shape).map((name) => ({
    name,
    value: shownValue(name, config[name as keyof Config]),
    from: env[name] ? 'environment' : 'default',
  }));
}

function shownValue(name: string, value: string | number | undefined): string {
  if (value === undefined) return '(not set)';
  if (name === 'SECRET' || name === 'DKIM_PRIVATE_KEY') return '(hidden)';
  return String(value).replace(/(\/\/[^:@/]*):[^@/]*@/, '$1:(hidden)@');
}

/** Makes the secret at the first start; of two processes that start together one wins and both use its secret. */
function keptSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}
