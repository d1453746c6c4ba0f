import { suspicionsIn, type Suspicion } from '../abuse/index.js';
import { apart, idRecords, query, type Db } from '../platform/db.js';

/** A letter that waits for a reviewer, with the action that it is of. */
export type HeldLetter = {
  readonly deliveryId: string;
  readonly letterId: string;
  readonly actionId: string;
  readonly campaignId: string;
  readonly createdAt: number;
};

const HELD = `SELECT deliveries.id AS "deliveryId", letters.id AS "letterId", action_id AS "actionId",
                     campaign_id AS "campaignId", created_at AS "createdAt"`;

/** The actions that letters are of, by the letters' ids. */
export async function listActionsOf(db: Db, letterIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = idRecords(db, letterIds);
  const rows = await query<{ id: string; actionId: string }>(
    db,
    `SELECT letters.id, action_id AS "actionId" FROM ${wanted.sql} JOIN letters ON letters.id = r.id`,
    [wanted.binding],
  );
  return new Map(rows.map(({ id, actionId }) => [id, actionId]));
}

/** All letters of actions that wait for a reviewer, those of the campaigns only, the oldest first. */
export async function listHeldOf(
  db: Db,
  campaignIds: readonly string[],
  actionIds: readonly string[],
): Promise<HeldLetter[]> {
  if (campaignIds.length === 0 || actionIds.length === 0) return [];
  const wanted = idRecords(db, actionIds);
  return query(
    db,
    `${HELD} FROM ${wanted.sql} JOIN letters ON letters.action_id = r.id JOIN deliveries ON letter_id = letters.id
      WHERE ${apart('state')} = 'held' AND (hold || '') = 'review'
        AND (campaign_id || '') IN (${campaignIds.map(() => '?').join(', ')}) ORDER BY deliveries.id`,
    [wanted.binding, ...campaignIds],
  );
}

/** Which suspected letters are asked for: those of one kind of suspicion, or all. */
export type SuspectedQuery = { readonly campaignIds: readonly string[]; readonly reason: Suspicion | 'any' };

// From the few that are suspected to their letters, never from all letters that wait.
const WAITING = `FROM actions JOIN letters ON action_id = actions.id JOIN deliveries ON letter_id = letters.id
                WHERE suspicions IS NOT NULL AND ${apart('state')} = 'held' AND ${apart('hold')} = 'review'`;

/** Letters of suspected actions that wait for a reviewer, the oldest first, from one on. */
export async function listSuspected(
  db: Db,
  { campaignIds, reason }: SuspectedQuery,
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<HeldLetter[]> {
  if (campaignIds.length === 0) return [];
  return query(
    db,
    `SELECT deliveries.id AS "deliveryId", letters.id AS "letterId", action_id AS "actionId",
            deliveries.campaign_id AS "campaignId", deliveries.created_at AS "createdAt"
       ${WAITING} AND actions.campaign_id IN (${campaignIds.map(() => '?').join(', ')}) AND suspicions LIKE ?
        AND ${apart('deliveries.id')} > ? ORDER BY deliveries.id LIMIT ?`,
    [...campaignIds, reason === 'any' ? '%' : `%"${reason}"%`, after, limit],
  );
}

/** How many letters wait for a reviewer by kind of suspicion and in all, of the first `most` that wait. */
export async function countSuspected(
  db: Db,
  campaignIds: readonly string[],
  most: number,
): Promise<{ readonly letters: number; readonly byReason: ReadonlyMap<Suspicion, number> }> {
  if (campaignIds.length === 0) return { letters: 0, byReason: new Map() };
  const rows = await query<{ suspicions: string; letters: number }>(
    db,
    `SELECT suspicions, COUNT(*) AS letters FROM (
       SELECT suspicions ${WAITING} AND actions.campaign_id IN (${campaignIds.map(() => '?').join(', ')}) LIMIT ?
     ) AS waiting GROUP BY suspicions`,
    [...campaignIds, most],
  );
  const byReason = new Map<Suspicion, number>();
  for (const { suspicions, letters } of rows)
    for (const kind of suspicionsIn(suspicions)) byReason.set(kind, (byReason.get(kind) ?? 0) + letters);
  return { letters: rows.reduce((sum, row) => sum + row.letters, 0), byReason };
}

/** What makes actions suspicious, by their ids; those that are not are left out. */
export async function readSuspicions(
  db: Db,
  actionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Suspicion[]>> {
  const wanted = idRecords(db, actionIds);
  const rows = await query<{ id: string; suspicions: string }>(
    db,
    `SELECT actions.id, suspicions FROM ${wanted.sql} JOIN actions ON actions.id = r.id WHERE suspicions IS NOT NULL`,
    [wanted.binding],
  );
  return new Map(rows.map(({ id, suspicions }) => [id, suspicionsIn(suspicions)]));
}
