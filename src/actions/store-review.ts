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
