import { Router, type Request, type Response } from 'express';
import { sourceOfLink, type ViewCounter } from '../counts/index.js';
import type { Ids } from '../platform/ids.js';
import { allowFrames, isPageView, referrerOf, sendRendition } from '../web/index.js';
import { hasEnded, type Campaign, type Standing } from './campaign.js';
import { createPageCache, type PageCache, type PageTools } from './page-cache.js';
import type { FindPagePartner } from './page-partner.js';
import { drawVariant } from './variants.js';
import { countsAnswer, describeCampaign, type ListedBoxes } from './campaign-api.js';
import { campaignFrame } from './page.js';

export type CampaignRouteTools = PageTools & {
  readonly ids: Ids;
  readonly viewCounter: ViewCounter;
  readonly findPagePartner: FindPagePartner;
  readonly partnerBoxes: ListedBoxes;
  readonly baseUrl: string;
};

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

  const show = sendPage(tools, pages);
  routes.get('/c/:slug', async (request, response) => {
    await show(request, response, { template: 'page', source: sourceOfLink(request.query) });
  });
  routes.get('/c/:slug/p/:source', async (request, response) => {
    const source = sourceOfLink({ ...request.query, path: request.params.source });
    await show(request, response, { template: 'page', source, isPartners: true });
  });
  routes.get('/embed/:slug', async (request, response) => {
    await show(request, response, { template: 'embed', source: sourceOfLink(request.query), isPartners: true });
  });

  addApiRoutes(routes, tools);
  return routes;
}

type Shown = {
  readonly template: 'page' | 'embed';
  readonly source: string;
  /** The partner whose source it is stands on the page. */
  readonly isPartners?: boolean;
};

/** Sends one of a campaign's pages and counts that somebody looked at it. */
function sendPage(tools: CampaignRouteTools, pages: PageCache) {
  return async (request: Request, response: Response, shown: Shown): Promise<void> => {
    const campaign = await tools.campaigns.get(String(request.params['slug']));
    const { template, source, isPartners = false } = shown;
    const variant = drawVariant(campaign.file, tools.ids.fraction());
    const partner = isPartners && source !== '' ? await tools.findPagePartner(campaign.id, source) : undefined;
    const { rendition, isOpen } = await pages.get(campaign, { template, source, variant, partner });
    if (template === 'embed') allowFrames(response);
    // Which variant somebody sees is chance each time, not what a cache has kept.
    sendRendition(response, rendition, campaign.file.test ? 'private, no-store' : 'public, max-age=10');
    if (!isOpen || !isPageView(request)) return;
    const referrer = referrerOf(request, tools.baseUrl);
    tools.viewCounter.note({ campaignId: campaign.id, timeZone: campaign.file.time_zone, source, variant, referrer });
  };
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
