import { query, type Db } from '../platform/db.js';
import type { ActionPlace } from './store-inbox.js';
import { touchCoalitions } from './store-coalitions.js';
import type { Count } from './store-people.js';

/** A count anew that is under way, with the place up to which actions were looked at. */
export type Recount = {
  readonly generation: number;
  readonly after: ActionPlace;
  /** Whether all actions were looked at, and the inbox follows. */
  readonly hasRows: boolean;
};

export async function findRecount(db: Db, coalitionId: string): Promise<Recount | undefined> {
  const [row] = await query<ActionPlace & { generation: number; hasRows: number }>(
    db,
    `SELECT generation, campaign_id AS "campaignId", created_at AS "createdAt", action_id AS id, has_rows AS "hasRows"
       FROM coalition_recounts WHERE coalition_id = ?`,
    [coalitionId],
  );
  if (!row) return undefined;
  const { generation, hasRows, ...after } = row;
  return { generation, after, hasRows: hasRows === 1 };
}

/** Begins a count into a generation that nothing was ever counted into. */
export async function beginRecount(trx: Db, coalitionId: string): Promise<void> {
  await trx.raw(
    `INSERT INTO coalition_recounts (coalition_id, generation, campaign_id, created_at, action_id, looked, has_rows)
     SELECT id, 1 + CASE WHEN largest > generation THEN largest ELSE generation END, '', 0, '', 0, 0
       FROM (SELECT id, generation,
                    (SELECT COALESCE(MAX(generation), 0) FROM coalition_people WHERE coalition_id = coalitions.id) AS largest
               FROM coalitions WHERE id = ?) AS held`,
    [coalitionId],
  );
}

/** Notes up to where actions were looked at. */
export async function noteRecount(
  trx: Db,
  coalitionId: string,
  { after, looked }: { readonly after: ActionPlace; readonly looked: number },
): Promise<void> {
  await trx.raw(
    `UPDATE coalition_recounts SET campaign_id = ?, created_at = ?, action_id = ?, looked = looked + ?
      WHERE coalition_id = ?`,
    [after.campaignId, after.createdAt, after.id, looked, coalitionId],
  );
}

/** Notes that all actions were looked at. */
export async function endRows(trx: Db, coalitionId: string): Promise<void> {
  await trx('coalition_recounts').where({ coalition_id: coalitionId }).update({ has_rows: 1 });
}

/** Puts a finished count in force; the rows of the one before are deleted bit by bit. */
export async function switchCount(trx: Db, { coalitionId, generation }: Count): Promise<void> {
  await trx('coalitions').where({ id: coalitionId }).update({ generation, recount_asked_at: null });
  await trx('coalition_recounts').where({ coalition_id: coalitionId }).delete();
  await trx.raw('DELETE FROM coalition_reach WHERE coalition_id = ? AND generation <> ?', [coalitionId, generation]);
  await touchCoalitions(trx);
}

/** The coalition's campaign that follows one by id. */
export async function nextCampaign(db: Db, coalitionId: string, campaignId: string): Promise<string | undefined> {
  const [row] = await query<{ id: string | null }>(
    db,
    'SELECT MIN(campaign_id) AS id FROM coalition_campaigns WHERE coalition_id = ? AND campaign_id > ?',
    [coalitionId, campaignId],
  );
  return row?.id ?? undefined;
}
