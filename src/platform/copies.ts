import { isPostgres, query, type Db } from './db.js';

const OPEN = 'SELECT 1 FROM copies WHERE held_at IS NULL';

/**
 * While a dump is being loaded there is a table and no row yet; a row that was loaded lies in another table, or was
 * written by another transaction, than it says.
 */
const LOADED = `NOT EXISTS (SELECT 1 FROM home)
  OR EXISTS (SELECT 1 FROM home WHERE xid <> CAST(CAST(xmin AS text) AS bigint) OR table_oid <> CAST(tableoid AS bigint))`;

/**
 * Whether this data base was restored from a backup and nobody has held back yet what may have been sent since: nothing
 * may leave as long as that is so. Who asks in the transaction that claims is safe from a restore in between.
 */
export async function mustNotSend(db: Db): Promise<boolean> {
  const loaded = isPostgres(db) ? ` OR ${LOADED}` : '';
  return (await query(db, `SELECT 1 AS copy WHERE EXISTS (${OPEN})${loaded}`)).length > 0;
}

/** Whether this data base, on PostgreSQL, was loaded from a dump since it was last noted as the one to work with. */
export async function isLoaded(db: Db): Promise<boolean> {
  return isPostgres(db) && (await query(db, `SELECT 1 AS loaded WHERE ${LOADED}`)).length > 0;
}

/** Notes that this is the data base to work with, so that what is loaded from a dump of it can be told from it. */
export async function noteHome(trx: Db, now: number): Promise<void> {
  if (!isPostgres(trx)) return;
  await trx.raw('DELETE FROM home');
  await trx.raw('INSERT INTO home (xid, table_oid, seen_at) VALUES (0, 0, ?)', [now]);
  // The update is of the same transaction, or savepoint, as the row that it reads.
  await trx.raw('UPDATE home SET xid = CAST(CAST(xmin AS text) AS bigint), table_oid = CAST(tableoid AS bigint)');
}

/** When this data base was last restored; 0 where it never was. What was due by then may have been done already. */
export async function lastRestoredAt(db: Db): Promise<number> {
  const [row] = await query<{ at: number | null }>(db, 'SELECT MAX(held_at) AS at FROM copies');
  return row?.at ?? 0;
}

/** When it was restored, as long as nobody has decided what was sent since; 0 where there is nothing to decide. */
export async function unsettledSince(db: Db): Promise<number> {
  const [row] = await query<{ at: number | null }>(
    db,
    'SELECT MAX(held_at) AS at FROM copies WHERE settled_at IS NULL',
  );
  return row?.at ?? 0;
}
