import { isPostgres, query, type Db } from '../platform/db.js';
import type { Coalition, Partner } from './coalition.js';
import { touchCoalitions } from './store-coalitions.js';

/** A coalition as it begins. */
export type NewCoalition = Pick<
  Coalition,
  'id' | 'slug' | 'name' | 'summary' | 'leadOrganizationId' | 'key' | 'sharing' | 'timeZone' | 'createdAt'
>;

/** Stores a coalition; false where its short name is taken. */
export async function insertCoalition(trx: Db, coalition: NewCoalition): Promise<boolean> {
  const { leadOrganizationId, timeZone, createdAt, ...same } = coalition;
  const rows = await query(
    trx,
    `INSERT INTO coalitions (id, slug, name, summary, lead_organization_id, key, sharing, time_zone, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO NOTHING RETURNING id`,
    [same.id, same.slug, same.name, same.summary, leadOrganizationId, same.key, same.sharing, timeZone, createdAt],
  );
  await touchCoalitions(trx);
  return rows.length > 0;
}

/** A partner as it is added. */
export type NewPartner = Pick<Partner, 'id' | 'coalitionId' | 'code' | 'name' | 'organizationId' | 'state'> & {
  readonly createdAt: number;
};

/** Stores a partner; false where its code, or its organization, is in the coalition already. */
export async function insertPartner(trx: Db, partner: NewPartner): Promise<boolean> {
  const joinedAt = partner.state === 'joined' ? partner.createdAt : null;
  const rows = await query(
    trx,
    `INSERT INTO partners (id, coalition_id, code, name, organization_id, state, created_at, joined_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    [
      ...[partner.id, partner.coalitionId, partner.code, partner.name, partner.organizationId, partner.state],
      ...[partner.createdAt, joinedAt],
    ],
  );
  await askForRecount(trx, partner.coalitionId, partner.createdAt);
  return rows.length > 0;
}

/**
 * Adds a campaign to a coalition; false where it is in one already. Actions that are being taken at this moment are waited
 * for, so that each is seen either by the count of what is there or by the count of what comes.
 */
export async function insertCampaign(
  trx: Db,
  { coalitionId, campaignId, at }: { readonly coalitionId: string; readonly campaignId: string; readonly at: number },
): Promise<boolean> {
  if (isPostgres(trx)) await trx.raw('SELECT id FROM campaigns WHERE id = ? FOR UPDATE', [campaignId]);
  const rows = await query(
    trx,
    `INSERT INTO coalition_campaigns (campaign_id, coalition_id, added_at) VALUES (?, ?, ?)
     ON CONFLICT (campaign_id) DO NOTHING RETURNING campaign_id`,
    [campaignId, coalitionId, at],
  );
  await askForRecount(trx, coalitionId, at);
  return rows.length > 0;
}

/** Lets the coalition's people be counted anew: campaigns or partners came or went. */
export async function askForRecount(trx: Db, coalitionId: string, at: number): Promise<void> {
  await trx('coalitions').where({ id: coalitionId }).update({ recount_asked_at: at });
  // One that is under way began with other partners or campaigns.
  await trx('coalition_recounts').where({ coalition_id: coalitionId }).delete();
  await touchCoalitions(trx);
}

/** Stores the next version of a coalition's data agreement. */
export async function insertAgreement(
  trx: Db,
  agreement: {
    readonly id: string;
    readonly coalitionId: string;
    readonly text: string;
    readonly who: string;
    readonly createdAt: number;
  },
): Promise<void> {
  await trx.raw(
    `INSERT INTO coalition_agreements (id, coalition_id, number, text, who, created_at)
     SELECT ?, ?, COALESCE(MAX(number), 0) + 1, ?, ?, ? FROM coalition_agreements WHERE coalition_id = ?`,
    [agreement.id, agreement.coalitionId, agreement.text, agreement.who, agreement.createdAt, agreement.coalitionId],
  );
  await touchCoalitions(trx);
}

/** Notes that a partner accepted a version of the agreement; the first time counts. */
export async function insertAcceptance(
  trx: Db,
  acceptance: {
    readonly agreementId: string;
    readonly partnerId: string;
    readonly userId: string;
    readonly who: string;
    readonly acceptedAt: number;
  },
): Promise<void> {
  const { agreementId, partnerId, userId, who, acceptedAt } = acceptance;
  await trx.raw(
    `INSERT INTO agreement_acceptances (agreement_id, partner_id, user_id, who, accepted_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (agreement_id, partner_id) DO NOTHING`,
    [agreementId, partnerId, userId, who, acceptedAt],
  );
  await touchCoalitions(trx);
}
