import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knexPackage, { type Knex } from 'knex';
import pg from 'pg';
import { gathered, type Write } from './gathered.js';
import { opening, sealRows } from './private-columns.js';
import { createPrivateText, type DataKey } from './private-text.js';
import type { Database } from 'sqlite3';
import { keepStatements } from './kept-statements.js';

const { knex } = knexPackage;

/** A data base connection or an open transaction; every store takes either. */
export type Db = Knex;

/** How long SQLite waits for another process's write before it gives up. */
const BUSY_TIMEOUT_MS = 10_000;
const POSTGRES_CONNECTIONS = 10;

/**
 * Opens `sqlite:PATH` (`sqlite::memory:` for tests) or `postgres://…`. With keys, private columns are encrypted with the
 * newest of them, and opened wherever they are read. The caller destroys it.
 */
export function openDb(databaseUrl: string, keys: readonly DataKey[] = []): Db {
  const privateText = createPrivateText(keys);
  const settings: Partial<Knex.Config> = {
    // An error's message shall not carry the values of the statement, which may be personal data.
    compileSqlOnError: false,
    ...(privateText && { privateText, postProcessResponse: opening(privateText) }),
  };
  return databaseUrl.startsWith('sqlite:')
    ? openSqlite(databaseUrl.slice('sqlite:'.length), settings)
    : openPostgres(databaseUrl, settings);
}

export function isPostgres(db: Db): boolean {
  return (db.client as { readonly config: { readonly client: string } }).config.client === 'pg';
}

/** Runs one statement with `?` placeholders and answers its rows on either data base. */
export async function query<Row>(db: Db, sql: string, bindings: readonly Knex.RawBinding[] = []): Promise<Row[]> {
  const result: unknown = await db.raw(sql, [...bindings]);
  return (isPostgres(db) ? (result as { rows: Row[] }).rows : result) as Row[];
}

/**
 * A transaction that is going to write. On SQLite it takes the write lock with its first statement: a
 * transaction that reads first and writes later fails at once when another process wrote in between.
 */
export function writing<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
  return db.transaction(async (trx) => {
    if (!isPostgres(db)) await trx.raw('UPDATE revisions SET number = number WHERE 0');
    return work(trx);
  });
}

/**
 * A transaction that one process at a time may be in, also before there are tables. Others wait: on PostgreSQL for an
 * advisory lock, on SQLite for the write lock of the file. Both end with the process that holds them.
 */
export function alone<Result>(db: Db, lock: number, work: (trx: Db) => Promise<Result>): Promise<Result> {
  return db.transaction(async (trx) => {
    if (isPostgres(db)) await trx.raw('SELECT pg_advisory_xact_lock(?)', [lock]);
    // Nobody reads this number; writing it takes the lock that a read would not.
    else await trx.raw('PRAGMA user_version = 0');
    return work(trx);
  });
}

/**
 * A column of text that shall not choose the index. Where a few rows are named by their ids, SQLite, which does not know
 * how many there are, would rather read the index of a state with all its rows.
 */
export function apart(column: string): string {
  return `(${column} || '')`;
}

/**
 * Column kinds of a record set; most names serve as PostgreSQL types. `private` is a text that is encrypted where the
 * data base has keys, `lookup` one that rows are found by, which is encrypted alike each time.
 */
export type ColumnKind = 'text' | 'bigint' | 'double precision' | 'private' | 'lookup';

/** A piece of SQL that reads many rows out of one JSON parameter, as `FROM ${records.sql}`. */
export type Records = { readonly sql: string; readonly binding: string };

/** Turns rows into one JSON parameter that is read as table `r` with the named columns. */
export function records(db: Db, columns: Readonly<Record<string, ColumnKind>>, rows: readonly object[]): Records {
  const names = Object.keys(columns);
  const cells = (row: object): unknown[] => {
    const given = row as Readonly<Record<string, unknown>>;
    return names.map((name) => given[name] ?? null);
  };
  const sealed = sealRows(db, columns, rows).map(cells);
  if (isPostgres(db)) {
    const typed = Object.entries(columns).map(([name, kind]) => `${name} ${typeOf(kind)}`);
    const only = sealed.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
    return { sql: `json_to_recordset(CAST(? AS json)) AS r(${typed.join(', ')})`, binding: JSON.stringify(only) };
  }
  const read = names.map((name, at) => `json_extract(value, '$[${at}]') AS ${name}`);
  return { sql: `(SELECT ${read.join(', ')} FROM json_each(?)) AS r`, binding: JSON.stringify(sealed) };
}

function typeOf(kind: ColumnKind): string {
  return kind === 'private' || kind === 'lookup' ? 'text' : kind;
}

/** Ids as a table `r(id)`, in one JSON parameter. */
export function idRecords(db: Db, ids: readonly string[]): Records {
  return records(
    db,
    { id: 'text' },
    ids.map((id) => ({ id })),
  );
}

/** Inserts rows with one statement and one JSON parameter; `conflict` is the text of an ON CONFLICT clause. */
export async function insertRecords(
  db: Db,
  into: {
    readonly table: string;
    readonly columns: Readonly<Record<string, ColumnKind>>;
    readonly conflict?: string;
  },
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const from = records(db, into.columns, rows);
  const names = Object.keys(into.columns).join(', ');
  // `WHERE true` keeps SQLite from reading ON CONFLICT as a join condition.
  const sql = `INSERT INTO ${into.table} (${names}) SELECT ${names} FROM ${from.sql} WHERE true ${into.conflict ?? ''}`;
  await write(db, { sql, binding: from.binding });
}

/** Runs a statement that answers nothing, at once or with all others of the work that is done `inOneGo`. */
export async function write(db: Db, { sql, binding }: Write): Promise<void> {
  const writes = gathered.get(db);
  if (writes) writes.push({ sql, binding });
  else await db.raw(sql, [binding]);
}

function openSqlite(file: string, settings: Partial<Knex.Config>): Db {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  return knex({
    ...settings,
    client: 'sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: prepareSqlite },
  });
}

type SqliteError = Error & { readonly code?: string };

const SQLITE_RETRY_MS = 20;

/** The pages that new rows and their indexes touch stay in memory, so that a batch reads nothing from the disk. */
const SQLITE_CACHE_KIB = 64 * 1024;

/**
 * So many pages of 4 KiB are logged before they are moved into the file: a page that many batches touch is moved once for
 * all. What was committed is in the log, on the disk; this says only when it is tidied up.
 */
const SQLITE_LOG_PAGES = 8_000;

function prepareSqlite(connection: Database, done: (error: Error | null, connection: unknown) => void): void {
  const settings = `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA cache_size = -${SQLITE_CACHE_KIB}; PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = ${SQLITE_LOG_PAGES};
    CREATE TEMP TABLE IF NOT EXISTS gathered_rows (at INTEGER PRIMARY KEY, json TEXT NOT NULL)`;
  const prepare = (triesLeft: number): void => {
    connection.exec(settings, (error: SqliteError | null) => {
      // Where two open a new file at once, the change to WAL does not wait for the busy timeout.
      if (error?.code === 'SQLITE_BUSY' && triesLeft > 0) setTimeout(() => prepare(triesLeft - 1), SQLITE_RETRY_MS);
      else {
        if (!error) keepStatements(connection);
        done(error, connection);
      }
    });
  };
  prepare(BUSY_TIMEOUT_MS / SQLITE_RETRY_MS);
}

function openPostgres(connectionString: string, settings: Partial<Knex.Config>): Db {
  return knex({
    ...settings,
    client: 'pg',
    connection: { connectionString, types: { getTypeParser: numbersAsNumbers } },
    pool: { min: 0, max: POSTGRES_CONNECTIONS, afterCreate: preparePostgres },
  });
}

type PgConnection = { query: (sql: string, done: (error: Error | null) => void) => void };

function preparePostgres(connection: PgConnection, done: (error: Error | null, connection: unknown) => void): void {
  connection.query('SET synchronous_commit = on', (error) => {
    done(error, connection);
  });
}

/** PostgreSQL sends bigint and numeric (the type of a sum) as text; our counts and moments fit a number. */
const SENT_AS_TEXT: readonly unknown[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];

function numbersAsNumbers(oid: number, format?: string): unknown {
  return SENT_AS_TEXT.includes(oid) ? Number : (pg.types.getTypeParser as (...of: unknown[]) => unknown)(oid, format);
}
