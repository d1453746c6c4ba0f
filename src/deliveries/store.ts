import { addLetterCounts, type DeliveryState } from '../counts/index.js';
import { insertRecords, query, type Db } from '../platform/db.js';
import type { Delivery } from './delivery.js';

/** The columns of a delivery, with their table's name for statements that join. */
export const DELIVERY_COLUMNS = `deliveries.id, deliveries.letter_id AS "letterId", deliveries.campaign_id AS "campaignId",
  deliveries.office_id AS "officeId", deliveries.source, deliveries.channel, deliveries.state,
  deliveries.state_at AS "stateAt", deliveries.reason, deliveries.due_at AS "dueAt",
  deliveries.created_at AS "createdAt", deliveries.attempts, deliveries.fence, deliveries.said_sent_at
  AS "saidSentAt", deliveries.said_failed_at AS "saidFailedAt", deliveries.said_failed_why AS "saidFailedWhy",
  deliveries.hold, deliveries.waits_for AS "waitsFor", deliveries.crashes, deliveries.trying_since AS "tryingSince",
  deliveries.pace_step AS "paceStep", deliveries.domain, deliveries.cause, deliveries.time_zone AS "timeZone"`;

/** A delivery about to be put into the outbox. */
export type NewDelivery = Omit<
  Delivery,
  | 'stateAt'
  | 'reason'
  | 'attempts'
  | 'fence'
  | 'saidSentAt'
  | 'saidFailedAt'
  | 'saidFailedWhy'
  | 'tryingSince'
  | 'crashes'
  | 'cause'
  | 'paceStep'
>;

const OUTBOX_COLUMNS = {
  id: 'text',
  letter_id: 'text',
  campaign_id: 'text',
  office_id: 'text',
  source: 'text',
  channel: 'text',
  state: 'text',
  state_at: 'bigint',
  due_at: 'bigint',
  created_at: 'bigint',
  hold: 'text',
  waits_for: 'text',
  domain: 'text',
  time_zone: 'text',
} as const;

/** Puts new deliveries into the outbox; their letters are counted by the caller's transaction. */
export async function insertDeliveries(trx: Db, deliveries: readonly NewDelivery[]): Promise<void> {
  const rows = deliveries.map((one) => ({
    id: one.id,
    letter_id: one.letterId,
    campaign_id: one.campaignId,
    office_id: one.officeId,
    source: one.source,
    channel: one.channel,
    state: one.state,
    state_at: one.createdAt,
    due_at: one.dueAt,
    created_at: one.createdAt,
    hold: one.hold,
    waits_for: one.waitsFor,
    domain: one.domain,
    time_zone: one.timeZone,
  }));
  await insertRecords(trx, { table: 'deliveries', columns: OUTBOX_COLUMNS }, rows);
  await addLetterCounts(
    trx,
    deliveries.map(({ campaignId, officeId, source, state }) => {
      return { campaignId, officeId, source, state, letters: 1, saidSent: 0 };
    }),
  );
}

/** Rows in a state whose moment has come. */
export function listDue(
  db: Db,
  due: { readonly state: DeliveryState; readonly now: number; readonly limit: number },
): Promise<Delivery[]> {
  return query(
    db,
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE state = ? AND due_at <= ? ORDER BY due_at LIMIT ?`,
    [due.state, due.now, due.limit],
  );
}

/** Letters of unknown outcome whose campaigns send them again. */
export function listToResend(
  db: Db,
  due: {
    readonly campaignIds: readonly string[];
    readonly brokeBefore: number;
    readonly brokeSince: number;
    readonly triedSince: number;
    readonly maxCrashes: number;
    readonly limit: number;
  },
): Promise<Delivery[]> {
  return query(
    db,
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries
      WHERE state = 'unknown' AND campaign_id IN (${due.campaignIds.map(() => '?').join(', ')})
        AND state_at <= ? AND state_at > ? AND trying_since > ? AND crashes < ? ORDER BY due_at LIMIT ?`,
    [...due.campaignIds, due.brokeBefore, due.brokeSince, due.triedSince, due.maxCrashes, due.limit],
  );
}

/** The newest letters that were only previewed. */
export function listPreviewed(db: Db, limit: number): Promise<Delivery[]> {
  return query(db, `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE state = 'previewed' ORDER BY id DESC LIMIT ?`, [
    limit,
  ]);
}

export async function findPreviewed(db: Db, id: string): Promise<Delivery | undefined> {
  // PostgreSQL fails on a parameter with a NUL in it.
  if (!/^\w+$/.test(id)) return undefined;
  return (
    await query<Delivery>(db, `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE state = 'previewed' AND id = ?`, [id])
  )[0];
}

/** The key under which a delivery's letter is counted. */
export function countKeyOf(delivery: Pick<Delivery, 'campaignId' | 'officeId' | 'source'>): {
  campaignId: string;
  officeId: string;
  source: string;
} {
  return { campaignId: delivery.campaignId, officeId: delivery.officeId, source: delivery.source };
}
