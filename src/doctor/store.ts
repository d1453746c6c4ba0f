import { isPostgres, query, type Db } from '../platform/db.js';

/** What time the data base server has, in milliseconds; undefined where it is this machine. */
export async function readDatabaseClock(db: Db): Promise<number | undefined> {
  if (!isPostgres(db)) return undefined;
  const sql = `SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint) AS "now"`;
  return (await query<{ now: number }>(db, sql))[0]?.now;
}

class TakenBackError extends Error {}

/** Writes a table and a row and takes both back. @throws what the data base says */
export async function tryWriting(db: Db): Promise<void> {
  const tried = db.transaction(async (trx) => {
    await trx.raw('CREATE TABLE doctor_was_here (number integer)');
    await trx.raw('INSERT INTO doctor_was_here VALUES (1)');
    throw new TakenBackError();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof TakenBackError)) throw error;
  });
}
