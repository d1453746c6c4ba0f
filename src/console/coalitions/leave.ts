import { answerNews, leaveCoalition, takesPart, tellOwnersLater } from '../../partners/index.js';
import { ownCampaigns } from '../own-campaigns.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { rootOf, type CoalitionTools } from './coalition-tools.js';

/** What leaving ends and what stays; the lead is told what it has to do first. */
export async function leavePage(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, partner, isLead } = visit;
  const campaigns = await campaignsIn(tools, visit);
  return page('coalitions/leave', {
    title: `Leave ${coalition.name}`,
    root: visit.base + rootOf(visit),
    coalition: coalition.name,
    organization: partner.name,
    isLead,
    isEnded: coalition.endedAt !== null,
    others: coalition.partners.some((one) => takesPart(one) && one.id !== partner.id),
    campaigns: campaigns.map(({ file }) => file.title),
  });
}

export async function leave(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, partner, form } = visit;
  const own = form.one('campaigns') === 'yes' ? await campaignsIn(tools, visit) : [];
  await leaveCoalition(tools, { coalition, partner, campaignIds: own.map(({ id }) => id) });
  if (coalition.leadOrganizationId !== null) {
    const sentence = `${partner.name} has left the coalition ${coalition.name}. Its numbers stay; it gets nobody more.`;
    const { name } = coalition;
    tellOwnersLater(tools, [coalition.leadOrganizationId], (home) =>
      answerNews({ coalition: name, sentence, link: `${home}${rootOf(visit)}/members` }),
    );
  }
  return go('/coalitions', `${partner.name} has left ${coalition.name}.`);
}

/** The organization's own campaigns in this coalition. */
async function campaignsIn(tools: CoalitionTools, visit: CoalitionVisit) {
  return (await ownCampaigns(tools, visit)).filter(({ id }) => visit.coalition.campaignIds.includes(id));
}
