import { isPostgres, type Db } from './db.js';
import { gathered, type Write } from './gathered.js';

/**
 * Sends the writes of some work behind one another in one go, in their order, when the work is done: each statement sent
 * alone would cost a way to the data base and back. The work may write by `write` and `insertRecords` only.
 */
export async function inOneGo(trx: Db, work: () => Promise<void>): Promise<void> {
  const writes: Write[] = [];
  gathered.set(trx, writes);
  try {
    await work();
  } finally {
    gathered.delete(trx);
  }
  if (writes.length > 0) await (isPostgres(trx) ? runOnPostgres : runOnSqlite)(trx, writes);
}

/** The rows of all statements go in as one parameter; a setting that ends with the transaction holds each one's. */
async function runOnPostgres(trx: Db, writes: readonly Write[]): Promise<void> {
  await trx.raw(`SELECT set_config('clarion.rows_' || key, value, true) FROM json_each_text(CAST(? AS json))`, [
    `{${writes.map(({ binding }, at) => `"${at}":${binding}`).join(',')}}`,
  ]);
  await trx.raw(scriptOf(writes, (at) => `current_setting('clarion.rows_${at}')`));
}

/** The rows go into a table of the connection's own, which `openDb` makes. */
async function runOnSqlite(trx: Db, writes: readonly Write[]): Promise<void> {
  await trx.raw('INSERT INTO temp.gathered_rows (at, json) SELECT key, value FROM json_each(?)', [
    `[${writes.map(({ binding }) => binding).join(',')}]`,
  ]);
  const script = scriptOf(writes, (at) => `(SELECT json FROM temp.gathered_rows WHERE at = ${at})`);
  await execute(trx, `${script};\nDELETE FROM temp.gathered_rows`);
}

function scriptOf(writes: readonly Write[], rowsAt: (at: number) => string): string {
  return writes.map(({ sql }, at) => sql.replace('?', () => rowsAt(at))).join(';\n');
}

type SqliteConnection = { exec: (sql: string, done: (error: Error | null) => void) => void };

/** Runs several statements on the transaction's connection: Knex itself would run the first and leave out the rest. */
async function execute(trx: Db, script: string): Promise<void> {
  const client = trx.client as { readonly acquireConnection: () => Promise<SqliteConnection> };
  const connection = await client.acquireConnection();
  await new Promise<void>((resolve, reject) => {
    connection.exec(script, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
