import type { Campaigns } from '../../campaigns/index.js';
import type { Mailer } from '../../deliveries/index.js';
import type { Db } from '../../platform/db.js';
import type { Ids } from '../../platform/ids.js';
import type { TargetFinder } from '../../targets/index.js';
import type { ChecklistTools } from './checklist.js';

export type LaunchTools = ChecklistTools & {
  readonly db: Db;
  readonly ids: Ids;
  readonly campaigns: Campaigns;
  readonly finder: TargetFinder;
  readonly mailer: Mailer;
  readonly baseUrl: string;
};
