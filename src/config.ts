import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { geocodersText, parseGeocoders } from './divisions/index.js';
import { leakedListFault } from './organizers/index.js';
import { parseEmailAddress } from './platform/email-address.js';
import { InputError, messageOf, type Fault } from './platform/errors.js';
import { clamdFault } from './platform/file-scan/index.js';
import { keptSecret, MIN_SECRET_CHARACTERS } from './platform/kept-secret.js';
import { isDataKeyFile, readDataKeys } from './platform/private-text.js';
import { HIDDEN, serviceAddressFault, withoutPasswords } from './platform/service-address.js';
import { isKeyFile, readSigningKey } from './platform/signing-key.js';
import { address, BOUNCES, checked, PUBLIC, readBy, REDIS, SMTP } from './setting-kinds.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const DNS_NAME = /^[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?$/i;

/** What LIMITS multiplies each limit by of how much one network may ask for. */
export const LIMIT_SCALES = { off: Infinity, strict: 0.25, normal: 1, generous: 4 } as const;
const LIMIT_NAMES = Object.keys(LIMIT_SCALES) as (keyof typeof LIMIT_SCALES)[];

/** Every setting Clarion reads from the environment, and no other. */
const environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number from 0 to 65535')
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: address(PUBLIC).optional(),
  TRUSTED_PROXIES: z
    .string()
    .refine((text) => networksIn(text).every(isNetwork), 'must be addresses or networks such as 127.0.0.1, 10.0.0.0/8')
    .optional(),
  DATABASE_URL: checked(databaseFault).default('sqlite:var/clarion.sqlite'),
  REDIS_URL: address(REDIS).optional(),
  SMTP_URL: address(SMTP).optional(),
  MAIL_FROM: z.string().refine(isSender, 'must be an address such as letters@mail.example.org').optional(),
  BOUNCE_LISTEN: address(BOUNCES)
    .refine((text) => /:\d{1,5}\/?$/.test(text), 'names no port; it must be an address such as lmtp://127.0.0.1:2400')
    .optional(),
  BOUNCE_DOMAIN: z.string().regex(DNS_NAME, 'must be a domain such as bounce.example.org').optional(),
  DKIM_DOMAIN: z.string().regex(DNS_NAME, 'must be a domain such as mail.example.org').optional(),
  DKIM_SELECTOR: z.string().regex(DNS_NAME, 'must be a name such as letters2026').optional(),
  DKIM_PRIVATE_KEY: z.string().transform(readBy(readSigningKey)).optional(),
  DATA_KEYS: z.string().default('').transform(readBy(readDataKeys)),
  LETTERS_PER_DOMAIN_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 to 999999')
    .transform(Number)
    .optional(),
  LEAKED_PASSWORDS: checked(leakedListFault).optional(),
  LIMITS: z.enum(LIMIT_NAMES, `must be one of ${LIMIT_NAMES.join(', ')}`).default('normal'),
  CLAMD_URL: checked(clamdFault).optional(),
  GEOCODERS: z.string().default('').transform(readBy(parseGeocoders)),
  GOOGLE_CIVIC_KEY: z.string().optional(),
  NEAR_LINE_METRES: z
    .string()
    .regex(/^\d{1,4}$/, 'must be metres from 0 to 9999')
    .transform(Number)
    .default(200),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'must be mailto:security@example.org or an https address')
    .optional(),
  SECRET: z
    .string()
    .min(
      MIN_SECRET_CHARACTERS,
      `must have ${MIN_SECRET_CHARACTERS} characters or more; \`openssl rand -hex 32\` makes one`,
    )
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

function databaseFault(text: string): string | undefined {
  if (/^sqlite:.+/.test(text)) return undefined;
  // PostgreSQL's client takes an address without a host as this machine's, or finds it in a parameter.
  const withHost = text.replace(/(\/\/|@)\//, '$1localhost/');
  const fault = serviceAddressFault(withHost, ['postgres:', 'postgresql:']);
  return fault && `${fault}; it must be sqlite:PATH or postgres://user:password@host/database`;
}

/** The addresses and networks that TRUSTED_PROXIES names. */
export function networksIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function isNetwork(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

function isSender(text: string): boolean {
  const [, named, bare] = /^(?:[^<>\r\n]*<([^<>]+)>|([^<>]+))$/.exec(text) ?? [];
  return parseEmailAddress(named ?? bare ?? '') !== undefined;
}

/** The settings in force, with every default filled in. */
export type Config = Omit<z.infer<typeof environment>, 'BASE_URL' | 'SECRET'> & {
  readonly BASE_URL: string;
  readonly SECRET: string;
};

/** Where the secret is kept when the environment names none. */
const SECRET_FILE = 'var/secret';

/** Reads the environment. @throws InputError that names every setting that is wrong */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = givenSettings(env);
  const parsed = environment.safeParse(given);
  const kept = given['SECRET'] === undefined ? readKept(resolve(SECRET_FILE)) : undefined;
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => faultOf(String(path[0]), message)),
    ...lonelySettings(given),
    ...(kept?.fault ? [kept.fault] : []),
  ];
  if (!parsed.success || faults.length > 0) throw new InputError(faults);
  const settings = parsed.data;
  return {
    ...settings,
    BASE_URL: (settings.BASE_URL ?? `http://localhost:${settings.PORT}`).replace(/(?<!\/)\/+$/, ''),
    SECRET: settings.SECRET ?? kept?.secret ?? '',
  };
}

/** What is set; an empty variable is one that is not set. */
function givenSettings(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const tidy = Object.keys(environment.shape).map((name) => [name, env[name]?.trim() ?? ''] as const);
  return Object.fromEntries(tidy.filter(([, value]) => value !== ''));
}

/** Settings that are missing beside those that need them. */
function lonelySettings(given: Readonly<Record<string, string>>): Fault[] {
  const isSet = (name: string): boolean => given[name] !== undefined;
  const dkim = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'];
  return [
    ...(isSet('SMTP_URL') && !isSet('MAIL_FROM')
      ? [faultOf('MAIL_FROM', 'is needed with SMTP_URL: the address that letters are sent from')]
      : []),
    ...(dkim.some(isSet) ? dkim.filter((name) => !isSet(name)) : []).map((name) =>
      faultOf(name, 'is needed with the other DKIM_ settings'),
    ),
    ...(/\bgoogle-civic\b/.test(given['GEOCODERS'] ?? '') && !isSet('GOOGLE_CIVIC_KEY')
      ? [faultOf('GOOGLE_CIVIC_KEY', 'is needed with google-civic in GEOCODERS')]
      : []),
  ];
}

function faultOf(field: string, message: string): Fault {
  return { field, message, file: 'environment' };
}

function readKept(file: string): { readonly secret?: string; readonly fault?: Fault } {
  try {
    return { secret: keptSecret(file) };
  } catch (error) {
    return { fault: { field: 'SECRET', message: messageOf(error), file: SECRET_FILE } };
  }
}

/** The environment of a program that we start: our own, with what is given. */
export function environmentWith(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...given };
}

/** One line of `clarion config`. */
export type SettingInForce = {
  readonly name: string;
  readonly value: string;
  /** `environment`, `default`, or the file that holds it. */
  readonly from: string;
};

/** The settings in force with secrets hidden, for `clarion config`. */
export function describeConfig(config: Config, env: NodeJS.ProcessEnv = process.env): SettingInForce[] {
  const given = givenSettings(env);
  return Object.keys(environment.shape).map((name) => ({
    name,
    value: shownValue(name, config[name as keyof Config]),
    from: originOf(name, given[name]),
  }));
}

/** Settings that are shown to nobody. */
const SECRETS = ['SECRET', 'DKIM_PRIVATE_KEY', 'DATA_KEYS', 'GOOGLE_CIVIC_KEY'];

function shownValue(name: string, value: Config[keyof Config]): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '(not set)';
  if (SECRETS.includes(name)) return HIDDEN;
  return withoutPasswords(typeof value === 'object' ? geocodersText(value as Config['GEOCODERS']) : String(value));
}

function originOf(name: string, given: string | undefined): string {
  if (name === 'SECRET' && given === undefined) return SECRET_FILE;
  if (name === 'DKIM_PRIVATE_KEY' && given !== undefined && isKeyFile(given)) return given;
  if (name === 'DATA_KEYS' && given !== undefined && isDataKeyFile(given)) return given;
  return given === undefined ? 'default' : 'environment';
}
