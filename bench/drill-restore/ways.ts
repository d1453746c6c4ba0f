import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { clarion } from '../prove-delivery/clarion.js';
import { createPostgres } from '../services.js';

const run = promisify(execFile);

/** A place for a data base that is gone after the drill. */
export type Place = { readonly url: string; readonly close: () => Promise<void> };

/** A way in which a backup comes back. */
export type Way = {
  readonly name: string;
  readonly ending: 'sqlite' | 'dump';
  /** Makes an empty place: `live` for what is lost, `restored` for what comes back. */
  readonly place: (folder: string, purpose: 'live' | 'restored') => Promise<Place>;
  readonly restore: (backup: string, env: Readonly<Record<string, string>>) => Promise<void>;
};

type Env = Readonly<Record<string, string>>;

const byCommand = async (backup: string, env: Env): Promise<void> => {
  await clarion(env, ['restore', backup]);
};

/** SQLite by our command and as somebody copies a file; PostgreSQL by our command and by its own. */
export function waysOver(postgresUrl: string): Way[] {
  const file = {
    ending: 'sqlite',
    place: (folder: string, purpose: string) =>
      Promise.resolve({ url: `sqlite:${folder}/${purpose}.sqlite`, close: () => Promise.resolve() }),
  } as const;
  const server = {
    ending: 'dump',
    place: (_folder: string, purpose: string) => createPostgres(postgresUrl, `drill_${purpose}`),
  } as const;
  return [
    { name: 'SQLite, clarion restore', ...file, restore: byCommand },
    {
      name: 'SQLite, cp',
      ...file,
      restore: (backup, env) => copyFile(backup, (env['DATABASE_URL'] ?? '').slice('sqlite:'.length)),
    },
    { name: 'PostgreSQL, clarion restore', ...server, restore: byCommand },
    {
      name: 'PostgreSQL, pg_restore',
      ...server,
      restore: async (backup, env) => {
        await run('pg_restore', ['--no-owner', `--dbname=${env['DATABASE_URL'] ?? ''}`, backup]);
      },
    },
  ];
}
