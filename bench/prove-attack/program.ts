import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../../src/platform/paths.js';
import { end } from '../delivery/fork.js';
import { SECRET, startProgram } from '../processes.js';

/** The program as it is shipped: one process serves pages, another one sends. */
export type Program = {
  readonly url: string;
  /** With which its commands and its data base are opened. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

export type ProgramPlan = {
  readonly folder: string;
  readonly smtpUrl: string;
  /** Where PostgreSQL and Redis are; SQLite in the folder without them. */
  readonly services: Readonly<Record<string, string>>;
};

/** Starts both, behind a proxy on this machine. */
export async function startBoth({ folder, smtpUrl, services }: ProgramPlan): Promise<Program> {
  const env = {
    DATABASE_URL: `sqlite:${join(folder, 'clarion.sqlite')}`,
    SECRET,
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'letters@mail.example',
    TRUSTED_PROXIES: '127.0.0.1',
    LOG_LEVEL: 'warn',
    ...services,
  };
  const web = await startProgram({ folder, env });
  const output = openSync(join(folder, 'worker.log'), 'a');
  const worker = spawn(process.execPath, [programPath('dist', 'src', 'main.js'), 'worker'], {
    cwd: folder,
    env: { ...env, BASE_URL: web.url },
    stdio: ['ignore', output, output],
  });
  const leave = (): void => void worker.kill('SIGKILL');
  process.once('exit', leave);
  return {
    url: web.url,
    env,
    close: async () => {
      process.off('exit', leave);
      await end(worker);
      await web.kill();
    },
  };
}
