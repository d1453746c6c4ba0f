import type { Campaign, Campaigns } from '../../campaigns/index.js';
import { ownCampaigns } from '../own-campaigns.js';
import type { CampaignVisit, ConsoleRoute, Visit } from '../visit.js';

/** The letters that a page is about: those of one campaign, or of all that the organization has. */
export type Scope = {
  readonly campaigns: readonly Campaign[];
  readonly campaignIds: readonly string[];
  /** Below the organization: `/letters` or `/campaigns/x/letters`. */
  readonly path: string;
  /** The page's address, with the organization. */
  readonly href: string;
  readonly isWhole: boolean;
  /** Whose clock the page shows. */
  readonly timeZone: string;
};

/** What a visit's page is about; `section` is the last part of its path: `letters`, `review`. */
export async function scopeOf(
  campaigns: Campaigns,
  visit: Visit | CampaignVisit,
  section: 'letters' | 'review' = 'letters',
): Promise<Scope> {
  const own = 'campaign' in visit ? [visit.campaign] : await ownCampaigns({ campaigns }, visit);
  const path = 'campaign' in visit ? `/campaigns/${visit.campaign.slug}/${section}` : `/${section}`;
  const zones = new Set(own.map(({ file }) => file.time_zone));
  return {
    campaigns: own,
    campaignIds: own.map(({ id }) => id),
    path,
    href: visit.base + path,
    isWhole: !('campaign' in visit),
    timeZone: (zones.size === 1 ? [...zones][0] : undefined) ?? 'UTC',
  };
}

type Both = Omit<Extract<ConsoleRoute, { of: 'organization' }>, 'of'>;
type RouteOf = Both extends infer Route ? Omit<Route, 'handle'> : never;

/** A route for all letters of the organization, and the same for those of one campaign. */
export function onBoth(
  route: ({ readonly method: 'get' } | { readonly method: 'post'; readonly does: string | undefined }) &
    Pick<RouteOf, 'path' | 'needs'>,
  handle: (visit: Visit | CampaignVisit) => ReturnType<Both['handle']>,
): ConsoleRoute[] {
  return [
    { ...route, of: 'organization', handle },
    { ...route, path: `/campaigns/:campaign${route.path}`, of: 'campaign', handle },
  ];
}
