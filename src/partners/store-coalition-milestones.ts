import { query, type Db } from '../platform/db.js';
import type { MilestoneContent } from '../campaigns/index.js';
import type { CoalitionMilestone } from './coalition-milestone.js';

type Row = Omit<CoalitionMilestone, 'isPublic'> & { readonly isPublic: number };

const COLUMNS = `id, coalition_id AS "coalitionId", partner_id AS "partnerId", happened_on AS "happenedOn", kind, title,
                 text, link, is_public AS "isPublic", agreed_at AS "agreedAt", recorded_by AS "recordedBy",
                 recorded_at AS "recordedAt", removed_at AS "removedAt"`;

/** What is asked for: all, or what everybody may see; days from one on, up to but without another; what was new when. */
export type MilestoneFilter = {
  readonly isPublic?: boolean | undefined;
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  /** What was recorded from a moment on, up to another, whenever it happened. */
  readonly recorded?: { readonly from: number; readonly before: number } | undefined;
};

/** So many milestones of a coalition are shown. */
const MOST = 200;

/** A coalition's milestones, the newest first. */
export async function listRecorded(
  db: Db,
  coalitionId: string,
  { isPublic = false, from = '', before = '9999', recorded }: MilestoneFilter,
): Promise<CoalitionMilestone[]> {
  const rows = await query<Row>(
    db,
    `SELECT ${COLUMNS} FROM coalition_milestones
      WHERE coalition_id = ? AND happened_on >= ? AND happened_on < ? AND removed_at IS NULL
            ${recorded ? 'AND recorded_at >= ? AND recorded_at < ?' : ''} ${isPublic ? 'AND is_public = 1 AND agreed_at IS NOT NULL' : ''}
      ORDER BY happened_on DESC, id DESC LIMIT ?`,
    [coalitionId, from, before, ...(recorded ? [recorded.from, recorded.before] : []), MOST],
  );
  return rows.map(asMilestone);
}

/** One milestone of a coalition, also one that was removed. */
export async function findRecorded(db: Db, coalitionId: string, id: string): Promise<CoalitionMilestone | undefined> {
  const sql = `SELECT ${COLUMNS} FROM coalition_milestones WHERE coalition_id = ? AND id = ?`;
  return (await query<Row>(db, sql, [coalitionId, id])).map(asMilestone)[0];
}

export async function insertRecorded(trx: Db, one: Omit<CoalitionMilestone, 'removedAt'>): Promise<void> {
  await trx.raw(
    `INSERT INTO coalition_milestones (id, coalition_id, partner_id, happened_on, kind, title, text, link, is_public,
                                       agreed_at, recorded_by, recorded_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[one.id, one.coalitionId, one.partnerId, one.happenedOn, one.kind, one.title, one.text, one.link],
      ...[one.isPublic ? 1 : 0, one.agreedAt, one.recordedBy, one.recordedAt],
    ],
  );
}

export async function updateRecorded(
  trx: Db,
  id: string,
  { isPublic, happenedOn, ...content }: MilestoneContent & { readonly agreedAt: number | null },
): Promise<void> {
  const { kind, title, text, link, agreedAt } = content;
  await trx('coalition_milestones')
    .where({ id })
    .update({
      ...{ happened_on: happenedOn, kind, title, text, link },
      ...{ is_public: isPublic ? 1 : 0, agreed_at: agreedAt },
    });
}

/** Lets everybody see a milestone. */
export async function agreeToRecorded(trx: Db, id: string, at: number): Promise<void> {
  await trx('coalition_milestones').where({ id }).update({ agreed_at: at });
}

/** Removes a milestone, or with null puts it back. */
export async function setRecordedRemoved(trx: Db, id: string, at: number | null): Promise<void> {
  await trx('coalition_milestones').where({ id }).update({ removed_at: at });
}

function asMilestone(row: Row): CoalitionMilestone {
  return { ...row, isPublic: row.isPublic === 1 };
}
