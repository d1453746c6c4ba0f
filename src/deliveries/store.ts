import { addLetterCounts, type DeliveryState } from '../counts/index.js';
import { insertRecords, query, type Db } from '../platform/db.js';
import type { Delivery } from './delivery.js';

/** The columns of a delivery, with their table's name for statements that join. */
export const DELIVERY_COLUMNS = `deliveries.id, deliveries.letter_id AS "letterId", deliveries.campaign_id AS "campaignId",
  deliveries.office_id AS "officeId", deliveries.source, deliveries.channel, deliveries.state,
  deliveries.state_at AS "stateAt", deliveries.reason, deliveries.due_at AS "dueAt",
  deliveries.created_at AS "createdAt", deliveries.attempts, deliveries.fence, deliveries.said_sent_at
  AS "saidSentAt", deliveries.hold, deliveries.waits_for AS "waitsFor", deliveries.crashes,
  deliveries.pace_step AS "paceStep", deliveries.domain, deliveries.time_zone AS "timeZone",
  deliveries.said_failed_at AS "saidFailedAt", deliveries.said_failed_why AS "saidFailedWhy"`;

/** A delivery about to be put into the outbox. */
export type NewDelivery = Omit<
  Delivery,
  'stateAt' | 'reason' | 'attempts' | 'fence' | 'saidSentAt' | 'saidFailedAt' | 'saidFailedWhy' | 'crashes' | 'paceStep'
>;

/** Puts new deliveries into the outbox; their letters are counted by the caller's transaction. */
export async function insertDeliveries(trx: Db, deliveries: readonly NewDelivery[]): Promise<void> {
  const columns = {
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
  const rows = deliveries.map((one) => ({
    ...one,
    letter_id: one.letterId,
    campaign_id: one.campaignId,
    office_id: one.officeId,
    state_at: one.createdAt,
    due_at: one.dueAt,
    created_at: one.createdAt,
    waits_for: one.waitsFor,
    time_zone: one.timeZone,
  }));
  await insertRecords(trx, { table: 'deliveries', columns }, rows);
  await addLetterCounts(
    trx,
    deliveries.map((one) => ({ ...countKeyOf(one), state: one.state, letters: 1, saidSent: 0 })),
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

/** Which deliveries to list; what is undefined or empty does not matter. */
export type DeliveryFilter = {
  readonly campaign: string | undefined;
  readonly states: readonly DeliveryState[];
  readonly office: string | undefined;
  readonly ids: readonly string[];
  readonly limit: number;
};

/** A delivery with its campaign's short name. */
export type ListedDelivery = Delivery & { readonly campaign: string };

/** Deliveries that a filter finds, newest first. */
export function listDeliveries(db: Db, filter: DeliveryFilter): Promise<ListedDelivery[]> {
  const { campaign, office, states, ids } = filter;
  const wanted: readonly (readonly [string, readonly string[]])[] = [
    ['campaigns.slug', campaign === undefined ? [] : [campaign]],
    ['deliveries.office_id', office === undefined ? [] : [office]],
    ['deliveries.state', states],
    ['deliveries.id', ids],
  ];
  const conditions = wanted.filter(([, values]) => values.length > 0);
  const where = conditions
    .map(([column, values]) => `${column} IN (${values.map(() => '?').join(', ')})`)
    .join(' AND ');
  return query(
    db,
    `SELECT ${DELIVERY_COLUMNS}, campaigns.slug AS campaign FROM deliveries JOIN campaigns ON campaigns.id = deliveries.campaign_id
      ${where && `WHERE ${where}`} ORDER BY deliveries.id DESC LIMIT ?`,
    [...conditions.flatMap(([, values]) => values), filter.limit],
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
