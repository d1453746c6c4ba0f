import { apart, isPostgres, query, records, type Db } from '../platform/db.js';
import { reasonText, type Delivery, type Phase } from './delivery.js';
import { DELIVERY_COLUMNS } from './store.js';

/** Whether a letter's content may leave: `lost` when another worker has the letter, `paused` when it shall not leave now. */
export type Clearance = 'go' | 'lost' | 'paused';

/** That a letter's content is about to leave. */
export type Mark = { readonly id: string; readonly fence: number; readonly at: number };

/**
 * Notes that letters' content is about to leave, as far as each attempt still owns its row and nothing was paused since
 * it was claimed; answers by id. The rows stay locked until the note is on the disk, so that nobody takes them over in
 * between.
 */
export async function markContent(trx: Db, marks: readonly Mark[]): Promise<Map<string, Clearance>> {
  if (marks.length === 0) return new Map();
  const wanted = records(trx, { id: 'text', fence: 'bigint', at: 'bigint' }, marks);
  const marked = await query<{ id: string }>(
    trx,
    `WITH owned AS (SELECT deliveries.id, r.fence, r.at FROM deliveries
                      JOIN ${wanted.sql} ON deliveries.id = r.id AND deliveries.fence = r.fence
                     WHERE ${apart('deliveries.state')} = 'sending' AND NOT EXISTS (SELECT 1 FROM pauses WHERE ${COVERS})
                     ORDER BY deliveries.id ${lock(trx)})
     UPDATE attempts SET content_at = owned.at FROM owned
      WHERE attempts.delivery_id = owned.id AND attempts.fence = owned.fence RETURNING delivery_id AS id`,
    [wanted.binding],
  );
  const clearances = new Map(marked.map(({ id }): [string, Clearance] => [id, 'go']));
  const left = marks.filter(({ id }) => !clearances.has(id));
  for (const id of left.length > 0 ? await listOwned(trx, left) : []) clearances.set(id, 'paused');
  return clearances;
}

/** Whether a pause covers a letter, as `isPaused` tells it. */
const COVERS = `scope IN ('all', 'campaign:' || campaign_id, 'office:' || office_id, 'letters:' || campaign_id || '/' || office_id)`;

/** Those of which their worker still is the owner. */
async function listOwned(trx: Db, marks: readonly Mark[]): Promise<string[]> {
  const wanted = records(trx, { id: 'text', fence: 'bigint' }, marks);
  const rows = await query<{ id: string }>(
    trx,
    `SELECT deliveries.id FROM deliveries JOIN ${wanted.sql} ON deliveries.id = r.id AND deliveries.fence = r.fence
      WHERE ${apart('deliveries.state')} = 'sending'`,
    [wanted.binding],
  );
  return rows.map(({ id }) => id);
}

/** How a try ended. */
export type AttemptEnd = {
  readonly id: string;
  readonly fence: number;
  readonly at: number;
  readonly outcome: string;
  readonly response: string;
  readonly phase?: Phase | undefined;
};

const END_COLUMNS = {
  id: 'text',
  fence: 'bigint',
  at: 'bigint',
  outcome: 'text',
  response: 'text',
  phase: 'text',
} as const;

export async function endAttempts(trx: Db, ends: readonly AttemptEnd[]): Promise<void> {
  const rows = ends.map((end) => ({ ...end, response: reasonText(end.response), phase: end.phase ?? null }));
  const wanted = records(trx, END_COLUMNS, rows);
  await trx.raw(
    `UPDATE attempts SET finished_at = r.at, outcome = r.outcome, response = r.response, phase = r.phase
       FROM ${wanted.sql} WHERE attempts.delivery_id = r.id AND attempts.fence = r.fence`,
    [wanted.binding],
  );
}

/**
 * Keeps claimed rows from being taken over while their worker lives. Rows that a transaction holds at this moment are
 * left out: they are being recorded, and waiting for some while holding others ends in a deadlock.
 */
export async function extendLeases(
  db: Db,
  held: readonly { readonly id: string; readonly fence: number }[],
  leaseUntil: number,
): Promise<void> {
  const wanted = records(db, { id: 'text', fence: 'bigint' }, held);
  await db.raw(
    `UPDATE deliveries SET due_at = ?
      WHERE id IN (SELECT deliveries.id FROM deliveries
                     JOIN ${wanted.sql} ON deliveries.id = r.id AND deliveries.fence = r.fence
                    WHERE deliveries.state = 'sending' ${lock(db)} ${isPostgres(db) ? 'SKIP LOCKED' : ''})`,
    [leaseUntil, wanted.binding],
  );
}

/** A row whose worker fell silent. */
export type Abandoned = Delivery & { readonly hasContentLeft: boolean };

/** Locks rows whose worker fell silent, then reads how far each of them got. */
export async function lockAbandoned(trx: Db, now: number, limit: number): Promise<Abandoned[]> {
  const rows = await query<Delivery>(
    trx,
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE state = 'sending' AND due_at <= ?
      ORDER BY deliveries.id LIMIT ? ${lock(trx)}`,
    [now, limit],
  );
  // A second statement, because on PostgreSQL the first one sees attempts as they were before it waited for locks.
  const wanted = records(trx, { id: 'text', fence: 'bigint' }, rows);
  const begun = await query<{ id: string }>(
    trx,
    `SELECT attempts.delivery_id AS id FROM attempts JOIN ${wanted.sql} ON attempts.delivery_id = r.id AND attempts.fence = r.fence
      WHERE attempts.content_at IS NOT NULL`,
    [wanted.binding],
  );
  const ids = new Set(begun.map((row) => row.id));
  return rows.map((row) => ({ ...row, hasContentLeft: ids.has(row.id) }));
}

function lock(trx: Db): string {
  return isPostgres(trx) ? 'FOR UPDATE OF deliveries' : '';
}
