import type { Campaign } from '../../campaigns/index.js';
import type { Coalition } from '../../partners/index.js';
import { ownCampaigns } from '../own-campaigns.js';
import type { CoalitionVisit } from '../visit.js';
import type { CoalitionTools } from './coalition-tools.js';

/** The campaigns of a coalition, in the order in which they were added. */
export async function campaignsOf(
  { campaigns }: Pick<CoalitionTools, 'campaigns'>,
  { campaignIds }: Coalition,
): Promise<readonly Campaign[]> {
  const all = await campaigns.list();
  return campaignIds.flatMap((id) => all.find((one) => one.id === id) ?? []);
}

/** The organization's own campaigns that are in no coalition. */
export async function freeCampaigns(
  tools: Pick<CoalitionTools, 'campaigns' | 'coalitions'>,
  visit: CoalitionVisit,
): Promise<readonly Campaign[]> {
  const taken = new Set((await tools.coalitions.list()).flatMap(({ campaignIds }) => campaignIds));
  return (await ownCampaigns(tools, visit)).filter(({ id }) => !taken.has(id));
}
