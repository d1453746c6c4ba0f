import { CAMPAIGN_LIST, importOnce } from '../data-sets/index.js';
import { prepareRoster, type Roster } from '../offices/index.js';
import type { Clock } from '../platform/clock.js';
import { dayOf } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError } from '../platform/errors.js';
import { sha256, type Ids } from '../platform/ids.js';
import { bumpRevision, holdRevision, type Followed } from '../platform/revisions.js';
import { YAML_FILE, type CampaignFiles } from './campaign-files.js';
import type { CampaignFolder, OwnList } from './read-campaign.js';
import type { Definition } from './campaign.js';
import { isOpen, livedOf, phaseOf } from './life-cycle.js';
import { findCampaign, insertVersion, upsertOrganization, type HeldCampaign } from './store.js';
import { keepFiles } from './store-versions.js';

export type SaveTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly roster: Followed<Roster>;
};

/** What saving did. */
export type Saved = {
  readonly slug: string;
  /** `kept` where the campaign is edited in the console, and a folder was to be loaded over it. */
  readonly change: 'new' | 'new version' | 'unchanged' | 'kept';
  readonly version: number;
};

/** Who saves, from where. */
export type Saving =
  | {
      readonly from: 'folder';
      /** Loads also over a campaign that is edited in the console, or that belongs to another organization. */
      readonly isForced?: boolean;
    }
  | {
      readonly from: 'console';
      /** The number of the version that was changed; 0 for a new campaign. */
      readonly expected: number;
      readonly author: { readonly id: string; readonly name: string };
      /** The short name of the organization in whose console it is saved. */
      readonly organization: string;
      readonly note?: string;
    };

/**
 * Stores a campaign that passed the checks as its newest version, unless it is the same as the stored one, together
 * with its own list of officials.
 * @throws ConflictError `newer-version` where somebody saved meanwhile, `slug-taken` where the address is in use
 * @throws InputError where the campaign would go to another organization, or its list overwrite somebody else's, or where
 * it is open and its organization asks for a second person's approval
 */
export async function saveVersion(tools: SaveTools, read: CampaignFolder, saving: Saving): Promise<Saved> {
  const saved = await writing(tools.db, async (trx): Promise<Saved> => {
    await holdRevision(trx, 'campaigns');
    const stored = await findCampaign(trx, read.slug);
    const { slug } = read;
    if (stored?.keptIn === 'console' && saving.from === 'folder' && !saving.isForced)
      return { slug, change: 'kept', version: stored.versionNumber };
    refuse(read, stored, saving);
    const checksum = sha256(JSON.stringify(read.definition));
    const isAsStored = stored !== undefined && isSame(stored, { checksum, read, saving });
    if (saving.from === 'console' && !isAsStored) refuseWhileOpen(stored, tools.clock.now());
    if (read.list) await loadList({ ...tools, db: trx }, slug, read.list);
    if (isAsStored) {
      await keepFiles(trx, stored.versionId, read.files);
      return { slug, change: 'unchanged', version: stored.versionNumber };
    }
    const number = (stored?.versionNumber ?? 0) + 1;
    await insert({ ...tools, db: trx }, { read, stored, saving, checksum, number });
    await bumpRevision(trx, 'campaigns');
    return { slug, change: stored ? 'new version' : 'new', version: number };
  });
  // Also where another process brought the list meanwhile.
  if (read.list) tools.roster.forget();
  return saved;
}

/** A folder in which only comments or the list changed is no new version; in the console every change is one. */
function isSame(
  stored: HeldCampaign,
  { checksum, read, saving }: { checksum: string; read: CampaignFolder; saving: Saving },
): boolean {
  if (stored.checksum !== checksum) return false;
  return saving.from === 'folder' || stored.files === null || sameFiles(stored.files, read.files);
}

function sameFiles(stored: string, files: CampaignFiles): boolean {
  const old = JSON.parse(stored) as CampaignFiles;
  const names = new Set([...Object.keys(old), ...Object.keys(files)]);
  return [...names].every((name) => old[name] === files[name]);
}

type Inserting = {
  readonly read: CampaignFolder;
  readonly stored: HeldCampaign | undefined;
  readonly saving: Saving;
  readonly checksum: string;
  readonly number: number;
};

async function insert(tools: SaveTools, { read, stored, saving, checksum, number }: Inserting): Promise<void> {
  const { organization } = read.definition.file;
  const organizationId = await upsertOrganization(tools.db, {
    id: tools.ids.next(),
    slug: organization.slug,
    name: organization.name,
    postalAddress: organization.postal_address,
  });
  await insertVersion(tools.db, {
    campaignId: stored?.id ?? tools.ids.next(),
    slug: read.slug,
    organizationId,
    versionId: tools.ids.next(),
    number,
    checksum,
    definition: read.definition,
    files: read.files,
    keptIn: stored?.keptIn ?? saving.from,
    author: saving.from === 'console' ? saving.author : undefined,
    note: saving.from === 'console' ? saving.note : undefined,
    createdAt: tools.clock.now(),
  });
}

function refuse(read: CampaignFolder, stored: HeldCampaign | undefined, saving: Saving): void {
  const { slug } = read.definition.file.organization;
  if (saving.from === 'console') {
    if (saving.expected === 0 && stored)
      throw new ConflictError('slug-taken', `There is a campaign at /c/${read.slug} already.`);
    if (stored && stored.versionNumber !== saving.expected)
      throw new ConflictError('newer-version', 'Somebody else saved this campaign meanwhile.');
    if (slug !== saving.organization) throw foreignFault(slug, saving.organization);
  } else if (stored && stored.organizationSlug !== slug && !saving.isForced) {
    throw foreignFault(slug, stored.organizationSlug);
  }
}

/** What people see and send is what a second person approved: a version that is saved later would be seen by nobody else. */
function refuseWhileOpen(stored: HeldCampaign | undefined, now: number): void {
  if (stored?.needsApproval !== 1) return;
  const { file } = JSON.parse(stored.definition) as Definition;
  const phase = phaseOf(livedOf({ file, life: stored }), now);
  if (!isOpen(phase)) return;
  const first = phase === 'live' ? 'pause it' : 'make it a draft again';
  const message = `is open, and your organization asks for a second person’s approval of what the public sees: ${first} on the page “Launch”, save again, and ask for approval there`;
  throw new InputError([{ field: 'campaign', message }]);
}

function foreignFault(slug: string, own: string): InputError {
  const message = `is "${slug}", but this campaign belongs to "${own}"; only the command line can move it to another organization, with: clarion campaigns load --force`;
  return new InputError([{ field: 'organization.slug', file: YAML_FILE, message }]);
}

async function loadList(tools: SaveTools, slug: string, { path, checksum, roster }: OwnList): Promise<void> {
  const today = dayOf(tools.clock.now(), 'utc');
  await importOnce(tools, {
    source: CAMPAIGN_LIST,
    title: `Officials of ${roster.bodies.map((body) => body.name).join(', ')}`,
    licence: 'part of the campaign',
    origin: listOrigin(slug),
    asOf: today,
    fileName: path.split('/').at(-1) ?? path,
    checksum,
    isNeeded: (stored) => !stored.some((old) => old.source === CAMPAIGN_LIST && old.checksum === checksum),
    prepare: () => prepareRoster(roster, { path, options: { force: true } }),
  });
}

/** Whose a campaign's own list of officials is. */
export function listOrigin(slug: string): string {
  return `campaign ${slug}`;
}
