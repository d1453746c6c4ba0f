import { query, type Db } from '../platform/db.js';
import type { Coalition, Sharing } from './coalition.js';
import { askForRecount } from './store-changes.js';
import { touchCoalitions } from './store-coalitions.js';

/** What the lead may change at any time. */
export type CoalitionSettings = Pick<
  Coalition,
  'name' | 'summary' | 'isPublic' | 'embargoUntil' | 'approvesPages' | 'goal'
>;

export async function updateCoalition(trx: Db, id: string, settings: CoalitionSettings): Promise<void> {
  const { name, summary, isPublic, embargoUntil, approvesPages, goal } = settings;
  await trx('coalitions')
    .where({ id })
    .update({
      ...{ name, summary, goal },
      is_public: isPublic ? 1 : 0,
      embargo_until: embargoUntil,
      approves_pages: approvesPages ? 1 : 0,
    });
  await touchCoalitions(trx);
}

export async function updateSharing(trx: Db, id: string, sharing: Sharing): Promise<void> {
  await trx('coalitions').where({ id }).update({ sharing });
  await touchCoalitions(trx);
}

export async function updateLead(trx: Db, id: string, organizationId: string): Promise<void> {
  await trx('coalitions').where({ id }).update({ lead_organization_id: organizationId });
  await touchCoalitions(trx);
}

export async function updateEnded(trx: Db, id: string, at: number): Promise<void> {
  await trx('coalitions').where({ id }).update({ ended_at: at });
  await touchCoalitions(trx);
}

/** Takes a campaign out of a coalition; answers whether it was in it. */
export async function deleteCampaign(
  trx: Db,
  { coalitionId, campaignId, at }: { readonly coalitionId: string; readonly campaignId: string; readonly at: number },
): Promise<boolean> {
  const deleted: number = await trx('coalition_campaigns')
    .where({ coalition_id: coalitionId, campaign_id: campaignId })
    .delete();
  await askForRecount(trx, coalitionId, at);
  return deleted === 1;
}

/** One version of a coalition's agreement, as it was published. */
export type AgreementVersion = {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  /** The sharing rule that it was published with. */
  readonly sharing: Sharing;
  readonly who: string;
  readonly createdAt: number;
};

/** All versions, newest first. */
export function listAgreementVersions(db: Db, coalitionId: string): Promise<AgreementVersion[]> {
  return query(
    db,
    `SELECT id, number, text, sharing, who, created_at AS "createdAt" FROM coalition_agreements
      WHERE coalition_id = ? ORDER BY number DESC`,
    [coalitionId],
  );
}

export type Acceptance = { readonly partnerId: string; readonly who: string; readonly acceptedAt: number };

/** Who accepted a version, in the order in which they did. */
export function listAcceptances(db: Db, agreementId: string): Promise<Acceptance[]> {
  return query(
    db,
    `SELECT partner_id AS "partnerId", who, accepted_at AS "acceptedAt" FROM agreement_acceptances
      WHERE agreement_id = ? ORDER BY accepted_at, partner_id`,
    [agreementId],
  );
}

/** How many versions of partners' pages wait for the lead. */
export async function countWaitingPages(db: Db, coalitionId: string): Promise<number> {
  const rows = await query<{ waiting: number }>(
    db,
    `SELECT COUNT(*) AS waiting FROM partner_page_versions JOIN partners ON partners.id = partner_id
      WHERE coalition_id = ? AND partner_page_versions.state = 'waiting' AND partners.state = 'joined'`,
    [coalitionId],
  );
  return rows[0]?.waiting ?? 0;
}
