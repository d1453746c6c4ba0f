import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDb, query, type Db } from '../../src/platform/db.js';
import type { DataKey } from '../../src/platform/private-text.js';
import { migrate } from '../../src/platform/migrations.js';
import { watchTransactions } from './one-at-a-time.js';
import { isWorker, needDatabase, postgresUrl } from './services.js';

/** A data base of a test's own. */
export type TestDatabase = { readonly db: Db; readonly url: string; readonly close: () => Promise<void> };

/** Opens an empty data base with all tables: SQLite as named, or a schema of its own on PostgreSQL. */
export async function openTestDatabase(url: string, keys?: readonly DataKey[]): Promise<TestDatabase> {
  const base = await openBareDatabase(url, keys);
  await migrate(base.db);
  return base;
}

/** Opens a data base without any table. */
export async function openBareDatabase(url: string, keys?: readonly DataKey[]): Promise<TestDatabase> {
  const own = url.startsWith('postgres') ? await createSchema(url) : { url, drop: () => Promise.resolve() };
  const db = openDb(own.url, keys);
  return {
    db,
    url: own.url,
    close: async () => {
      await db.destroy();
      await own.drop();
    },
  };
}

/** Names of this run's schemas begin so; in parallel mode the main process is the parent of those that run tests. */
const SCHEMA_PREFIX = `clarion_${isWorker ? process.ppid : process.pid}_`;

/** Drops the schemas that this run has left on PostgreSQL. */
export async function dropSchemas(url: string): Promise<void> {
  const admin = openDb(url);
  const names = await query<{ name: string }>(
    admin,
    'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?',
    [`${SCHEMA_PREFIX}%`],
  );
  for (const { name } of names) await admin.raw(`DROP SCHEMA ${name} CASCADE`);
  await admin.destroy();
}

async function createSchema(url: string): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `${SCHEMA_PREFIX}${randomBytes(6).toString('hex')}`;
  const run = async (sql: string): Promise<void> => {
    const admin = openDb(url);
    await admin.raw(sql);
    await admin.destroy();
  };
  await run(`CREATE SCHEMA ${name}`);
  const separator = url.includes('?') ? '&' : '?';
  return {
    url: `${url}${separator}options=${encodeURIComponent(`-c search_path=${name}`)}`,
    drop: () => run(`DROP SCHEMA ${name} CASCADE`),
  };
}

/** Gives each test a new data base without any table, on SQLite (a file) and, where there is one, on PostgreSQL. */
export function onEachBareDatabase(title: string, tests: (base: () => TestDatabase) => void): void {
  for (const name of ['SQLite', 'PostgreSQL'] as const) {
    describe(`${title} on ${name}`, () => {
      let base: TestDatabase | undefined;
      let folder = '';
      beforeEach(async function () {
        folder = mkdtempSync(join(tmpdir(), 'clarion-'));
        needDatabase(this, name);
        base = await openBareDatabase(name === 'SQLite' ? `sqlite:${folder}/new/bare.sqlite` : (postgresUrl ?? ''));
      });
      afterEach(async () => {
        await base?.close();
        rmSync(folder, { recursive: true });
      });
      tests(() => {
        if (!base) throw new Error('The data base is open only inside a test.');
        return base;
      });
    });
  }
}

/** Runs the same tests on SQLite and, where there is one, on PostgreSQL; each test is rolled back. */
export function onEachDatabase(title: string, tests: (db: () => Db) => void): void {
  for (const [name, url] of [
    ['SQLite', 'sqlite::memory:'],
    ['PostgreSQL', postgresUrl],
  ] as const) {
    describe(`${title} on ${name}`, () => {
      let opened: TestDatabase | undefined;
      let current: { readonly trx: Db; readonly end: () => Promise<void> } | undefined;

      before(async function () {
        needDatabase(this, name);
        opened = await openTestDatabase(url ?? '');
      });
      beforeEach(async () => {
        if (opened) current = await beginTest(opened.db);
      });
      after(async () => {
        await opened?.close();
      });

      tests(() => {
        if (!current) throw new Error('The data base is open only inside a test.');
        return current.trx;
      });

      // Registered after the tests' own hooks, which may still look at what the test left.
      afterEach(async () => {
        await current?.end();
      });
    });
  }
}

/**
 * A transaction that is rolled back at the end of a test; transactions inside it are savepoints. Its end fails where one
 * of those was asked two things at once.
 */
export async function beginTest(db: Db): Promise<{ readonly trx: Db; readonly end: () => Promise<void> }> {
  const trx = await db.transaction();
  const askedWhileBusy = watchTransactions(trx);
  return {
    trx,
    end: async () => {
      await trx.rollback();
      expect(askedWhileBusy, 'asked in a transaction that was busy').to.deep.equal([]);
    },
  };
}
