import { Router } from 'express';
import { inTurn } from '../platform/in-turn.js';
import { hasEnded, type Campaign, type Standing } from './campaign.js';
import type { PageTools } from './page-cache.js';
import { countsAnswer, describeCampaign, type ListedBoxes } from './campaign-api.js';
import { campaignFrame } from './page.js';

export type CampaignRouteTools = PageTools & {
  readonly partnerBoxes: ListedBoxes;
  readonly baseUrl: string;
};

/** The list and the reading part of the API. */
export function campaignRoutes(tools: CampaignRouteTools): Router {
  const routes = Router();

  routes.get('/', async (_request, response) => {
    const campaigns = await inTurn(await tools.campaigns.list(), async (campaign) =>
      listEntry(campaign, await tools.campaigns.standing(campaign)),
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

  addApiRoutes(routes, tools);
  return routes;
}

function addApiRoutes(routes: Router, tools: CampaignRouteTools): void {
  routes.get('/api/v1/campaigns', async (_request, response) => {
    const listed = (await tools.campaigns.list()).filter(isMadeKnown);
    response.json({ campaigns: await inTurn(listed, (one) => describeCampaign(tools, one)) });
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
