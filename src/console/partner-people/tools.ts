import type { Campaigns } from '../../campaigns/index.js';
import type { PeopleFileTools } from '../../partners/index.js';
import type { Ids } from '../../platform/ids.js';
import type { Log } from '../../platform/log.js';

/** What the pages about a partner's people need. */
export type PartnerPeopleTools = PeopleFileTools & {
  readonly campaigns: Campaigns;
  readonly ids: Ids;
  readonly log: Log;
};
