import {
  listEntries,
  readNewest,
  readVersion,
  saveVersion,
  type CampaignFiles,
  type SaveTools,
  type Saved,
  type VersionEntry,
  type VersionFiles,
} from '../../campaigns/index.js';
import { ConflictError, InputError, type Fault } from '../../platform/errors.js';
import type { CampaignVisit } from '../visit.js';
import { checkFiles } from './check.js';

/** What became of a save. */
export type SaveResult =
  | { readonly kind: 'saved'; readonly saved: Saved }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
  /** Somebody saved since the version from which this one began. */
  | { readonly kind: 'newer'; readonly newest: VersionFiles; readonly base: VersionFiles };

/** Saves files as the next version behind `base`, as the person who visits. @throws ConflictError `kept-in-folder` */
export async function saveFiles(
  tools: SaveTools,
  visit: CampaignVisit,
  { files, base }: { readonly files: CampaignFiles; readonly base: number },
): Promise<SaveResult> {
  const { campaign, user, organization, form } = visit;
  const newest = await readNewest(tools, campaign);
  if (newest.keptIn === 'folder')
    throw new ConflictError(
      'kept-in-folder',
      'This campaign is kept in a folder. Take it over first, then edit it here.',
    );
  if (base !== newest.number) return { kind: 'newer', newest, base: await readVersion(tools, campaign, base) };
  const checked = await checkFiles(tools, campaign.slug, files);
  if ('faults' in checked) return { kind: 'faults', faults: checked.faults };
  const note = form.one('note').replace(/\s+/g, ' ').trim().slice(0, 200);
  try {
    const saved = await saveVersion(tools, checked.read, {
      from: 'console',
      expected: base,
      author: user,
      organization: organization.slug,
      ...(note && { note }),
    });
    return { kind: 'saved', saved };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'faults', faults: error.faults };
    const isNewer = error instanceof ConflictError && error.kind === 'newer-version';
    if (!isNewer) throw error;
    const [now, then] = [await readNewest(tools, campaign), await readVersion(tools, campaign, base)];
    return { kind: 'newer', newest: now, base: then };
  }
}

/** The version from which a form began: its ETag, or the field that says it. */
export function baseOf({ form, header }: CampaignVisit): number {
  const tag = /^"v(\d+)"$/.exec(header('if-match') ?? '')?.[1];
  const base = tag ?? form.one('base');
  return /^\d{1,9}$/.test(base) ? Number(base) : 0;
}

export function tagOf(number: number): { readonly ETag: string } {
  return { ETag: `"v${number}"` };
}

/** Who saved between two versions, the newest first. */
export async function savedBetween(
  tools: SaveTools,
  visit: CampaignVisit,
  { base, newest }: { readonly base: number; readonly newest: number },
): Promise<readonly VersionEntry[]> {
  const entries = await listEntries(tools.db, visit.campaign.id, { below: newest + 1, limit: 20 });
  return entries.filter(({ number }) => number > base);
}
