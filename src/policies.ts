import type { Campaigns } from './campaigns/index.js';
import type { Policies } from './deliveries/index.js';

/** How each campaign's letters are sent, as its newest version says. */
export async function readPolicies(campaigns: Campaigns): Promise<Policies> {
  return new Map(
    (await campaigns.list()).map(({ id, file }) => {
      const { per_target_per_hour: perTargetPerHour, per_minute: perMinute, window } = file.delivery.pace;
      const timeZone = file.time_zone;
      return [id, { ifUnknown: file.delivery.if_unknown, perTargetPerHour, perMinute, window, timeZone }];
    }),
  );
}
