import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knexPackage, { type Knex } from 'knex';
import pg from 'pg';
import type { Database } from 'sqlite3';
import { keepStatements } from './kept-statements.js';

const { knex } = knexPackage;

/** A data base connection or an open transaction; every store takes either. */
export type Db = Knex;

/** How long SQLite waits for another process's write before it gives up. */
const BUSY_TIMEOUT_MS = 10_000;
const POSTGRES_CONNECTIONS = 10;

/** Opens `sqlite:PATH` (`sqlite::memory:` for tests) or `postgres://…`. The caller destroys it. */
export function openDb(databaseUrl: string): Db {
  return databaseUrl.startsWith('sqlite:')
    ? openSqlite(databaseUrl.slice('sqlite:'.length))
    : openPostgres(databaseUrl);
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

/** Column kinds of a record set; the same names serve as PostgreSQL types. */
export type ColumnKind = 'text' | 'bigint' | 'double precision';

/** A piece of SQL that reads many rows out of one JSON parameter, as `FROM ${records.sql}`. */
export type Records = { readonly sql: string; readonly binding: string };

/** Turns rows into one JSON parameter that is read as table `r` with the named columns. */
export function records(db: Db, columns: Readonly<Record<string, ColumnKind>>, rows: readonly object[]): Records {
  const names = Object.entries(columns);
  const sql = isPostgres(db)
    ? `json_to_recordset(CAST(? AS json)) AS r(${names.map(([name, kind]) => `${name} ${kind}`).join(', ')})`
    : `(SELECT ${names.map(([name]) => `json_extract(value, '$.${name}') AS ${name}`).join(', ')} FROM json_each(?)) AS r`;
  return { sql, binding: JSON.stringify(rows) };
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
  await db.raw(
    `INSERT INTO ${into.table} (${names}) SELECT ${names} FROM ${from.sql} WHERE true ${into.conflict ?? ''}`,
    [from.binding],
  );
}

// compileSqlOnError: an error's message shall not carry the values of the statement, which may be personal data.
function openSqlite(file: string): Db {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  return knex({
    client: 'sqlite3',
    compileSqlOnError: false,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: prepareSqlite },
  });
}

type SqliteError = Error & { readonly code?: string };

const SQLITE_RETRY_MS = 20;

function prepareSqlite(connection: Database, done: (error: Error | null, connection: unknown) => void): void {
  const settings = `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON`;
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

function openPostgres(connectionString: string): Db {
  return knex({
    client: 'pg',
    compileSqlOnError: false,
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
