import { query, type Db } from '../platform/db.js';

/** Somebody who agreed to hear from the organization, with the newest of their consents to it. */
export type OptedIn = {
  readonly supporterId: string;
  readonly email: string;
  readonly prefix: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly postalCode: string;
  readonly locality: string | null;
  readonly region: string | null;
  readonly campaign: string;
  readonly campaignVersion: number;
  readonly source: string;
  readonly actedAt: number;
  readonly confirmedAt: number | null;
  readonly mustConfirm: number;
  readonly consentText: string;
  readonly givenAt: number;
};

/** The next of an organization's people who agreed to hear from it; from one campaign, where that is given. */
export function listOptedIn(
  db: Db,
  of: { readonly organizationId: string; readonly slug: string; readonly campaignId: string | undefined },
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<OptedIn[]> {
  const inCampaign = of.campaignId === undefined ? '' : 'AND given.campaign_id = ?';
  const campaign = of.campaignId === undefined ? [] : [of.campaignId];
  return query(
    db,
    `SELECT chosen.id AS "supporterId", chosen.email, prefix, given_name AS "givenName", family_name AS "familyName",
            postal_code AS "postalCode", locality, region, campaigns.slug AS campaign, number AS "campaignVersion",
            source, actions.created_at AS "actedAt", confirmed_at AS "confirmedAt", must_confirm AS "mustConfirm",
            consents.text AS "consentText", given_at AS "givenAt"
       FROM (SELECT id, email FROM supporters
              WHERE organization_id = ? AND opted_in_at IS NOT NULL AND erased_at IS NULL AND id > ? ORDER BY id LIMIT ?) AS chosen
       LEFT JOIN actions ON actions.id =
              (SELECT given.id FROM actions AS given JOIN consents ON consents.action_id = given.id
                WHERE given.supporter_id = chosen.id AND consents.organization = ? AND withdrawn_at IS NULL ${inCampaign}
                ORDER BY given_at DESC, given.id DESC LIMIT 1)
       LEFT JOIN consents ON consents.action_id = actions.id AND consents.organization = ?
       LEFT JOIN campaigns ON campaigns.id = actions.campaign_id
       LEFT JOIN campaign_versions ON campaign_versions.id = actions.version_id
      ORDER BY chosen.id`,
    [of.organizationId, after, limit, of.slug, ...campaign, of.slug],
  );
}
