import { query, type Db } from '../platform/db.js';
import { bumpRevision } from '../platform/revisions.js';
import type { Agreement, Coalition, Partner, PartnerPage } from './coalition.js';

/** What is bumped in each transaction that changes a coalition, its partners, campaigns, agreement or pages. */
export const COALITIONS_REVISION = 'coalitions';

/** Says that coalitions changed, to every process that holds them in memory. */
export function touchCoalitions(trx: Db): Promise<void> {
  return bumpRevision(trx, COALITIONS_REVISION);
}

type StoredCoalition = Omit<Coalition, 'isPublic' | 'approvesPages' | 'campaignIds' | 'partners' | 'agreement'> & {
  readonly isPublic: number;
  readonly approvesPages: number;
};

const COALITION = `SELECT id, slug, name, summary, lead_organization_id AS "leadOrganizationId", key, sharing,
                          time_zone AS "timeZone", is_public AS "isPublic", embargo_until AS "embargoUntil",
                          approves_pages AS "approvesPages", goal, created_at AS "createdAt", ended_at AS "endedAt",
                          generation, recount_asked_at AS "recountAskedAt"
                     FROM coalitions`;

/** All coalitions with what belongs to them, in the order in which they were made. */
export async function listCoalitions(db: Db): Promise<Coalition[]> {
  const coalitions = await query<StoredCoalition>(db, `${COALITION} ORDER BY created_at, id`);
  if (coalitions.length === 0) return [];
  const agreements = await listAgreements(db);
  const partners = await listPartners(db, agreements);
  const campaigns = await query<{ coalitionId: string; campaignId: string }>(
    db,
    `SELECT coalition_id AS "coalitionId", campaign_id AS "campaignId" FROM coalition_campaigns
      ORDER BY added_at, campaign_id`,
  );
  return coalitions.map((row): Coalition => {
    const agreement = agreements.get(row.id);
    return {
      ...row,
      isPublic: row.isPublic === 1,
      approvesPages: row.approvesPages === 1,
      ...(agreement && { agreement }),
      campaignIds: campaigns.filter(({ coalitionId }) => coalitionId === row.id).map(({ campaignId }) => campaignId),
      partners: partners.filter(({ coalitionId }) => coalitionId === row.id),
    };
  });
}

/** The newest version of each coalition's agreement. */
async function listAgreements(db: Db): Promise<Map<string, Agreement>> {
  const rows = await query<Agreement & { coalitionId: string }>(
    db,
    'SELECT id, coalition_id AS "coalitionId", number, text FROM coalition_agreements ORDER BY number',
  );
  return new Map(rows.map(({ coalitionId, ...agreement }) => [coalitionId, agreement]));
}

type StoredPartner = Omit<Partner, 'hasAccepted' | 'page'>;

async function listPartners(db: Db, agreements: ReadonlyMap<string, Agreement>): Promise<Partner[]> {
  const partners = await query<StoredPartner>(
    db,
    `SELECT id, coalition_id AS "coalitionId", code, name, organization_id AS "organizationId", state, members,
            members_on AS "membersOn", website, privacy_url AS "privacyUrl", joined_at AS "joinedAt", left_at AS "leftAt"
       FROM partners ORDER BY created_at, id`,
  );
  const accepted = await query<{ agreementId: string; partnerId: string }>(
    db,
    'SELECT agreement_id AS "agreementId", partner_id AS "partnerId" FROM agreement_acceptances',
  );
  const taken = new Set(accepted.map(({ agreementId, partnerId }) => `${agreementId} ${partnerId}`));
  const pages = await listLivePages(db);
  return partners.map((partner): Partner => {
    const page = pages.get(partner.id);
    const agreement = agreements.get(partner.coalitionId);
    const hasAccepted = agreement !== undefined && taken.has(`${agreement.id} ${partner.id}`);
    return { ...partner, hasAccepted, ...(page && { page }) };
  });
}

/** The newest live version of each partner's page. */
async function listLivePages(db: Db): Promise<Map<string, PartnerPage>> {
  const rows = await query<PartnerPage & { partnerId: string }>(
    db,
    `SELECT id AS "versionId", partner_id AS "partnerId", number, intro, opt_in_text AS "optInText", accent,
            logo_id AS "logoId"
       FROM partner_page_versions WHERE state = 'live' ORDER BY number`,
  );
  return new Map(rows.map(({ partnerId, ...page }) => [partnerId, page]));
}
