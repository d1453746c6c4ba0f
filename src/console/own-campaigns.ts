import type { Campaign, Campaigns } from '../campaigns/index.js';
import type { Visit } from './visit.js';

/** The campaigns of the organization that is visited. */
export async function ownCampaigns(
  { campaigns }: { readonly campaigns: Campaigns },
  { organization }: Pick<Visit, 'organization'>,
): Promise<readonly Campaign[]> {
  return (await campaigns.list()).filter((one) => one.organizationId === organization.organizationId);
}
