import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import { alone, type Db } from './db.js';

const EXTENSION = extname(import.meta.url);
const FOLDER = new URL('../../migrations/', import.meta.url).pathname;

/** Names come without extension, so that a data base made by `.ts` files is known to the built `.js` ones. */
const source: Knex.MigrationSource<string> = {
  getMigrations: () =>
    Promise.resolve(
      readdirSync(FOLDER)
        .filter((file) => extname(file) === EXTENSION)
        .map((file) => file.slice(0, -EXTENSION.length))
        .sort(),
    ),
  getMigrationName: (name) => name,
  getMigration: (name) => import(pathToFileURL(join(FOLDER, name + EXTENSION)).href) as Promise<Knex.Migration>,
};

/** The data base was made by a newer Clarion than this one. */
export class NewerDatabaseError extends Error {
  constructor(names: readonly string[]) {
    super(
      `This database was used by a newer Clarion: it holds the migration${names.length > 1 ? 's' : ''} ` +
        `${names.join(', ')}, which this version does not know. Install that version or restore an older backup.`,
    );
    this.name = 'NewerDatabaseError';
  }
}

/** Brings the tables up to this version and answers the names of the migrations it ran. @throws NewerDatabaseError */
export function migrate(db: Db): Promise<string[]> {
  return alone(db, MIGRATION_LOCK, async () => {
    await refuseNewer(db);
    // Knex's own lock outlives a process that was killed; ours does not, and we hold it.
    await db.migrate.forceFreeMigrationsLock({ migrationSource: source });
    const [, names] = (await db.migrate.latest({ migrationSource: source })) as [number, string[]];
    return names;
  });
}

/** Any number that nobody else uses as an advisory lock in this data base. */
const MIGRATION_LOCK = 7_236_401;

/** Undoes every migration, newest first. */
export async function unmigrate(db: Db): Promise<void> {
  await db.migrate.rollback({ migrationSource: source }, true);
}

async function refuseNewer(db: Db): Promise<void> {
  if (!(await db.schema.hasTable('knex_migrations'))) return;
  const known = new Set(await source.getMigrations([]));
  const rows = await db<{ name: string }>('knex_migrations').select('name').orderBy('id');
  const unknown = rows.map((row) => row.name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown);
}
