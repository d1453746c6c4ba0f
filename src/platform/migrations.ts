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
export async function migrate(db: Db): Promise<string[]> {
  // Most processes find nothing to do, and wait for nobody then.
  if ((await pendingMigrations(db)).length === 0) return [];
  return alone(db, MIGRATION_LOCK, async (trx) => {
    await pendingMigrations(trx);
    await trx.migrate.forceFreeMigrationsLock(FROM_SOURCE);
    const [, names] = (await trx.migrate.latest(FROM_SOURCE)) as [number, string[]];
    return names;
  });
}

/** Undoes every migration, newest first. */
export async function unmigrate(db: Db): Promise<void> {
  await alone(db, MIGRATION_LOCK, (trx) => trx.migrate.rollback(FROM_SOURCE, true));
}

/** Any number that nobody else uses as an advisory lock in this data base. */
const MIGRATION_LOCK = 7_236_401;

/** All of them in the one transaction that holds our lock: Knex's own lock outlives a process that was killed. */
const FROM_SOURCE = { migrationSource: source, disableTransactions: true };

/** The migrations that this data base still needs. @throws NewerDatabaseError */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const known = await source.getMigrations([]);
  if (!(await db.schema.hasTable('knex_migrations'))) return known;
  const rows = await db<{ name: string }>('knex_migrations').select('name').orderBy('id');
  const done = rows.map((row) => row.name);
  await refuseNewer(done);
  return known.filter((name) => !done.includes(name));
}

/** @throws NewerDatabaseError when one of the migrations that a data base has is not known here */
export async function refuseNewer(done: readonly string[]): Promise<void> {
  const known = await source.getMigrations([]);
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown);
}
