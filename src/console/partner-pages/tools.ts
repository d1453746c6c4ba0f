import type { Campaign, Campaigns } from '../../campaigns/index.js';
import type { Accounts, InvitationTools } from '../../organizers/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { Ids } from '../../platform/ids.js';
import type { CoalitionVisit } from '../visit.js';

export type PartnerPageTools = Pick<Accounts, 'errands'> & {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly campaigns: Campaigns;
  readonly mailer: InvitationTools['mailer'];
  readonly baseUrl: string;
};

/** The coalition's campaigns, in the order of the installation's list. */
export async function coalitionCampaigns(
  { campaigns }: Pick<PartnerPageTools, 'campaigns'>,
  { coalition }: CoalitionVisit,
): Promise<readonly Campaign[]> {
  return (await campaigns.list()).filter(({ id }) => coalition.campaignIds.includes(id));
}

/** A page of the coalition below the organization: `/coalitions/safe-harbourview/page`. */
export function pathIn({ coalition }: CoalitionVisit, part: string): string {
  return `/coalitions/${coalition.slug}${part}`;
}
