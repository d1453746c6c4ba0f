import type { Places } from '../divisions/index.js';
import { parseLetter } from '../letters/index.js';
import type { Roster } from '../offices/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { follow, type Followed } from '../platform/revisions.js';
import { missingData } from '../targets/index.js';
import { standingOf, type Campaign, type Definition, type Standing } from './campaign.js';
import { listCampaigns, listVersions, type StoredCampaign } from './store.js';

/** All campaigns in memory, with what each is at this moment. */
export type Campaigns = {
  readonly list: () => Promise<readonly Campaign[]>;
  /** @throws NotFoundError */
  readonly get: (slug: string) => Promise<Campaign>;
  readonly standing: (campaign: Campaign) => Promise<Standing>;
  /** Definitions by version id, also of versions that are no longer the newest. */
  readonly versions: (ids: readonly string[]) => Promise<ReadonlyMap<string, Version>>;
};

/** What rendering a letter needs of the version it was taken under. */
export type Version = Definition & Pick<Campaign, 'letter'>;

export type CampaignTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly roster: Followed<Roster>;
  readonly places: Places;
};

export function createCampaigns(tools: CampaignTools): Campaigns {
  const current = follow({
    ...tools,
    names: ['campaigns'],
    load: async () => (await listCampaigns(tools.db)).map(asCampaign),
  });
  // A version never changes, so it is kept for as long as the process lives.
  const versions = new Map<string, Version>();
  return {
    list: () => current.get(),
    get: async (slug) => {
      const campaign = (await current.get()).find((one) => one.slug === slug);
      if (!campaign) throw new NotFoundError('There is no campaign at this address.');
      return campaign;
    },
    standing: async (campaign) =>
      standingOf(
        campaign.file,
        await missingData(campaign.rule, await tools.roster.get(), tools.places),
        tools.clock.now(),
      ),
    versions: async (ids) => {
      const unknown = [...new Set(ids)].filter((id) => !versions.has(id));
      for (const { id, definition } of await listVersions(tools.db, unknown)) versions.set(id, withLetter(definition));
      return versions;
    },
  };
}

function asCampaign(stored: StoredCampaign): Campaign {
  const { id, slug, organizationId, versionId, definition } = stored;
  return { id, slug, organizationId, versionId, ...withLetter(definition) };
}

function withLetter(definition: Definition): Version {
  const letter = parseLetter({ subject: definition.file.letter.subject, text: definition.letterSource });
  return { ...definition, letter };
}
