import { mustNotSend } from '../platform/copies.js';
import { apart, insertRecords, isPostgres, query, records, type Db } from '../platform/db.js';
import type { Delivery } from './delivery.js';
import { planTurns, scopesOf, type Policies } from './pacing/pace.js';
import { lockPaces, postpone, writePaces } from './pacing/store-paces.js';
import { holdPauses } from './pacing/store-pauses.js';
import { DELIVERY_COLUMNS } from './store.js';
import { recordChanges, type Move } from './store-moves.js';

/** Which due rows to claim: those named, or any. */
export type Claim = {
  readonly now: number;
  readonly leaseUntil: number;
  readonly limit: number;
  readonly ids?: readonly string[];
  /** Only letters over which workers died; else only the others. */
  readonly isSuspect?: boolean;
  readonly policies: Policies;
  readonly perDomainPerMinute: number | undefined;
  readonly eventId: () => string;
};

/** What a claim came to: the letters in hand, and whether more are due that it did not look at. */
export type Claimed = { readonly deliveries: Delivery[]; readonly hasMore: boolean };

/**
 * Claims rows for sending whose turn it is and notes the attempt, before any socket opens; the others get their turn. It
 * looks once: a second look would lock further paces while it holds some, and two workers would wait for each other.
 */
export async function claimDue(trx: Db, claim: Claim): Promise<Claimed> {
  if (await mustNotSend(trx)) return { deliveries: [], hasMore: false };
  const pauses = await holdPauses(trx);
  const due = await lockDue(trx, claim);
  const claimed = await takeRows(trx, claim, await giveTurns(trx, claim, { due, pauses }));
  await noteAttempts(trx, claim, claimed);
  return { deliveries: claimed, hasMore: due.length === claim.limit };
}

/** Whether a letter is due over which workers died. */
export async function hasSuspect(db: Db, now: number): Promise<boolean> {
  const sql = `SELECT id FROM deliveries WHERE ${apart('state')} = 'queued' AND due_at <= ? AND crashes > 0 LIMIT 1`;
  return (await query(db, sql, [now])).length > 0;
}

/** Locks due rows; those that another worker has just locked are left to it. */
function lockDue(trx: Db, { now, ids, limit, isSuspect = false }: Claim): Promise<Delivery[]> {
  const named =
    ids &&
    records(
      trx,
      { id: 'text' },
      ids.map((id) => ({ id })),
    );
  return query<Delivery>(
    trx,
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries
      WHERE ${named || isSuspect ? apart('state') : 'state'} = 'queued' AND due_at <= ? AND crashes ${isSuspect ? '>' : '<='} 0
        ${named ? `AND id IN (SELECT r.id FROM ${named.sql})` : ''}
      ORDER BY due_at LIMIT ? ${isPostgres(trx) ? 'FOR UPDATE SKIP LOCKED' : ''}`,
    [now, ...(named ? [named.binding] : []), limit],
  );
}

type Looked = { readonly due: readonly Delivery[]; readonly pauses: ReadonlySet<string> };

/** Those whose turn it is; the others are told to wait. */
async function giveTurns(trx: Db, claim: Claim, { due, pauses }: Looked): Promise<Delivery[]> {
  const { now, policies, perDomainPerMinute } = claim;
  const keys = due.flatMap((one) => {
    return scopesOf(one, policies.get(one.campaignId), perDomainPerMinute).map(({ key }) => key);
  });
  const nextAt = await lockPaces(trx, keys);
  const turns = planTurns({ now, deliveries: due, policies, perDomainPerMinute, pauses, nextAt });
  await writePaces(trx, nextAt);
  await postpone(trx, turns.later, now);
  return turns.now;
}

async function takeRows(trx: Db, { now, leaseUntil }: Claim, due: readonly Delivery[]): Promise<Delivery[]> {
  if (due.length === 0) return [];
  const wanted = records(
    trx,
    { id: 'text' },
    due.map(({ id }) => ({ id })),
  );
  return query<Delivery>(
    trx,
    `UPDATE deliveries SET state = 'sending', state_at = ?, due_at = ?, fence = fence + 1, attempts = attempts + 1,
            waits_for = NULL, pace_step = 0, trying_since = COALESCE(trying_since, CAST(? AS bigint))
       FROM ${wanted.sql} WHERE deliveries.id = r.id AND ${apart('deliveries.state')} = 'queued'
     RETURNING ${DELIVERY_COLUMNS}`,
    [now, leaseUntil, now, wanted.binding],
  );
}

async function noteAttempts(trx: Db, claim: Claim, claimed: readonly Delivery[]): Promise<void> {
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
}
