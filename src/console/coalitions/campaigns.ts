import type { Campaign } from '../../campaigns/index.js';
import { addCampaign, removeCampaign } from '../../partners/index.js';
import { ForbiddenError, InputError, NotFoundError } from '../../platform/errors.js';
import { ownCampaigns } from '../own-campaigns.js';
import { go, page, type Answer, type CampaignVisit, type CoalitionVisit } from '../visit.js';
import { campaignsOf } from './campaigns-of.js';
import { orAgain, rootOf, type CoalitionTools } from './coalition-tools.js';
import { overviewPage } from './overview.js';

/** Adds one of the organization's own campaigns. */
export function addOwnCampaign(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  return orAgain(
    async () => {
      const slug = visit.form.one('campaign');
      const campaign = (await ownCampaigns(tools, visit)).find((one) => one.slug === slug);
      if (!campaign) throw new InputError([{ field: 'campaign', message: 'Please choose one of your campaigns.' }]);
      await addCampaign(tools, visit.coalition, campaign);
      const { title } = campaign.file;
      return go(rootOf(visit), `${title} is in the coalition. Its people are counted anew in a while.`, {
        trace: traceOf(visit, title),
      });
    },
    (faults) => overviewPage(tools, visit, faults),
  );
}

export async function askToRemoveCampaign(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { file, slug } = await removable(tools, visit);
  return page('coalitions/remove-campaign', {
    title: 'Take a campaign out',
    root: visit.base + rootOf(visit),
    campaign: { title: file.title, slug },
  });
}

export async function takeCampaignOut(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { file, id } = await removable(tools, visit);
  await removeCampaign(tools, visit.coalition.id, id);
  return go(rootOf(visit), `${file.title} is no longer in the coalition. It goes on by itself.`, {
    trace: traceOf(visit, file.title),
  });
}

/** Takes an own campaign out of whatever coalition it is in, also one that the organization has left. */
export async function takeOwnOut(tools: CoalitionTools, { campaign }: CampaignVisit): Promise<Answer> {
  const coalition = (await tools.coalitions.list()).find(({ campaignIds }) => campaignIds.includes(campaign.id));
  if (!coalition) throw new NotFoundError('This campaign is in no coalition.');
  await removeCampaign(tools, coalition.id, campaign.id);
  return go('/coalitions', `${campaign.file.title} is no longer in ${coalition.name}.`, {
    trace: { about: `campaign:${campaign.slug}`, detail: coalition.name },
  });
}

/** The campaign's own organization may take it out, and the lead. @throws NotFoundError ForbiddenError */
async function removable(tools: CoalitionTools, visit: CoalitionVisit): Promise<Campaign> {
  const campaign = (await campaignsOf(tools, visit.coalition)).find(({ slug }) => slug === visit.part('campaign'));
  if (!campaign) throw new NotFoundError('There is no such campaign in this coalition.');
  const mayLead = visit.isLead && visit.coalition.endedAt === null;
  if (!mayLead && campaign.organizationId !== visit.organization.organizationId)
    throw new ForbiddenError('Only the organization whose campaign it is, and the lead, may take it out.');
  return campaign;
}

function traceOf({ coalition }: CoalitionVisit, detail: string) {
  return { about: `coalition:${coalition.slug}`, detail };
}
