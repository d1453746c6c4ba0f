import { query, type Db } from '../../platform/db.js';
import { HOLDS, WAITS, type Hold, type WaitsFor } from '../delivery.js';

/** A number that is counted only so far: `isMore` where it is higher. */
export type Bounded = { readonly letters: number; readonly isMore: boolean };

/** How the queue stands, told by a few short looks into indexes. */
export type QueueGlance = {
  readonly dueNow: Bounded;
  readonly waits: readonly ({ readonly waitsFor: WaitsFor } & Bounded)[];
  readonly holds: readonly ({ readonly hold: Hold } & Bounded)[];
  /** When the letter that is due longest was due; null where none is. */
  readonly oldestDueAt: number | null;
  readonly nextDueAt: number | null;
  readonly sentLastHour: Bounded;
  /** When a worker last took a letter in hand, on this installation. */
  readonly lastClaimAt: number | null;
};

/** Numbers are counted up to here. */
export const COUNTED_UP_TO = 10_000;

const HOUR_MS = 60 * 60 * 1000;

/** How the queue of some campaigns stands. */
export async function glanceAtQueue(db: Db, campaignIds: readonly string[], now: number): Promise<QueueGlance> {
  const among = (where: string, bindings: readonly (string | number)[] = []): Promise<Bounded> =>
    countUpTo(db, { campaignIds, where, bindings });
  const [range] = await query<{ oldest: number | null; next: number | null }>(db, rangeSql(campaignIds), [
    ...campaignIds,
    ...campaignIds.flatMap((id) => [id, now]),
  ]);
  const [claim] = await query<{ at: number | null }>(db, 'SELECT MAX(started_at) AS at FROM attempts');
  const waits = [];
  for (const waitsFor of WAITS)
    waits.push({ waitsFor, ...(await among(`state = 'queued' AND waits_for = ?`, [waitsFor])) });
  const holds = [];
  for (const hold of HOLDS) holds.push({ hold, ...(await among(`state = 'held' AND hold = ?`, [hold])) });
  const oldest = range?.oldest ?? null;
  return {
    dueNow: await among(`state = 'queued' AND due_at <= ?`, [now]),
    waits,
    holds,
    oldestDueAt: oldest !== null && oldest <= now ? oldest : null,
    nextDueAt: range?.next ?? null,
    sentLastHour: await countSent(db, campaignIds, now - HOUR_MS),
    lastClaimAt: claim?.at ?? null,
  };
}

/** The first due moment of all, and the first one after now; one look into the index for each campaign. */
function rangeSql(campaignIds: readonly string[]): string {
  const first = (where: string): string => {
    const looks = campaignIds.map(
      () => `SELECT MIN(due_at) AS due_at FROM deliveries WHERE campaign_id = ? AND state = 'queued' ${where}`,
    );
    return looks.length > 0 ? `(SELECT MIN(due_at) FROM (${looks.join(' UNION ALL ')}) AS looks)` : 'NULL';
  };
  return `SELECT ${first('')} AS oldest, ${first('AND due_at > ?')} AS next`;
}

type Counting = {
  readonly campaignIds: readonly string[];
  readonly where: string;
  readonly bindings: readonly (string | number)[];
};

async function countUpTo(db: Db, { campaignIds, where, bindings }: Counting): Promise<Bounded> {
  let letters = 0;
  for (const id of campaignIds) {
    const sql = `SELECT COUNT(*) AS letters FROM (SELECT 1 AS one FROM deliveries WHERE campaign_id = ? AND ${where} LIMIT ?) AS found`;
    const rows = await query<{ letters: number }>(db, sql, [id, ...bindings, COUNTED_UP_TO + 1]);
    letters += rows[0]?.letters ?? 0;
    if (letters > COUNTED_UP_TO) return { letters: COUNTED_UP_TO, isMore: true };
  }
  return { letters, isMore: false };
}

/** Of the newest tries of the last hour those that were taken by the mail server; a very busy hour is not read whole. */
async function countSent(db: Db, campaignIds: readonly string[], since: number): Promise<Bounded> {
  if (campaignIds.length === 0) return { letters: 0, isMore: false };
  const [row] = await query<{ tries: number; letters: number | null }>(
    db,
    `SELECT COUNT(*) AS tries,
            SUM(CASE WHEN outcome = 'sent' AND campaign_id IN (${campaignIds.map(() => '?').join(', ')}) THEN 1 ELSE 0 END) AS letters
       FROM (SELECT delivery_id, outcome FROM attempts WHERE started_at >= ? ORDER BY started_at DESC LIMIT ?) AS newest
       JOIN deliveries ON deliveries.id = newest.delivery_id`,
    [...campaignIds, since, COUNTED_UP_TO],
  );
  return { letters: row?.letters ?? 0, isMore: (row?.tries ?? 0) >= COUNTED_UP_TO };
}
