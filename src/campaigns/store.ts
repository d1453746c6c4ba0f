import { query, type Db } from '../platform/db.js';
import type { Definition } from './campaign.js';

/** A campaign's newest version as it is stored. */
export type StoredCampaign = {
  readonly id: string;
  readonly slug: string;
  readonly organizationId: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly checksum: string;
  /** A Definition as JSON, written by this or an older program. */
  readonly definition: string;
};

const NEWEST = `SELECT campaigns.id, slug, organization_id AS "organizationId", version_id AS "versionId", number AS "versionNumber",
                       checksum, definition
                  FROM campaigns JOIN campaign_versions ON campaign_versions.id = campaigns.version_id`;

export function listCampaigns(db: Db): Promise<StoredCampaign[]> {
  return query(db, `${NEWEST} ORDER BY campaigns.created_at, slug`);
}

export async function findCampaign(db: Db, slug: string): Promise<StoredCampaign | undefined> {
  return (await query<StoredCampaign>(db, `${NEWEST} WHERE slug = ?`, [slug]))[0];
}

/** Versions by id, also old ones: letters are rendered with the version they were taken under. */
export async function listVersions(
  db: Db,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly definition: string }[]> {
  if (ids.length === 0) return [];
  const marks = ids.map(() => '?').join(', ');
  return query(db, `SELECT id, definition FROM campaign_versions WHERE id IN (${marks})`, ids);
}

/** Makes or renames the organization and answers its id. */
export async function upsertOrganization(
  trx: Db,
  organization: {
    readonly id: string;
    readonly slug: string;
    readonly name: string;
    readonly postalAddress: string;
  },
): Promise<string> {
  const rows = await query<{ id: string }>(
    trx,
    `INSERT INTO organizations (id, slug, name, postal_address) VALUES (?, ?, ?, ?)
     ON CONFLICT (slug) DO UPDATE SET name = excluded.name, postal_address = excluded.postal_address
     RETURNING id`,
    [organization.id, organization.slug, organization.name, organization.postalAddress],
  );
  return rows[0]?.id ?? organization.id;
}

/** A version to be stored as the newest. */
export type NewVersion = {
  readonly campaignId: string;
  readonly slug: string;
  readonly organizationId: string;
  readonly versionId: string;
  readonly number: number;
  readonly checksum: string;
  readonly definition: Definition;
  readonly createdAt: number;
};

export async function insertVersion(trx: Db, version: NewVersion): Promise<void> {
  await trx.raw(
    `INSERT INTO campaigns (id, slug, organization_id, version_id, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (slug) DO UPDATE SET organization_id = excluded.organization_id, version_id = excluded.version_id`,
    [version.campaignId, version.slug, version.organizationId, version.versionId, version.createdAt],
  );
  await trx('campaign_versions').insert({
    id: version.versionId,
    campaign_id: version.campaignId,
    number: version.number,
    checksum: version.checksum,
    definition: JSON.stringify(version.definition),
    created_at: version.createdAt,
  });
}
