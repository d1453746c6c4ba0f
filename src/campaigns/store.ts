import { query, type Db } from '../platform/db.js';
import type { CampaignFiles } from './campaign-files.js';
import type { Definition } from './campaign.js';
import type { LifeCycle } from './life-cycle.js';
import { startUnapproved } from './store-life-cycle.js';

/** A campaign's newest version as it is stored. */
export type StoredCampaign = LifeCycle & {
  readonly id: string;
  readonly slug: string;
  readonly organizationId: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly checksum: string;
  /** The language of the organization's campaigns, where this one says none. */
  readonly language: string;
  /** A Definition as JSON, written by this or an older program. */
  readonly definition: string;
};

/** A campaign as it is about to be saved over. */
export type HeldCampaign = StoredCampaign & {
  readonly organizationSlug: string;
  readonly keptIn: KeptIn;
  /** 1 where a second person must approve what opens. */
  readonly needsApproval: number;
  /** CampaignFiles as JSON. */
  readonly files: string | null;
};

/** Where a campaign is edited: in a folder on the disk, or in the console. */
export type KeptIn = 'folder' | 'console';

const COLUMNS = `campaigns.id, campaigns.slug, organization_id AS "organizationId", version_id AS "versionId",
                 number AS "versionNumber", checksum, language, definition, stage, stage_at AS "stageAt", outcome,
                 opening, closing`;
const NEWEST = `FROM campaigns JOIN campaign_versions ON campaign_versions.id = campaigns.version_id
                 JOIN organizations ON organizations.id = organization_id`;

export function listCampaigns(db: Db): Promise<StoredCampaign[]> {
  return query(db, `SELECT ${COLUMNS} ${NEWEST} ORDER BY campaigns.created_at, campaigns.slug`);
}

export async function findCampaign(db: Db, slug: string): Promise<HeldCampaign | undefined> {
  const rows = await query<HeldCampaign>(
    db,
    `SELECT ${COLUMNS}, organizations.slug AS "organizationSlug", kept_in AS "keptIn", files,
            needs_approval AS "needsApproval"
       ${NEWEST} WHERE campaigns.slug = ?`,
    [slug],
  );
  return rows[0];
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

/** An organization as its campaigns name it. */
export async function findOrganizationBlock(
  db: Db,
  id: string,
): Promise<{ readonly name: string; readonly slug: string; readonly postal_address: string } | undefined> {
  const rows = await query<{ name: string; slug: string; postal_address: string }>(
    db,
    'SELECT name, slug, postal_address FROM organizations WHERE id = ?',
    [id],
  );
  return rows[0];
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
  readonly files: CampaignFiles;
  readonly keptIn: KeptIn;
  readonly author: { readonly id: string; readonly name: string } | undefined;
  readonly note: string | undefined;
  readonly createdAt: number;
};

export async function insertVersion(trx: Db, version: NewVersion): Promise<void> {
  await trx.raw(
    `INSERT INTO campaigns (id, slug, organization_id, version_id, kept_in, created_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (slug) DO UPDATE SET organization_id = excluded.organization_id, version_id = excluded.version_id`,
    [version.campaignId, version.slug, version.organizationId, version.versionId, version.keptIn, version.createdAt],
  );
  await trx('campaign_versions').insert({
    id: version.versionId,
    campaign_id: version.campaignId,
    number: version.number,
    checksum: version.checksum,
    definition: JSON.stringify(version.definition),
    files: JSON.stringify(version.files),
    author_id: version.author?.id ?? null,
    author: version.author?.name ?? null,
    note: version.note ?? null,
    created_at: version.createdAt,
  });
  await startUnapproved(trx, version);
}
