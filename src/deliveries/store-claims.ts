import { insertRecords, isPostgres, query, records, type Db } from '../platform/db.js';
import { reasonText, type Delivery } from './delivery.js';
import { DELIVERY_COLUMNS } from './store.js';
import { recordChanges, type Move } from './store-moves.js';

/** Which due rows to claim: those named, or any. */
export type Claim = {
  readonly now: number;
  readonly leaseUntil: number;
  readonly limit: number;
  readonly ids?: readonly string[];
  readonly eventId: () => string;
};

/** Claims rows for sending and notes the attempt, before any socket opens. */
export async function claimDue(trx: Db, claim: Claim): Promise<Delivery[]> {
  const claimed = await takeRows(trx, claim);
  await insertRecords(
    trx,
    { table: 'attempts', columns: { delivery_id: 'text', fence: 'bigint', started_at: 'bigint' } },
    claimed.map((one) => ({ delivery_id: one.id, fence: one.fence, started_at: claim.now })),
  );
  const moveOf = ({ id, attempts }: Delivery): Move => {
    const step = { from: 'queued', to: 'sending', actor: 'worker', reason: `try ${attempts}` } as const;
    return { id, at: claim.now, eventId: claim.eventId(), ...step };
  };
  await recordChanges(
    trx,
    claimed.map((delivery) => ({ delivery, move: moveOf(delivery) })),
  );
  return claimed;
}

function takeRows(trx: Db, { now, leaseUntil, limit, ids }: Claim): Promise<Delivery[]> {
  const named =
    ids &&
    records(
      trx,
      { id: 'text' },
      ids.map((id) => ({ id })),
    );
  return query<Delivery>(
    trx,
    `UPDATE deliveries SET state = 'sending', state_at = ?, due_at = ?, fence = fence + 1, attempts = attempts + 1
      WHERE id IN (SELECT id FROM deliveries
                    WHERE state = 'queued' AND due_at <= ? ${named ? `AND id IN (SELECT r.id FROM ${named.sql})` : ''}
                    ORDER BY due_at LIMIT ? ${isPostgres(trx) ? 'FOR UPDATE SKIP LOCKED' : ''})
     RETURNING ${DELIVERY_COLUMNS}`,
    [now, leaseUntil, now, ...(named ? [named.binding] : []), limit],
  );
}

/**
 * Notes that letters' content is about to leave; answers which of the attempts still own their row. The rows stay
 * locked until the note is on the disk, so that nobody takes them over in between.
 */
export async function markContent(
  trx: Db,
  marks: readonly { readonly id: string; readonly fence: number; readonly at: number }[],
): Promise<Set<string>> {
  const wanted = records(trx, { id: 'text', fence: 'bigint' }, marks);
  const owned = await query<{ id: string }>(
    trx,
    `SELECT deliveries.id FROM deliveries JOIN ${wanted.sql} ON deliveries.id = r.id AND deliveries.fence = r.fence
      WHERE deliveries.state = 'sending' ORDER BY deliveries.id ${lock(trx)}`,
    [wanted.binding],
  );
  const ids = new Set(owned.map((row) => row.id));
  const left = records(
    trx,
    { id: 'text', fence: 'bigint', at: 'bigint' },
    marks.filter((mark) => ids.has(mark.id)),
  );
  await trx.raw(
    `UPDATE attempts SET content_at = r.at FROM ${left.sql} WHERE attempts.delivery_id = r.id AND attempts.fence = r.fence`,
    [left.binding],
  );
  return ids;
}

/** How a try ended. */
export type AttemptEnd = {
  readonly id: string;
  readonly fence: number;
  readonly at: number;
  readonly outcome: string;
  readonly response: string;
};

export async function endAttempts(trx: Db, ends: readonly AttemptEnd[]): Promise<void> {
  const rows = ends.map((end) => ({ ...end, response: reasonText(end.response) }));
  const wanted = records(trx, { id: 'text', fence: 'bigint', at: 'bigint', outcome: 'text', response: 'text' }, rows);
  await trx.raw(
    `UPDATE attempts SET finished_at = r.at, outcome = r.outcome, response = r.response
       FROM ${wanted.sql} WHERE attempts.delivery_id = r.id AND attempts.fence = r.fence`,
    [wanted.binding],
  );
}

/** Keeps claimed rows from being taken over while their worker lives. */
export async function extendLeases(
  db: Db,
  held: readonly { readonly id: string; readonly fence: number }[],
  leaseUntil: number,
): Promise<void> {
  const wanted = records(db, { id: 'text', fence: 'bigint' }, held);
  await db.raw(
    `UPDATE deliveries SET due_at = ? FROM ${wanted.sql}
      WHERE deliveries.id = r.id AND deliveries.fence = r.fence AND deliveries.state = 'sending'`,
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
