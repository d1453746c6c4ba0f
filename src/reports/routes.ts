import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import type { Campaign, Campaigns } from '../campaigns/index.js';
import { NotFoundError } from '../platform/errors.js';
import type { Views } from '../web/index.js';
import { followLink, type LinkTools } from './link.js';
import { readOfficeReport, type OfficeReport, type ReportTools } from './office-report.js';
import { pdfName, writeReport } from './pdf/write-report.js';
import { reportView } from './report-view.js';

export type ReportRouteTools = ReportTools & LinkTools & { readonly campaigns: Campaigns; readonly views: Views };

/** Reports for lawmakers' staff, who have no account: only under a link that an organizer made. */
export function reportRoutes(tools: ReportRouteTools): Router {
  const routes = Router();
  routes.get('/reports/:token', async (request, response) => {
    const { token } = request.params;
    const report = await readLinked(tools, token);
    const pdf = `/reports/${token}/report.pdf`;
    const title = `${report.office.name} – ${report.campaign.title}`;
    asUnlisted(response)
      .type('html')
      .send(tools.views.render('reports/shared', { title, pdf, report: reportView(report) }));
  });

  routes.get('/reports/:token/report.pdf', async (request, response) => {
    const report = await readLinked(tools, request.params.token);
    asUnlisted(response).set({
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${pdfName(report)}"`,
    });
    await pipeline(Readable.from(writeReport(report)), response);
  });
  return routes;
}

async function readLinked(tools: ReportRouteTools, token: string): Promise<OfficeReport> {
  const { campaignId, officeId } = await followLink(tools, token);
  const campaign: Campaign | undefined = (await tools.campaigns.list()).find(({ id }) => id === campaignId);
  if (!campaign) throw new NotFoundError('There is no report at this address.');
  return readOfficeReport(tools, campaign, officeId);
}

/** Kept by nobody, found by no search engine. */
function asUnlisted(response: Response): Response {
  return response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
}
