import type { Places } from '../divisions/index.js';
import type { Roster } from '../offices/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { InputError, messageOf, NotFoundError, type Fault } from '../platform/errors.js';
import type { Log } from '../platform/log.js';
import { follow, type Followed } from '../platform/revisions.js';
import { listAllPositions, newestEntries, type PositionEntry } from '../positions/index.js';
import { missingData, type TargetRule } from '../targets/index.js';
import { standingOf, type Campaign, type CampaignLetters, type Definition, type Standing } from './campaign.js';
import { campaignFileSchema, type CampaignFile } from './definition.js';
import { lettersOf } from './letters.js';
import { livedOf } from './life-cycle.js';
import { listCampaigns, listVersions, type StoredCampaign } from './store.js';

/** All campaigns in memory, with what each is at this moment. */
export type Campaigns = {
  readonly list: () => Promise<readonly Campaign[]>;
  /** @throws NotFoundError */
  readonly get: (slug: string) => Promise<Campaign>;
  readonly standing: (campaign: Campaign) => Promise<Standing>;
  /** Definitions by version id, also of versions that are no longer the newest. */
  readonly versions: (ids: readonly string[]) => Promise<ReadonlyMap<string, Version>>;
  /** Looks anew at the next question, in the process that changed something. */
  readonly forget: () => void;
};

/** What rendering a letter needs of the version it was taken under. */
export type Version = Omit<Definition, 'otherLetters'> & CampaignLetters;

export type CampaignTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly roster: Followed<Roster>;
  readonly places: Places;
};

export function createCampaigns(tools: CampaignTools): Campaigns {
  const current = follow({
    ...tools,
    names: ['campaigns'],
    load: async () => {
      const recorded = newestEntries(await listAllPositions(tools.db));
      const stored = await listCampaigns(tools.db);
      const list = stored.flatMap((one) => readStored(tools.log, one)).map((one) => withRecorded(one, recorded));
      return { list, bySlug: new Map(list.map((campaign) => [campaign.slug, campaign])) };
    },
  });
  // A version never changes, so it is kept for as long as the process lives.
  const versions = new Map<string, Version>();
  return {
    list: async () => (await current.get()).list,
    get: async (slug) => {
      const campaign = (await current.get()).bySlug.get(slug);
      if (!campaign) throw new NotFoundError('There is no campaign at this address.');
      return campaign;
    },
    standing: async (campaign) => {
      if (campaign.fault !== undefined) return FAULTY;
      const missing = await missingData(campaign.rule, await tools.roster.get(), tools.places);
      return standingOf(livedOf(campaign), missing, tools.clock.now());
    },
    versions: async (ids) => {
      const unknown = [...new Set(ids)].filter((id) => !versions.has(id));
      for (const { id, definition: source } of await listVersions(tools.db, unknown)) {
        const definition = JSON.parse(source) as Definition;
        const { faults: _, ...letters } = lettersOf(definition);
        versions.set(id, { ...definition, ...letters });
      }
      return versions;
    },
    forget: current.forget,
  };
}

const FAULTY: Standing = {
  kind: 'faulty',
  sentence: 'This campaign takes no letters at the moment: its organizers have something to correct.',
};

/** One campaign that this program cannot use must not keep the others from being served. */
function readStored(log: Log, stored: StoredCampaign): Campaign[] {
  const about = { campaign: stored.slug, version: stored.versionNumber };
  try {
    const campaign = asCampaign(stored);
    if (campaign.fault !== undefined) log.error({ ...about, fault: campaign.fault }, 'a campaign takes no letters');
    return [campaign];
  } catch (error) {
    log.error({ ...about, fault: messageOf(error) }, 'a campaign cannot be read and is left out');
    return [];
  }
}

function asCampaign(stored: StoredCampaign): Campaign {
  const { id, slug, organizationId, versionId, definition: source } = stored;
  const definition = JSON.parse(source) as Definition;
  const { file, faults } = checkedFile(definition.file);
  const { faults: ofLetters, ...letters } = lettersOf(definition);
  const all = [...faults, ...ofLetters];
  const fault = all.length > 0 ? new InputError(all).message : undefined;
  const { stage, stageAt, outcome, opening, closing } = stored;
  const life = { stage, stageAt, outcome, opening, closing };
  const language = file.language ?? stored.language;
  return { id, slug, organizationId, versionId, language, life, ...definition, file, ...letters, fault };
}

/** What organizers recorded of positions counts at once, whatever the version says. */
function withRecorded(campaign: Campaign, entries: readonly PositionEntry[]): Campaign {
  const own = entries.filter(({ campaignId }) => campaignId === campaign.id);
  if (own.length === 0) return campaign;
  const recorded = own.map(({ officeId: who, person, position }) => ({ who, person, position }));
  const rule: TargetRule = { ...campaign.rule, positions: [...(campaign.rule.positions ?? []), ...recorded] };
  return { ...campaign, rule };
}

/** The stored campaign.yaml by the rules of this program. @throws InputError where pages could not even be shown */
function checkedFile(stored: CampaignFile): { readonly file: CampaignFile; readonly faults: readonly Fault[] } {
  const { data, error } = campaignFileSchema.safeParse(stored);
  if (data) return { file: data, faults: [] };
  const faults = error.issues.map(({ path, message }) => ({ field: path.join('.') || 'file', message }));
  if (error.issues.some(({ code }) => code === 'invalid_type')) throw new InputError(faults);
  return { file: stored, faults };
}
