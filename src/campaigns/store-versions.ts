import { query, type Db } from '../platform/db.js';
import type { CampaignFiles } from './campaign-files.js';
import type { KeptIn } from './store.js';

/** One version of a campaign, as a list shows it. */
export type VersionEntry = {
  readonly id: string;
  readonly number: number;
  /** null where it came from a folder. */
  readonly author: string | null;
  readonly note: string | null;
  readonly createdAt: number;
};

/** A version with its files, or with what they can be made up from. */
export type VersionRow = VersionEntry & { readonly files: string | null; readonly definition: string };

const ENTRY = 'id, number, author, note, created_at AS "createdAt"';

/** The newest versions first, those below a number. */
export function listEntries(
  db: Db,
  campaignId: string,
  { below, limit }: { readonly below: number; readonly limit: number },
): Promise<VersionEntry[]> {
  return query(
    db,
    `SELECT ${ENTRY} FROM campaign_versions WHERE campaign_id = ? AND number < ? ORDER BY number DESC LIMIT ?`,
    [campaignId, below, limit],
  );
}

export async function findVersion(db: Db, campaignId: string, number: number): Promise<VersionRow | undefined> {
  const rows = await query<VersionRow>(
    db,
    `SELECT ${ENTRY}, files, definition FROM campaign_versions WHERE campaign_id = ? AND number = ?`,
    [campaignId, number],
  );
  return rows[0];
}

/** Where a campaign is kept, and its newest version. */
export async function findKept(
  db: Db,
  campaignId: string,
): Promise<{ readonly keptIn: KeptIn; readonly number: number; readonly author: string | null } | undefined> {
  const rows = await query<{ keptIn: KeptIn; number: number; author: string | null }>(
    db,
    `SELECT kept_in AS "keptIn", number, author
       FROM campaigns JOIN campaign_versions ON campaign_versions.id = campaigns.version_id WHERE campaigns.id = ?`,
    [campaignId],
  );
  return rows[0];
}

export async function putKeptIn(trx: Db, campaignId: string, keptIn: KeptIn): Promise<void> {
  await trx.raw('UPDATE campaigns SET kept_in = ? WHERE id = ?', [keptIn, campaignId]);
}

/** Keeps the files of a version that says the same: comments, the list, and versions from before files were kept. */
export async function keepFiles(trx: Db, versionId: string, files: CampaignFiles): Promise<void> {
  await trx.raw('UPDATE campaign_versions SET files = ? WHERE id = ?', [JSON.stringify(files), versionId]);
}
