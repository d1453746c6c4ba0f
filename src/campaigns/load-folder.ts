import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CAMPAIGN_LIST, importOnce } from '../data-sets/index.js';
import { prepareRoster, type Roster } from '../offices/index.js';
import type { Clock } from '../platform/clock.js';
import { dayOf } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { sha256, type Ids } from '../platform/ids.js';
import { bumpRevision, holdRevision, type Followed } from '../platform/revisions.js';
import { readCampaignFolder, type CampaignFolder } from './read-folder.js';
import { findCampaign, insertVersion, upsertOrganization } from './store.js';

export type LoadTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly roster: Followed<Roster>;
};

/** What loading a folder did. */
export type Loaded = {
  readonly slug: string;
  readonly change: 'new' | 'new version' | 'unchanged';
  readonly version: number;
};

/**
 * Checks a folder and stores it as the campaign's newest version, unless it is the same as the stored one. Its
 * own list of officials is loaded with it.
 * @throws InputError with every fault; nothing is stored then
 */
export async function loadCampaignFolder(tools: LoadTools, folder: string): Promise<Loaded> {
  const read = await readCampaignFolder(folder, await tools.roster.get());
  if (read.list) await loadList(tools, read.slug, read.list);
  const checksum = sha256(JSON.stringify(read.definition));
  return writing(tools.db, async (trx) => {
    await holdRevision(trx, 'campaigns');
    const stored = await findCampaign(trx, read.slug);
    if (stored?.checksum === checksum) return { slug: read.slug, change: 'unchanged', version: stored.versionNumber };
    const number = (stored?.versionNumber ?? 0) + 1;
    const { organization } = read.definition.file;
    const organizationId = await upsertOrganization(trx, {
      id: tools.ids.next(),
      slug: organization.slug,
      name: organization.name,
      postalAddress: organization.postal_address,
    });
    await insertVersion(trx, {
      campaignId: stored?.id ?? tools.ids.next(),
      slug: read.slug,
      organizationId,
      versionId: tools.ids.next(),
      number,
      checksum,
      definition: read.definition,
      createdAt: tools.clock.now(),
    });
    await bumpRevision(trx, 'campaigns');
    return { slug: read.slug, change: stored ? 'new version' : 'new', version: number };
  });
}

async function loadList(tools: LoadTools, slug: string, list: NonNullable<CampaignFolder['list']>): Promise<void> {
  const checksum = sha256(readFileSync(list.path));
  await importOnce(tools, {
    source: CAMPAIGN_LIST,
    title: `Officials of ${list.roster.bodies.map((body) => body.name).join(', ')}`,
    licence: 'part of the campaign',
    origin: listOrigin(slug),
    asOf: dayOf(tools.clock.now(), 'utc'),
    fileName: basename(list.path),
    checksum,
    isNeeded: (stored) => !stored.some((old) => old.source === CAMPAIGN_LIST && old.checksum === checksum),
    prepare: () => prepareRoster(list.roster, { path: list.path, options: { force: true } }),
  });
  // Also where another process brought the list meanwhile.
  tools.roster.forget();
}

/** Whose a campaign's own list of officials is. */
export function listOrigin(slug: string): string {
  return `campaign ${slug}`;
}
