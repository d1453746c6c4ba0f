import { query, type Db } from '../platform/db.js';

/** An address under which an office's report can be read until a moment. */
export type ReportLink = {
  readonly id: string;
  readonly campaignId: string;
  readonly officeId: string;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly expiresAt: number;
};

const COLUMNS = `id, campaign_id AS "campaignId", office_id AS "officeId", made_by AS "madeBy", made_at AS "madeAt",
                 expires_at AS "expiresAt"`;

export async function insertLink(trx: Db, link: ReportLink): Promise<void> {
  await trx('report_links').insert({
    id: link.id,
    campaign_id: link.campaignId,
    office_id: link.officeId,
    made_by: link.madeBy,
    made_at: link.madeAt,
    expires_at: link.expiresAt,
  });
}

/** The links of an office that work, the newest first. */
export function listLinks(
  db: Db,
  { campaignId, officeId }: Pick<ReportLink, 'campaignId' | 'officeId'>,
  now: number,
): Promise<ReportLink[]> {
  return query(
    db,
    `SELECT ${COLUMNS} FROM report_links
      WHERE campaign_id = ? AND office_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY id DESC LIMIT 50`,
    [campaignId, officeId, now],
  );
}

export async function findLink(db: Db, id: string, now: number): Promise<ReportLink | undefined> {
  const rows = await query<ReportLink>(
    db,
    `SELECT ${COLUMNS} FROM report_links WHERE id = ? AND revoked_at IS NULL AND expires_at > ?`,
    [id, now],
  );
  return rows[0];
}

/** Answers whether the campaign has such a link that was not taken back. */
export async function revokeLink(
  trx: Db,
  { campaignId, id }: Pick<ReportLink, 'campaignId' | 'id'>,
  at: number,
): Promise<boolean> {
  const rows = await query(
    trx,
    'UPDATE report_links SET revoked_at = ? WHERE campaign_id = ? AND id = ? AND revoked_at IS NULL RETURNING id',
    [at, campaignId, id],
  );
  return rows.length > 0;
}
