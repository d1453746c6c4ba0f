import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { keepDoing, type Keeping } from '../platform/keep-doing.js';
import type { Log } from '../platform/log.js';
import { tidyAlerts } from './store-alerts.js';
import { deleteExpiredBlocks } from './store-blocks.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Lines that ran out are shown so much longer, alerts in all. */
const SHOWN_MS = 30 * DAY_MS;

export type TidyAbuseTools = { readonly db: Db; readonly clock: Clock };

/** Forgets the networks of yesterday's alerts, and what nobody looks at any longer. Any number of processes may do so. */
export async function tidyAbuse({ db, clock }: TidyAbuseTools): Promise<void> {
  const now = clock.now();
  await deleteExpiredBlocks(db, now - SHOWN_MS);
  await tidyAlerts(db, { networksBefore: now - DAY_MS, alertsBefore: now - SHOWN_MS });
}

/** Tidies each hour until it is stopped. */
export function keepTidyingAbuse(tools: TidyAbuseTools & { readonly log: Log }): Keeping {
  const failed = 'tidying block lists and alerts failed; it is tried again in an hour';
  return keepDoing(tools.log, { everyMs: HOUR_MS, failed, work: () => tidyAbuse(tools) });
}
