import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { follow } from '../platform/revisions.js';
import type { Coalition } from './coalition.js';
import { COALITIONS_REVISION, listCoalitions } from './store-coalitions.js';

/** All coalitions in memory, as they are now. */
export type Coalitions = {
  readonly list: () => Promise<readonly Coalition[]>;
  /** @throws NotFoundError */
  readonly get: (slug: string) => Promise<Coalition>;
  /** The coalition that a campaign belongs to. */
  readonly ofCampaign: (campaignId: string) => Promise<Coalition | undefined>;
  /** Looks anew at the next question, in the process that changed something. */
  readonly forget: () => void;
};

export function createCoalitions(tools: { readonly db: Db; readonly clock: Clock }): Coalitions {
  const current = follow({ ...tools, names: [COALITIONS_REVISION], load: () => listCoalitions(tools.db) });
  return {
    list: current.get,
    get: async (slug) => {
      const found = (await current.get()).find((one) => one.slug === slug);
      if (!found) throw new NotFoundError('There is no coalition at this address.');
      return found;
    },
    ofCampaign: async (campaignId) =>
      (await current.get()).find(({ campaignIds, endedAt }) => endedAt === null && campaignIds.includes(campaignId)),
    forget: current.forget,
  };
}
