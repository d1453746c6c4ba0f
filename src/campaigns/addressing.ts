import { mayAddress } from '../targets/index.js';
import type { Campaign } from './campaign.js';
import type { Campaigns } from './campaigns.js';

/** The slugs of the open campaigns that may address some of these offices, so that whoever changes a roster knows. */
export async function openCampaignsAddressing(campaigns: Campaigns, officeIds: readonly string[]): Promise<string[]> {
  const slugs: string[] = [];
  for (const campaign of await campaigns.list()) {
    if (!mayBeAddressed(campaign, officeIds)) continue;
    if ((await campaigns.standing(campaign)).kind === 'open') slugs.push(campaign.slug);
  }
  return slugs;
}

/** Whether a campaign's rule may address one of these offices. */
export function mayBeAddressed({ rule }: Campaign, officeIds: readonly string[]): boolean {
  return officeIds.some((id) => mayAddress(rule, id));
}
