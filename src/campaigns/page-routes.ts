import type { IRouter, Request, Response } from 'express';
import { sourceOfLink, type ViewCounter } from '../counts/index.js';
import type { Ids } from '../platform/ids.js';
import { isPageView, referrerOf, sendRendition, type SecurityHeaders } from '../web/index.js';
import { createPageCache, type PageTools } from './page-cache.js';
import type { FindPagePartner } from './page-partner.js';
import { drawVariant } from './variants.js';

export type CampaignPageTools = PageTools & {
  readonly ids: Ids;
  readonly viewCounter: ViewCounter;
  readonly findPagePartner: FindPagePartner;
  readonly security: SecurityHeaders;
  readonly baseUrl: string;
};

type Shown = {
  readonly template: 'page' | 'embed';
  readonly source: string;
  /** The partner whose source it is stands on the page. */
  readonly isPartners?: boolean;
};

/**
 * A campaign's pages. Nearly all requests are for them, so they stand before everything that other requests need, and
 * bring their security headers along instead of having them set one by one.
 */
export function addCampaignPages(routes: IRouter, tools: CampaignPageTools): void {
  const show = sendPage(tools);
  routes.get('/c/:slug', (request, response) =>
    show(request, response, { template: 'page', source: sourceOf(request) }),
  );
  routes.get('/c/:slug/p/:source', (request, response) => {
    const source = sourceOfLink({ ...request.query, path: request.params.source });
    return show(request, response, { template: 'page', source, isPartners: true });
  });
  routes.get('/embed/:slug', (request, response) =>
    show(request, response, { template: 'embed', source: sourceOf(request), isPartners: true }),
  );
}

/** Most links name no source; then there is nothing to read. */
function sourceOf(request: Request): string {
  return request.url.includes('?') ? sourceOfLink(request.query) : '';
}

/** Sends one of a campaign's pages and counts that somebody looked at it. */
function sendPage(tools: CampaignPageTools) {
  const pages = createPageCache(tools);
  return async (request: Request, response: Response, shown: Shown): Promise<void> => {
    const { template, source, isPartners = false } = shown;
    const campaign = await tools.campaigns.get(String(request.params['slug']));
    const { file } = campaign;
    const variant = file.test ? drawVariant(file, tools.ids.fraction()) : '';
    const partner = isPartners && source !== '' ? await tools.findPagePartner(campaign.id, source) : undefined;
    const { rendition, isOpen } = await pages.get(campaign, { template, source, variant, partner });
    // Which variant somebody sees is chance each time, not what a cache has kept.
    const cacheControl = file.test ? 'private, no-store' : 'public, max-age=10';
    const headers = template === 'embed' ? tools.security.framed : tools.security.own;
    sendRendition(response, rendition, { cacheControl, headers });
    if (!isOpen || !isPageView(request)) return;
    const referrer = referrerOf(request, tools.baseUrl);
    tools.viewCounter.note({ campaignId: campaign.id, timeZone: file.time_zone, source, variant, referrer });
  };
}
