import { readCounts } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { makeRendition, type Rendition, type Views } from '../web/index.js';
import { hasEnded, type Campaign } from './campaign.js';
import type { Campaigns } from './campaigns.js';
import { publicMilestones } from './milestones.js';
import { campaignPage } from './page.js';
import type { PagePartner } from './page-partner.js';
import { asVariant } from './variants.js';

export type PageTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  readonly views: Views;
};

/** How old the number of people on a page may be. */
const PAGE_AGE_MS = 5_000;

/** Pages for different sources that are kept; a flood of made-up sources shall not fill the memory. */
const MAX_PAGES = 500;

/** Which of a campaign's pages is wanted, and as whom. */
export type WantedPage = {
  readonly template: 'page' | 'embed';
  readonly source: string;
  /** The variant of a test; '' for none. */
  readonly variant: string;
  readonly partner: PagePartner | undefined;
};

export type HeldPage = { readonly rendition: Rendition; readonly isOpen: boolean };

export type PageCache = { readonly get: (campaign: Campaign, wanted: WantedPage) => Promise<HeldPage> };

/** Keeps finished pages: a page is rendered anew only when the campaign, its standing, its partner or its numbers changed. */
export function createPageCache(tools: PageTools): PageCache {
  const held = new Map<string, HeldPage & { readonly basis: string; readonly checkedAt: number }>();
  return {
    get: async (campaign, wanted) => {
      const { template, source, variant, partner } = wanted;
      const key = JSON.stringify([campaign.versionId, campaign.life, template, source, variant, partner]);
      const now = tools.clock.now();
      const page = held.get(key);
      if (page && Math.abs(now - page.checkedAt) < PAGE_AGE_MS) return page;
      const standing = await tools.campaigns.standing(campaign);
      const counts = await readCounts(tools.db, campaign.id);
      const milestones = await publicMilestones(tools.db, campaign.id);
      const letters = hasEnded(standing) && counts.letters;
      const basis = JSON.stringify([
        standing,
        counts.actions - counts.suspected,
        milestones,
        campaign.language,
        letters,
      ]);
      const isSame = page?.basis === basis;
      const html = isSame
        ? ''
        : tools.views.render(
            `campaigns/${template}`,
            campaignPage(asVariant(campaign, variant), { standing, counts, source, variant, milestones, partner }),
          );
      const rendition = isSame ? page.rendition : makeRendition('text/html; charset=utf-8', html);
      if (held.size >= MAX_PAGES) held.clear();
      const fresh = { rendition, isOpen: standing.kind === 'open', basis, checkedAt: now };
      held.set(key, fresh);
      return fresh;
    },
  };
}
