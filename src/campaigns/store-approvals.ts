import { query, type Db } from '../platform/db.js';

/** A second person's word on one version, or the wish for it. */
export type Approval = {
  readonly id: string;
  readonly campaignId: string;
  readonly versionId: string;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: number;
  readonly note: string;
  readonly decidedByName: string | null;
  readonly decidedAt: number | null;
  /** null while nobody has decided. */
  readonly isApproved: 0 | 1 | null;
  readonly reason: string | null;
};

/** The latest word on a version. */
export async function findApproval(db: Db, versionId: string): Promise<Approval | undefined> {
  const rows = await query<Approval>(
    db,
    `SELECT approvals.id, campaign_id AS "campaignId", version_id AS "versionId", asked_by AS "askedBy",
            askers.name AS "askedByName", asked_at AS "askedAt", note, deciders.name AS "decidedByName",
            decided_at AS "decidedAt", is_approved AS "isApproved", reason
       FROM approvals JOIN users askers ON askers.id = asked_by LEFT JOIN users deciders ON deciders.id = decided_by
      WHERE version_id = ? ORDER BY approvals.id DESC LIMIT 1`,
    [versionId],
  );
  return rows[0];
}

/** Who wrote a version, where that was noted; undefined for one that was loaded from a folder. */
export async function findVersionAuthor(db: Db, versionId: string): Promise<string | undefined> {
  const [row] = await query<{ author_id?: string | null }>(db, 'SELECT * FROM campaign_versions WHERE id = ?', [
    versionId,
  ]);
  return row?.author_id ?? undefined;
}

export async function insertApproval(
  trx: Db,
  wish: Pick<Approval, 'id' | 'campaignId' | 'versionId' | 'askedBy' | 'askedAt' | 'note'>,
): Promise<void> {
  await trx('approvals').insert({
    id: wish.id,
    campaign_id: wish.campaignId,
    version_id: wish.versionId,
    asked_by: wish.askedBy,
    asked_at: wish.askedAt,
    note: wish.note,
  });
}

export async function updateApproval(
  trx: Db,
  decision: { readonly id: string; readonly decidedBy: string } & Pick<Approval, 'decidedAt' | 'isApproved' | 'reason'>,
): Promise<void> {
  await trx('approvals').where({ id: decision.id }).update({
    decided_by: decision.decidedBy,
    decided_at: decision.decidedAt,
    is_approved: decision.isApproved,
    reason: decision.reason,
  });
}
