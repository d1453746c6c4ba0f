import { Router } from 'express';
import { readCounts } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { makeRendition, sendRendition, type Rendition, type Views } from '../web/index.js';
import type { Campaign, Standing } from './campaign.js';
import { countsAnswer, describeCampaign } from './campaign-api.js';
import type { Campaigns } from './campaigns.js';
import { campaignFrame, campaignPage } from './page.js';
import { sourcePattern } from './source.js';

export type CampaignRouteTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  readonly views: Views;
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
          other: campaigns.filter((entry) => !entry.isOpen && entry.kind !== 'draft'),
        }),
      );
  });

  routes.get('/c/:slug', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    const rendition = await pages.get(campaign, sourceOf(request.query['source']));
    sendRendition(response, rendition, 'public, max-age=10');
  });

  routes.get('/api/v1/campaigns', async (_request, response) => {
    // A draft can be looked at by who knows its address, but is not made known.
    const campaigns = (await tools.campaigns.list()).filter(({ file }) => file.status !== 'draft');
    response.json({ campaigns: await Promise.all(campaigns.map((one) => describeCampaign(tools, one))) });
  });

  routes.get('/api/v1/campaigns/:slug', async (request, response) => {
    response.json(await describeCampaign(tools, await tools.campaigns.get(request.params.slug)));
  });

  routes.get('/api/v1/campaigns/:slug/counts', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    const counts = await readCounts(tools.db, campaign.id);
    response.set('Cache-Control', 'no-store').json(countsAnswer(campaign, counts, tools.clock.now()));
  });

  return routes;
}

type PageCache = { readonly get: (campaign: Campaign, source: string) => Promise<Rendition> };

/** Keeps finished pages: a page is rendered anew only when the campaign, its standing or its numbers changed. */
function createPageCache(tools: CampaignRouteTools): PageCache {
  const held = new Map<string, { readonly rendition: Rendition; readonly basis: string; readonly checkedAt: number }>();
  return {
    get: async (campaign, source) => {
      const key = `${campaign.versionId} ${source}`;
      const now = tools.clock.now();
      const page = held.get(key);
      if (page && Math.abs(now - page.checkedAt) < PAGE_AGE_MS) return page.rendition;
      const standing = await tools.campaigns.standing(campaign);
      const counts = await readCounts(tools.db, campaign.id);
      const basis = JSON.stringify([standing, counts.actions]);
      const isSame = page?.basis === basis;
      const html = isSame
        ? ''
        : tools.views.render('campaigns/page', campaignPage(campaign, { standing, counts, source }));
      const rendition = isSame ? page.rendition : makeRendition('text/html; charset=utf-8', html);
      if (held.size >= MAX_PAGES) held.clear();
      held.set(key, { rendition, basis, checkedAt: now });
      return rendition;
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
  return { ...campaignFrame(campaign), kind: standing.kind, isOpen: standing.kind === 'open', sentence, needs };
}
