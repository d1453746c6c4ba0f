import { query, type Db } from '../platform/db.js';
import type { Milestone, MilestoneContent } from './milestone.js';

type Row = Omit<Milestone, 'isPublic'> & { readonly isPublic: number };

const COLUMNS = `id, campaign_id AS "campaignId", happened_on AS "happenedOn", kind, title, text, link,
                 is_public AS "isPublic", goal_share AS "goalShare", recorded_by AS "recordedBy",
                 recorded_at AS "recordedAt", removed_at AS "removedAt"`;

const NEWEST_FIRST = 'ORDER BY happened_on DESC, id DESC';

/** Below which milestone of a list to go on. */
export type After = Pick<Milestone, 'happenedOn' | 'id'>;

/** A campaign's milestones, the newest first. */
export async function listMilestones(
  db: Db,
  campaignId: string,
  { limit, after, isPublic }: { readonly limit: number; readonly after?: After; readonly isPublic?: boolean },
): Promise<Milestone[]> {
  const below = after ? 'AND (happened_on, id) < (?, ?)' : '';
  const rows = await query<Row>(
    db,
    `SELECT ${COLUMNS} FROM milestones WHERE campaign_id = ? AND removed_at IS NULL ${isPublic ? 'AND is_public = 1' : ''}
        ${below} ${NEWEST_FIRST} LIMIT ?`,
    [campaignId, ...(after ? [after.happenedOn, after.id] : []), limit],
  );
  return rows.map(asMilestone);
}

/** One milestone of a campaign, also one that was removed. */
export async function findMilestone(db: Db, campaignId: string, id: string): Promise<Milestone | undefined> {
  const rows = await query<Row>(db, `SELECT ${COLUMNS} FROM milestones WHERE campaign_id = ? AND id = ?`, [
    campaignId,
    id,
  ]);
  return rows.map(asMilestone)[0];
}

/** Which shares of the goal were added or set aside already. */
export async function listGoalShares(db: Db, campaignId: string): Promise<number[]> {
  const rows = await query<{ share: number }>(
    db,
    'SELECT goal_share AS share FROM milestones WHERE campaign_id = ? AND goal_share IS NOT NULL',
    [campaignId],
  );
  return rows.map(({ share }) => share);
}

/** Stores a milestone; of a share of the goal that stands there already nothing is stored. */
export async function insertMilestone(trx: Db, one: Milestone): Promise<void> {
  await trx.raw(
    `INSERT INTO milestones (id, campaign_id, happened_on, kind, title, text, link, is_public, goal_share, recorded_by,
                             recorded_at, removed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [
      one.id,
      one.campaignId,
      one.happenedOn,
      one.kind,
      one.title,
      one.text,
      one.link,
      one.isPublic ? 1 : 0,
      one.goalShare,
      one.recordedBy,
      one.recordedAt,
      one.removedAt,
    ],
  );
}

export async function updateMilestone(trx: Db, id: string, content: MilestoneContent): Promise<void> {
  const { happenedOn, kind, title, text, link, isPublic } = content;
  await trx.raw(
    'UPDATE milestones SET happened_on = ?, kind = ?, title = ?, text = ?, link = ?, is_public = ? WHERE id = ?',
    [happenedOn, kind, title, text, link, isPublic ? 1 : 0, id],
  );
}

/** Removes a milestone, or with null puts it back. */
export async function setMilestoneRemoved(trx: Db, id: string, at: number | null): Promise<void> {
  await trx.raw('UPDATE milestones SET removed_at = ? WHERE id = ?', [at, id]);
}

function asMilestone(row: Row): Milestone {
  return { ...row, isPublic: row.isPublic === 1 };
}
