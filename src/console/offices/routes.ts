import type { CampaignVisit, ConsoleRoute } from '../visit.js';
import { officesAsCsv, reportsAsZip, showOffices, showOverview } from './list.js';
import { endSharing, recordPosition, removePosition, reportAsPdf, shareReport, showOffice } from './office-page.js';
import { copyFromCampaign, importPositions, positionsAsCsv, removeImported, showPositions } from './positions.js';
import { decideOnQuotation, showQuotations } from './quotations.js';
import type { OfficeTools } from './tools.js';

const ROOT = '/campaigns/:campaign/offices';
const OFFICE = `${ROOT}/:office`;

const seen = { of: 'campaign', method: 'get', needs: 'see' } as const;
const edits = { of: 'campaign', method: 'post', needs: 'edit' } as const;

/** Offices of a campaign with their reports, positions and quotations. */
export function officeRoutes(tools: OfficeTools): ConsoleRoute[] {
  return [...listRoutes(tools), ...positionRoutes(tools), ...oneOfficeRoutes(tools)];
}

function listRoutes(tools: OfficeTools): ConsoleRoute[] {
  return [
    { ...seen, path: ROOT, handle: (visit: CampaignVisit) => showOffices(tools, visit) },
    { ...seen, path: `${ROOT}/overview`, handle: (visit: CampaignVisit) => showOverview(tools, visit) },
    { ...seen, path: `${ROOT}/report.csv`, handle: (visit: CampaignVisit) => officesAsCsv(tools, visit) },
    { ...seen, path: `${ROOT}/reports.zip`, handle: (visit: CampaignVisit) => reportsAsZip(tools, visit) },
    {
      ...seen,
      needs: 'review',
      path: `${ROOT}/quotations`,
      handle: (visit: CampaignVisit) => showQuotations(tools, visit),
    },
    {
      ...edits,
      needs: 'review',
      path: `${ROOT}/quotations/decide`,
      does: 'decided on a quotation',
      handle: (visit: CampaignVisit) => decideOnQuotation(tools, visit),
    },
  ];
}

function positionRoutes(tools: OfficeTools): ConsoleRoute[] {
  const path = `${ROOT}/positions`;
  return [
    { ...seen, path, handle: (visit: CampaignVisit) => showPositions(tools, visit) },
    { ...seen, path: `${path}.csv`, handle: (visit: CampaignVisit) => positionsAsCsv(tools, visit) },
    {
      ...edits,
      path: `${path}/import`,
      does: 'imported positions',
      handle: (visit: CampaignVisit) => importPositions(tools, visit),
    },
    {
      ...edits,
      path: `${path}/copy`,
      does: 'copied positions from another campaign',
      handle: (visit: CampaignVisit) => copyFromCampaign(tools, visit),
    },
    {
      ...edits,
      path: `${path}/remove`,
      does: 'took positions back',
      handle: (visit: CampaignVisit) => removeImported(tools, visit),
    },
  ];
}

function oneOfficeRoutes(tools: OfficeTools): ConsoleRoute[] {
  return [
    { ...seen, path: OFFICE, handle: (visit: CampaignVisit) => showOffice(tools, visit) },
    { ...seen, path: `${OFFICE}/report.pdf`, handle: (visit: CampaignVisit) => reportAsPdf(tools, visit) },
    {
      ...edits,
      path: `${OFFICE}/positions`,
      does: 'recorded a position',
      handle: (visit: CampaignVisit) => recordPosition(tools, visit),
    },
    {
      ...edits,
      path: `${OFFICE}/positions/remove`,
      does: 'took a position back',
      handle: (visit: CampaignVisit) => removePosition(tools, visit, false),
    },
    {
      ...edits,
      path: `${OFFICE}/positions/restore`,
      does: 'put a position back',
      handle: (visit: CampaignVisit) => removePosition(tools, visit, true),
    },
    {
      ...edits,
      path: `${OFFICE}/links`,
      does: 'made a link to a report',
      handle: (visit: CampaignVisit) => shareReport(tools, visit),
    },
    {
      ...edits,
      path: `${OFFICE}/links/end`,
      does: 'ended a link to a report',
      handle: (visit: CampaignVisit) => endSharing(tools, visit),
    },
  ];
}
