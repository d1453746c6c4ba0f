import type { Campaigns } from '../../campaigns/index.js';
import type { Coalitions } from '../../partners/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { Ids } from '../../platform/ids.js';
import type { Seal } from '../../platform/seal.js';

/** What is needed to exchange numbers with other installations. */
export type ExchangeTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly campaigns: Campaigns;
  readonly coalitions: Coalitions;
  /** Its host is the installation's name. */
  readonly baseUrl: string;
};
