import type { Followed } from '../platform/revisions.js';
import type { Roster } from '../offices/index.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, NotFoundError } from '../platform/errors.js';
import { holdRevision } from '../platform/revisions.js';
import type { CampaignFiles } from './campaign-files.js';
import type { Campaign, Definition } from './campaign.js';
import { madeUpFiles } from './made-up-files.js';
import type { KeptIn } from './store.js';
import { findKept, findVersion, putKeptIn, type VersionEntry } from './store-versions.js';

export type FilesTools = { readonly db: Db; readonly roster: Followed<Roster> };

/** A version with its files. */
export type VersionFiles = VersionEntry & { readonly files: CampaignFiles };

/** One version's files; made up from its definition where it is from before files were kept. @throws NotFoundError */
export async function readVersion(tools: FilesTools, campaign: Campaign, number: number): Promise<VersionFiles> {
  const row = await findVersion(tools.db, campaign.id, number);
  if (!row) throw new NotFoundError('There is no such version of this campaign.');
  const { files, definition, ...entry } = row;
  if (files !== null) return { ...entry, files: JSON.parse(files) as CampaignFiles };
  return { ...entry, files: madeUpFiles(JSON.parse(definition) as Definition, await tools.roster.get()) };
}

/** The newest version with its files, and where the campaign is edited. @throws NotFoundError */
export async function readNewest(
  tools: FilesTools,
  campaign: Campaign,
): Promise<VersionFiles & { readonly keptIn: KeptIn }> {
  const kept = await findKept(tools.db, campaign.id);
  if (!kept) throw new NotFoundError('There is no campaign at this address.');
  return { ...(await readVersion(tools, campaign, kept.number)), keptIn: kept.keptIn };
}

/** From now on the console changes the campaign; its folder is left alone. */
export async function takeOver(db: Db, campaign: Campaign): Promise<void> {
  await writing(db, async (trx) => {
    await holdRevision(trx, 'campaigns');
    await putKeptIn(trx, campaign.id, 'console');
  });
}

/** Gives a campaign back to its folder. @throws ConflictError `changed-here` once the console saved a version */
export async function giveBack(db: Db, campaign: Campaign): Promise<void> {
  await writing(db, async (trx) => {
    await holdRevision(trx, 'campaigns');
    const kept = await findKept(trx, campaign.id);
    if (kept?.author !== null)
      throw new ConflictError(
        'changed-here',
        'A version was saved here already, so the folder is no longer what people see. Export the campaign instead.',
      );
    await putKeptIn(trx, campaign.id, 'folder');
  });
}
