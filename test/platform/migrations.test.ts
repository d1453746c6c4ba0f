import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { isPostgres, openDb, query, type Db } from '../../src/platform/db.js';
import { migrate, NewerDatabaseError, unmigrate } from '../../src/platform/migrations.js';
import { programPath } from '../../src/platform/paths.js';
import { onEachBareDatabase } from '../support/databases.js';

const FOLDER = programPath('migrations');
const FILES = readdirSync(FOLDER).sort();
const NAMES = FILES.map((file) => file.replace(/\.ts$/, ''));

/** Those that change rows and no table. */
const OF_ROWS = ['20261126-02-suspected-apart.ts'];

/** Tables, columns and indexes as the data base tells them, without Knex's own. */
async function shapeOf(db: Db): Promise<string[]> {
  const rows = await query<{ line: string }>(
    db,
    isPostgres(db)
      ? `SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable AS line
           FROM information_schema.columns WHERE table_schema = current_schema()
         UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
         UNION ALL SELECT conrelid::regclass::text || ' ' || conname FROM pg_constraint
          WHERE connamespace = current_schema()::regnamespace`
      : `SELECT type || ' ' || name || ' ' || COALESCE(sql, '') AS line FROM sqlite_master WHERE name <> 'sqlite_sequence'`,
  );
  return (
    rows
      // SQLite quotes a column that was renamed in its own way.
      .map(({ line }) => line.replace(/[`"]/g, ''))
      .filter((line) => !line.includes('knex_migrations'))
      .sort()
  );
}

onEachBareDatabase('bringing the tables up to date', (base) => {
  it('works when two processes do it at once on an empty data base', async () => {
    const second = openDb(base().url);
    try {
      const results = await Promise.allSettled([migrate(base().db), migrate(second), migrate(second)]);
      const ran = results.map((result) =>
        result.status === 'fulfilled' ? result.value : expect.fail(String(result.reason)),
      );
      expect(ran.flat(), 'each ran once').to.have.members(NAMES);
      expect(await migrate(second)).to.deep.equal([]);
    } finally {
      await second.destroy();
    }
  });

  it('goes up and down with every migration, and leaves nothing behind', async () => {
    const { db } = base();
    for (const file of FILES) {
      const migration = (await import(pathToFileURL(`${FOLDER}/${file}`).href)) as Knex.Migration;
      const before = await shapeOf(db);
      await migration.up(db);
      const after = await shapeOf(db);
      if (!OF_ROWS.includes(file)) expect(after, file).not.to.deep.equal(before);
      await migration.down?.(db);
      expect(await shapeOf(db), file).to.deep.equal(before);
      await migration.up(db);
      expect(await shapeOf(db), file).to.deep.equal(after);
    }
  });

  it('undoes all of them, newest first', async () => {
    await migrate(base().db);
    await unmigrate(base().db);
    expect(await shapeOf(base().db)).to.deep.equal([]);
    expect(await migrate(base().db)).to.deep.equal(NAMES);
  });

  it('brings an older data base up by what it lacks, though a killed process left a lock behind', async () => {
    const { db } = base();
    await migrate(db);
    const [newest] = FILES.slice(-1) as [string];
    await ((await import(pathToFileURL(`${FOLDER}/${newest}`).href)) as Knex.Migration).down?.(db);
    await db('knex_migrations').where('name', NAMES.at(-1)).delete();
    await db('knex_migrations_lock').update({ is_locked: 1 });
    expect(await migrate(db)).to.deep.equal([NAMES.at(-1)]);
  });

  it('refuses a data base of a newer Clarion, names what it does not know, and changes nothing', async () => {
    const { db } = base();
    await migrate(db);
    await db('knex_migrations').insert({
      name: '20991231-01-telepathy',
      batch: 2,
      migration_time: new Date(0).toISOString(),
    });
    const before = await shapeOf(db);
    const error = await migrate(db).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(NewerDatabaseError);
    expect(String(error)).to.include('20991231-01-telepathy').and.include('Install that version');
    expect(await shapeOf(db)).to.deep.equal(before);
  });

  it('leaves nothing of a migration that fails, and all those who wait hear of it', async () => {
    const { db } = base();
    // Stands in the way of the third migration.
    await db.schema.createTable('postal_code_divisions', (table) => table.text('code'));
    const { log } = console;
    console.log = () => undefined; // Knex tells of the failure, too.
    const results = await Promise.allSettled([migrate(db), migrate(db)]).finally(() => (console.log = log));
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect((await shapeOf(db)).join()).not.to.include('data_sets');
  });
});
