import { spawn } from 'node:child_process';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import { serverVersion } from './store-server.js';

/** The environment of a program that we start: ours, with what is given. */
export type EnvironmentWith = (given: Readonly<Record<string, string>>) => NodeJS.ProcessEnv;

/** PostgreSQL's own programs for backups. */
export type PostgresTool = 'pg_dump' | 'pg_restore';

export type PostgresTools = {
  /** Runs one to its end; answers what it printed. The data base is named for it where `isConnected`. @throws InputError */
  readonly run: (tool: PostgresTool, args: readonly string[], isConnected?: boolean) => Promise<string>;
};

/** Runs PostgreSQL's programs for a data base. Its password is in their environment, where other users cannot see it. */
export function createPostgresTools(databaseUrl: string, environmentWith: EnvironmentWith): PostgresTools {
  const { url, password } = withoutPassword(databaseUrl);
  const env = environmentWith(password === undefined ? {} : { PGPASSWORD: password });
  return {
    run: (tool, args, isConnected = false) => runTool(tool, isConnected ? [...args, `--dbname=${url}`] : args, env),
  };
}

/** An address without the password that stands in it, and that password. */
export function withoutPassword(databaseUrl: string): { readonly url: string; readonly password: string | undefined } {
  const [, scheme = '', user = '', behind, rest = ''] =
    /^(postgres(?:ql)?:\/\/)([^:@/?#]*):([^@/?#]*)(@.*)$/s.exec(databaseUrl) ?? [];
  const bare = behind === undefined ? databaseUrl : `${scheme}${user}${rest}`;
  const named = /[?&]password=([^&#]*)/.exec(bare)?.[1];
  const url = bare.replace(/([?&])password=[^&#]*&?/, '$1').replace(/[?&]$/, '');
  const password = behind ?? named;
  return { url, password: password === undefined ? undefined : decodeURIComponent(password) };
}

/** @throws InputError when a tool is missing, or older than the server, whose data it cannot read then */
export async function expectTool(tools: PostgresTools, tool: PostgresTool, db: Db): Promise<void> {
  const server = await serverVersion(db);
  const printed = await tools.run(tool, ['--version']);
  const own = Number(/\) (\d+)/.exec(printed)?.[1]);
  if (own >= server) return;
  const message = `is of version ${own}, and the server of ${server}; install PostgreSQL's client programs of version ${server} or newer`;
  throw new InputError([{ field: tool, message }]);
}

/** How much of what a tool says about its failure is told. */
const MOST_SAID = 2_000;

function runTool(tool: PostgresTool, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [printed, said] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (printed += part.toString()));
    child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-MOST_SAID)));
    const fail = (message: string): void => reject(new InputError([{ field: tool, message }]));
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      fail(isMissing ? "was not found on the PATH; install PostgreSQL's client programs" : error.message);
    });
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else fail(`failed: ${said.trim() || `it ended with ${code}`}`);
    });
  });
}
