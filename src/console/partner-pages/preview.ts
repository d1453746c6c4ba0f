import { campaignPage, publicMilestones, type PagePartner } from '../../campaigns/index.js';
import { readCounts } from '../../counts/index.js';
import { listPageVersions, pagePartnerOf, type Partner } from '../../partners/index.js';
import { NotFoundError } from '../../platform/errors.js';
import { faultsPage, PREVIEW_HEADERS } from '../editor/preview.js';
import type { Answer, CoalitionVisit } from '../visit.js';
import { getPartner } from './lead.js';
import { readDraft } from './page-form.js';
import { coalitionCampaigns, type PartnerPageTools } from './tools.js';

/** One of the partner's own versions on one of the coalition's campaigns. */
export function previewOwn(tools: PartnerPageTools, visit: CoalitionVisit): Promise<Answer> {
  return previewVersion(tools, visit, visit.partner);
}

/** A partner's version, for the lead. */
export function previewPartner(tools: PartnerPageTools, visit: CoalitionVisit): Promise<Answer> {
  return previewVersion(tools, visit, getPartner(visit));
}

/** What was typed, without saving anything. */
export async function previewTyped(tools: PartnerPageTools, visit: CoalitionVisit): Promise<Answer> {
  const { draft, faults } = await readDraft(tools.db, visit);
  if (faults.length > 0) return faultsPage(faults);
  const { intro, optInText, accent, logoId, logo, website } = draft;
  const shown = pagePartnerOf(
    { name: visit.partner.name, website: website || null },
    { intro, optInText, accent: accent || null, logoId },
  );
  const picture = logo && `data:${logo.type};base64,${Buffer.from(logo.bytes).toString('base64')}`;
  return previewOf(tools, visit, {
    partner: picture === undefined ? shown : { ...shown, logo: picture },
    slug: visit.form.one('campaign'),
  });
}

async function previewVersion(tools: PartnerPageTools, visit: CoalitionVisit, partner: Partner): Promise<Answer> {
  const versions = await listPageVersions(tools.db, partner.id);
  const number = visit.query.one('version');
  const version = number === '' ? versions[0] : versions.find((one) => String(one.number) === number);
  if (!version && number !== '') throw new NotFoundError('There is no such version of the page.');
  if (!version) return faultsPage([{ field: 'Page', message: 'nothing is saved yet' }]);
  return previewOf(tools, visit, {
    partner: pagePartnerOf(partner, version),
    slug: visit.query.one('campaign'),
  });
}

type Wanted = {
  readonly partner: PagePartner;
  /** Of the campaign; '' for the coalition's first. */
  readonly slug: string;
};

async function previewOf(tools: PartnerPageTools, visit: CoalitionVisit, { partner, slug }: Wanted): Promise<Answer> {
  const campaigns = await coalitionCampaigns(tools, visit);
  const campaign = slug === '' ? campaigns[0] : campaigns.find((one) => one.slug === slug);
  if (!campaign && slug !== '') throw new NotFoundError('The coalition has no such campaign.');
  if (!campaign) return faultsPage([{ field: 'Campaign', message: 'the coalition has none yet' }]);
  const counts = await readCounts(tools.db, campaign.id);
  const milestones = await publicMilestones(tools.db, campaign.id);
  const about = { standing: { kind: 'open' }, counts, source: '', variant: '', milestones } as const;
  const data = { title: campaign.file.title, ...campaignPage(campaign, { ...about, partner }), preview: BANNER };
  return { kind: 'page', template: 'campaigns/page', data, isFramed: true, headers: PREVIEW_HEADERS };
}

const BANNER = 'The campaign’s page as people see it who come by the partner’s links.';
