import type { CoalitionVisit, ConsoleRoute } from '../visit.js';
import { decide, showPartner, showPartners } from './lead.js';
import { qrFile, showLinks } from './links.js';
import { saveOwn, showOwn } from './own-page.js';
import { previewOwn, previewPartner, previewTyped } from './preview.js';
import type { PartnerPageTools } from './tools.js';

const PAGE = '/coalitions/:coalition/page';
const LINKS = '/coalitions/:coalition/links';

const sees = { of: 'coalition', method: 'get', needs: 'see' } as const;
const edits = { of: 'coalition', method: 'post', needs: 'edit' } as const;

/** How a partner presents itself on campaigns' pages, its links, and the lead's look at both. */
export function partnerPageRoutes(tools: PartnerPageTools): ConsoleRoute[] {
  return [...ownRoutes(tools), ...leadRoutes(tools), ...linkRoutes(tools)];
}

function ownRoutes(tools: PartnerPageTools): ConsoleRoute[] {
  return [
    { ...sees, path: PAGE, handle: (visit: CoalitionVisit) => showOwn(tools, visit) },
    {
      ...edits,
      path: PAGE,
      does: 'saved the partner page',
      handle: (visit: CoalitionVisit) => saveOwn(tools, visit),
    },
    { ...sees, path: `${PAGE}/preview`, handle: (visit: CoalitionVisit) => previewOwn(tools, visit) },
    {
      ...edits,
      path: `${PAGE}/preview`,
      does: undefined,
      handle: (visit: CoalitionVisit) => previewTyped(tools, visit),
    },
  ];
}

function leadRoutes(tools: PartnerPageTools): ConsoleRoute[] {
  const one = `${PAGE}/partners/:partner`;
  const leads = { ...sees, isForLead: true } as const;
  return [
    { ...leads, path: `${PAGE}/partners`, handle: (visit: CoalitionVisit) => showPartners(tools, visit) },
    { ...leads, path: one, handle: (visit: CoalitionVisit) => showPartner(tools, visit) },
    { ...leads, path: `${one}/preview`, handle: (visit: CoalitionVisit) => previewPartner(tools, visit) },
    {
      of: 'coalition',
      isForLead: true,
      method: 'post',
      needs: 'launch',
      path: `${one}/decide`,
      does: 'decided on a partner’s page',
      handle: (visit: CoalitionVisit) => decide(tools, visit),
    },
  ];
}

function linkRoutes(tools: PartnerPageTools): ConsoleRoute[] {
  return [
    { ...sees, path: LINKS, handle: (visit: CoalitionVisit) => showLinks(tools, visit) },
    {
      ...sees,
      path: `${LINKS}/:campaign/qr.svg`,
      handle: (visit: CoalitionVisit) => qrFile(tools, visit, 'svg'),
    },
    {
      ...sees,
      path: `${LINKS}/:campaign/qr.png`,
      handle: (visit: CoalitionVisit) => qrFile(tools, visit, 'png'),
    },
  ];
}
