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

type KeptPage = HeldPage & { readonly basis: string; readonly checkedAt: number };

/** Keeps finished pages: a page is rendered anew only when the campaign, its standing, its partner or its numbers changed. */
export function createPageCache(tools: PageTools): PageCache {
  const held = new Map<string, KeptPage>();
  const underWay = new Map<string, Promise<KeptPage>>();
  const keyOf = createKeys();
  const renew = async (key: string, campaign: Campaign, wanted: WantedPage): Promise<KeptPage> => {
    const page = await renewed(tools, campaign, { ...wanted, held: held.get(key) });
    if (held.size >= MAX_PAGES) held.clear();
    held.set(key, page);
    return page;
  };
  return {
    get: (campaign, wanted) => {
      const key = keyOf(campaign, wanted);
      const page = held.get(key);
      if (page && Math.abs(tools.clock.now() - page.checkedAt) < PAGE_AGE_MS) return Promise.resolve(page);
      // However many ask at the moment at which a page has grown old, its numbers are read once.
      const begun = underWay.get(key) ?? renew(key, campaign, wanted).finally(() => underWay.delete(key));
      underWay.set(key, begun);
      return begun;
    },
  };
}

/** Tells pages apart; what of a key is long is written once for each campaign and partner as they are held in memory. */
function createKeys(): (campaign: Campaign, wanted: WantedPage) => string {
  const written = new WeakMap<object, string>();
  const once = (thing: object, write: () => string): string => {
    const known = written.get(thing) ?? write();
    written.set(thing, known);
    return known;
  };
  return (campaign, { template, source, variant, partner }) => {
    const ofCampaign = once(campaign, () => JSON.stringify([campaign.versionId, campaign.life]));
    const ofPartner = partner ? once(partner, () => JSON.stringify(partner)) : '';
    return `${template} ${source} ${variant} ${ofCampaign} ${ofPartner}`;
  };
}

async function renewed(
  tools: PageTools,
  campaign: Campaign,
  { template, source, variant, partner, held }: WantedPage & { readonly held: KeptPage | undefined },
): Promise<KeptPage> {
  const checkedAt = tools.clock.now();
  const standing = await tools.campaigns.standing(campaign);
  const counts = await readCounts(tools.db, campaign.id);
  const milestones = await publicMilestones(tools.db, campaign.id);
  const letters = hasEnded(standing) && [counts.letters, counts.suspectedLetters];
  const basis = JSON.stringify([standing, counts.actions, milestones, campaign.language, letters]);
  const shown = { standing, counts, source, variant, milestones, partner };
  const render = (): Rendition =>
    makeRendition(
      'text/html; charset=utf-8',
      tools.views.render(`campaigns/${template}`, campaignPage(asVariant(campaign, variant), shown)),
    );
  const rendition = held?.basis === basis ? held.rendition : render();
  return { rendition, isOpen: standing.kind === 'open', basis, checkedAt };
}
