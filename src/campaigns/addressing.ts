import { mayAddress } from '../targets/index.js';
import type { Campaigns } from './campaigns.js';

/** The slugs of the open campaigns that may address some of these offices, so that whoever changes a roster knows. */
export async function openCampaignsAddressing(campaigns: Campaigns, officeIds: readonly string[]): Promise<string[]> {
  const slugs: string[] = [];
  for (const campaign of await campaigns.list()) {
    if (!officeIds.some((id) => mayAddress(campaign.rule, id))) continue;
    if ((await campaigns.standing(campaign)).kind === 'open') slugs.push(campaign.slug);
  }
  return slugs;
}
