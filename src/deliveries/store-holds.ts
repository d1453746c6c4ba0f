import { apart, isPostgres, query, records, type Db } from '../platform/db.js';
import type { ChannelName, Delivery, Hold } from './delivery.js';
import { DELIVERY_COLUMNS } from './store.js';

/** Those of the deliveries that are held for this reason, locked until the transaction ends. */
export function lockHeld(trx: Db, ids: readonly string[], hold: Hold): Promise<Delivery[]> {
  return lockWhere(trx, ids, {
    sql: `${apart('deliveries.state')} = 'held' AND deliveries.hold = ?`,
    bindings: [hold],
  });
}

/** Letters that wait in the queue or that a worker has. */
export function listUnended(trx: Db, limit: number): Promise<Delivery[]> {
  return query(trx, `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE state IN ('queued', 'sending') LIMIT ?`, [limit]);
}

/** Letters that are held since a backup was restored, from an id on. */
export function listRestored(
  db: Db,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Delivery[]> {
  return query(
    db,
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE state = 'held' AND hold = 'restored' AND id > ? ORDER BY id LIMIT ?`,
    [after, limit],
  );
}

/** How many letters are held since a backup was restored. */
export async function countRestored(db: Db): Promise<number> {
  const sql = `SELECT COUNT(*) AS letters FROM deliveries WHERE state = 'held' AND hold = 'restored'`;
  return (await query<{ letters: number }>(db, sql))[0]?.letters ?? 0;
}

/** Those of the letters that are mailed, and held or of unknown outcome, locked until the transaction ends. */
export function lockUndecided(trx: Db, ids: readonly string[]): Promise<Delivery[]> {
  const sql = `${apart('deliveries.state')} IN ('held', 'unknown') AND deliveries.channel = 'smtp'`;
  return lockWhere(trx, ids, { sql, bindings: [] });
}

/** Those of the deliveries that no worker has taken, and if wanted those of unknown outcome, locked until the transaction ends. */
export function lockUnsent(
  trx: Db,
  ids: readonly string[],
  { alsoUnknown }: { readonly alsoUnknown: boolean },
): Promise<Delivery[]> {
  const states = alsoUnknown ? "'held', 'queued', 'unknown'" : "'held', 'queued'";
  return lockWhere(trx, ids, { sql: `${apart('deliveries.state')} IN (${states})`, bindings: [] });
}

/** Changes which way deliveries go, and to which domain. */
export async function redirectDeliveries(
  trx: Db,
  ways: readonly { readonly id: string; readonly channel: ChannelName; readonly domain: string | null }[],
): Promise<void> {
  const wanted = records(trx, { id: 'text', channel: 'text', domain: 'text' }, ways);
  await trx.raw(
    `UPDATE deliveries SET channel = r.channel, domain = r.domain FROM ${wanted.sql} WHERE deliveries.id = r.id`,
    [wanted.binding],
  );
}

/** Those of the letters whose text is gone, with their supporter or by a period. */
export async function listErased(db: Db, letterIds: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = records(
    db,
    { id: 'text' },
    letterIds.map((id) => ({ id })),
  );
  const rows = await query<{ id: string }>(
    db,
    `SELECT letters.id FROM letters JOIN actions ON actions.id = action_id JOIN supporters ON supporters.id = supporter_id
      WHERE letters.id IN (SELECT r.id FROM ${wanted.sql}) AND COALESCE(texts_erased_at, erased_at) IS NOT NULL`,
    [wanted.binding],
  );
  return new Set(rows.map(({ id }) => id));
}

function lockWhere(
  trx: Db,
  ids: readonly string[],
  condition: { readonly sql: string; readonly bindings: readonly string[] },
): Promise<Delivery[]> {
  const wanted = records(
    trx,
    { id: 'text' },
    ids.map((id) => ({ id })),
  );
  return query(
    trx,
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries JOIN ${wanted.sql} ON deliveries.id = r.id
      WHERE ${condition.sql} ORDER BY deliveries.id ${isPostgres(trx) ? 'FOR UPDATE OF deliveries' : ''}`,
    [wanted.binding, ...condition.bindings],
  );
}
