import { Router } from 'express';
import { readCounts, sourcePattern, type ViewCounter } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { isPageView, makeRendition, referrerOf, sendRendition, type Rendition, type Views } from '../web/index.js';
import { hasEnded, type Campaign, type Standing } from './campaign.js';
import { countsAnswer, describeCampaign, type ListedBoxes } from './campaign-api.js';
import type { Campaigns } from './campaigns.js';
import { publicMilestones } from './milestones.js';
import { campaignFrame, campaignPage } from './page.js';
import { asVariant, drawVariant } from './variants.js';

export type CampaignRouteTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly campaigns: Campaigns;
  readonly viewCounter: ViewCounter;
  readonly views: Views;
  readonly partnerBoxes: ListedBoxes;
  readonly baseUrl: string;
};

/** How old the number of people on a page may be. */
const PAGE_AGE_MS = 5_000;

/** Pages for different sources that are kept; a flood of made-up sources shall not fill the memory. */
const MAX_PAGES = 500;

/** The list, the public pages and the reading part of the API. */
export function campaignRoutes(tools: CampaignRouteTools): Router {
  const routes = Router();
  const pages = createPageCache(tools);

  routes.get('/', async (_request, response) => {
    const campaigns = await Promise.all(
      (await tools.campaigns.list()).map(async (campaign) =>
        listEntry(campaign, await tools.campaigns.standing(campaign)),
      ),
    );
    response
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(
        tools.views.render('campaigns/list', {
          title: 'Write to the people who represent you',
          open: campaigns.filter((entry) => entry.isOpen),
          other: campaigns.filter((entry) => !entry.isOpen && !entry.hasEnded && entry.kind !== 'draft'),
          ended: campaigns.filter((entry) => entry.hasEnded && entry.kind !== 'archived'),
        }),
      );
  });

  routes.get('/c/:slug', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    const source = sourceOf(request.query['source']);
    const variant = drawVariant(campaign.file, tools.ids.fraction());
    const { rendition, isOpen } = await pages.get(campaign, source, variant);
    // Which variant somebody sees is chance each time, not what a cache has kept.
    sendRendition(response, rendition, campaign.file.test ? 'private, no-store' : 'public, max-age=10');
    if (!isOpen || !isPageView(request)) return;
    const referrer = referrerOf(request, tools.baseUrl);
    tools.viewCounter.note({ campaignId: campaign.id, timeZone: campaign.file.time_zone, source, variant, referrer });
  });

  addApiRoutes(routes, tools);
  return routes;
}

function addApiRoutes(routes: Router, tools: CampaignRouteTools): void {
  routes.get('/api/v1/campaigns', async (_request, response) => {
    const listed = (await tools.campaigns.list()).filter(isMadeKnown);
    response.json({ campaigns: await Promise.all(listed.map((one) => describeCampaign(tools, one))) });
  });

  routes.get('/api/v1/campaigns/:slug', async (request, response) => {
    response.json(await describeCampaign(tools, await tools.campaigns.get(request.params.slug)));
  });

  routes.get('/api/v1/campaigns/:slug/counts', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    response.set('Cache-Control', 'no-store').json(await countsAnswer(tools, campaign));
  });
}

type HeldPage = { readonly rendition: Rendition; readonly isOpen: boolean };

type PageCache = { readonly get: (campaign: Campaign, source: string, variant: string) => Promise<HeldPage> };

/** Keeps finished pages: a page is rendered anew only when the campaign, its standing or its numbers changed. */
function createPageCache(tools: CampaignRouteTools): PageCache {
  const held = new Map<string, HeldPage & { readonly basis: string; readonly checkedAt: number }>();
  return {
    get: async (campaign, source, variant) => {
      const key = `${campaign.versionId} ${JSON.stringify(campaign.life)} ${source} ${variant}`;
      const now = tools.clock.now();
      const page = held.get(key);
      if (page && Math.abs(now - page.checkedAt) < PAGE_AGE_MS) return page;
      const standing = await tools.campaigns.standing(campaign);
      const counts = await readCounts(tools.db, campaign.id);
      const milestones = await publicMilestones(tools.db, campaign.id);
      const letters = hasEnded(standing) && counts.letters;
      const basis = JSON.stringify([standing, counts.actions, milestones, campaign.language, letters]);
      const isSame = page?.basis === basis;
      const html = isSame
        ? ''
        : tools.views.render(
            'campaigns/page',
            campaignPage(asVariant(campaign, variant), { standing, counts, source, variant, milestones }),
          );
      const rendition = isSame ? page.rendition : makeRendition('text/html; charset=utf-8', html);
      if (held.size >= MAX_PAGES) held.clear();
      const fresh = { rendition, isOpen: standing.kind === 'open', basis, checkedAt: now };
      held.set(key, fresh);
      return fresh;
    },
  };
}

/** A source code out of an address; anything that is none counts as no source. */
function sourceOf(value: unknown): string {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return sourcePattern.test(text) ? text : '';
}

function listEntry(campaign: Campaign, standing: Standing) {
  const sentence = standing.kind === 'open' ? undefined : standing.sentence;
  const needs = standing.kind === 'missing-data' ? standing.needs : [];
  return {
    ...campaignFrame(campaign),
    kind: standing.kind,
    isOpen: standing.kind === 'open',
    hasEnded: hasEnded(standing),
    sentence,
    needs,
  };
}

/** A draft or an archived campaign can be looked at by who knows its address, but is not made known. */
function isMadeKnown({ file, life }: Campaign): boolean {
  return !['draft', 'archived'].includes(life.stage ?? file.status);
}
