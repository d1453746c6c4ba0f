import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { insertRecords, isPostgres, openDb, query, records, writing, type Db } from '../../src/platform/db.js';
import { migrate } from '../../src/platform/migrations.js';
import { bumpRevision } from '../../src/platform/revisions.js';
import { onEachBareDatabase, onEachDatabase } from '../support/databases.js';
import { watchTransactions } from '../support/one-at-a-time.js';
import { useFolder } from '../support/world.js';

const one = async (db: Db, sql: string): Promise<unknown> => Object.values((await query<object>(db, sql))[0] ?? {})[0];

onEachBareDatabase('a connection', (base) => {
  it('waits for the disk at each commit, and for other processes', async () => {
    const { db } = base();
    if (isPostgres(db)) {
      expect(await one(db, 'SHOW synchronous_commit')).to.equal('on');
      return;
    }
    expect(await one(db, 'PRAGMA journal_mode')).to.equal('wal');
    expect(await one(db, 'PRAGMA synchronous'), 'FULL').to.equal(2);
    expect(await one(db, 'PRAGMA foreign_keys')).to.equal(1);
    expect(await one(db, 'PRAGMA busy_timeout')).to.equal(10_000);
  });

  it('answers numbers as numbers: large ones, sums and averages', async () => {
    const { db } = base();
    await db.schema.createTable('amounts', (table) => void table.bigInteger('amount'));
    await db('amounts').insert([{ amount: 1_800_000_000_000 }, { amount: 2 }]);
    expect(
      await query(db, 'SELECT SUM(amount) AS total, COUNT(*) AS rows_found, MAX(amount) AS most FROM amounts'),
    ).to.deep.equal([{ total: 1_800_000_000_002, rows_found: 2, most: 1_800_000_000_000 }]);
  });

  it('does not repeat the values of a statement in its errors', async () => {
    const { db } = base();
    await migrate(db);
    const insert = () => db.raw('INSERT INTO revisions (name, number) VALUES (?, ?)', ['ana@supporter.example', null]);
    const error = await insert().then(
      () => expect.fail('was inserted'),
      (thrown: unknown) => thrown as Error,
    );
    expect(error.message).not.to.include('ana@');
  });

  it('is seen where a transaction asks it two things at once, which every test looks for', async () => {
    const outer = await base().db.transaction();
    const askedWhileBusy = watchTransactions(outer);
    await outer.transaction((trx) => Promise.all([query(trx, 'SELECT 1'), query(trx, 'SELECT 2')]));
    await outer.transaction(async (trx) => [await query(trx, 'SELECT 3'), await query(trx, 'SELECT 4')]);
    await outer.rollback();
    expect(askedWhileBusy).to.deep.equal(['SELECT 2']);
  });

  it('lets two that read first and write then wait for each other', async () => {
    const { db, url } = base();
    await migrate(db);
    const second = openDb(url);
    const count = (from: Db) =>
      writing(from, async (trx) => {
        const [row] = await query<{ number: number }>(trx, "SELECT number FROM revisions WHERE name = 'x'");
        await bumpRevision(trx, 'x');
        return row?.number ?? 0;
      });
    try {
      await Promise.all([count(db), count(second), count(db), count(second)]);
      expect(await one(db, "SELECT number FROM revisions WHERE name = 'x'")).to.equal(4);
    } finally {
      await second.destroy();
    }
  });

  it('undoes the whole of what failed', async () => {
    const { db } = base();
    await migrate(db);
    const failing = writing(db, async (trx) => {
      await bumpRevision(trx, 'x');
      throw new Error('no');
    });
    expect(await failing.catch(String)).to.equal('Error: no');
    expect(await query(db, 'SELECT * FROM revisions')).to.deep.equal([]);
  });
});

onEachDatabase('many rows in one statement', (db) => {
  const columns = { id: 'bigint', name: 'text', share: 'double precision' } as const;
  beforeEach(() =>
    db().schema.createTable('people', (table) => {
      table.bigInteger('id').primary();
      table.text('name');
      table.double('share');
    }),
  );
  afterEach(() => db().schema.dropTable('people'));
  const stored = () => query<object>(db(), 'SELECT id, name, share FROM people ORDER BY id');

  it('come back as they went in, whatever their text', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !value.includes('\0'));
    const row = fc.record({
      name: fc.option(text),
      share: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
        // JSON knows no -0.
        const given = rows.map((value, id) => ({
          id,
          name: value.name,
          share: value.share === null ? null : value.share + 0,
        }));
        await db()('people').delete();
        await insertRecords(db(), { table: 'people', columns }, given);
        expect(await stored()).to.deep.equal(given);
      }),
      { numRuns: 40 },
    );
  });

  it('leave a column empty that a row does not name, and take no column that is not named', async () => {
    await insertRecords(db(), { table: 'people', columns }, [{ id: 1, nonsense: 'x' }]);
    expect(await stored()).to.deep.equal([{ id: 1, name: null, share: null }]);
  });

  it('are passed over or updated where they are there already', async () => {
    const insert = (conflict: string, name: string) =>
      insertRecords(db(), { table: 'people', columns, conflict }, [
        { id: 1, name },
        { id: 2, name },
      ]);
    await insertRecords(db(), { table: 'people', columns }, [{ id: 1, name: 'Ana' }]);
    await insert('ON CONFLICT DO NOTHING', 'Ben');
    expect((await stored()).map((row) => (row as { name: string }).name)).to.deep.equal(['Ana', 'Ben']);
    await insert('ON CONFLICT (id) DO UPDATE SET name = excluded.name', 'Cleo');
    expect((await stored()).map((row) => (row as { name: string }).name)).to.deep.equal(['Cleo', 'Cleo']);
  });

  it('may be none', async () => {
    await insertRecords(db(), { table: 'people', columns }, []);
    expect(await stored()).to.deep.equal([]);
  });

  it('can be read and joined as a table', async () => {
    await insertRecords(db(), { table: 'people', columns }, [
      { id: 1, name: 'Ana' },
      { id: 2, name: 'Ben' },
    ]);
    const wanted = records(db(), { id: 'bigint' }, [{ id: 2 }, { id: 3 }]);
    expect(
      await query(db(), `SELECT people.name FROM ${wanted.sql} JOIN people ON people.id = r.id`, [wanted.binding]),
    ).to.deep.equal([{ name: 'Ben' }]);
  });
});

describe('an SQLite file', () => {
  const folder = useFolder();
  it('is made with the folders that lead to it', async () => {
    const db = openDb(`sqlite:${join(folder(), 'a', 'b', 'c.sqlite')}`);
    expect(await one(db, 'SELECT 1')).to.equal(1);
    await db.destroy();
  });
});
