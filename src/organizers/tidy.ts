import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { keepDoing, type Keeping } from '../platform/keep-doing.js';
import type { Log } from '../platform/log.js';
import { IDLE_MS } from './sessions.js';
import { deleteOutdated } from './store-tidy.js';

const HOUR_MS = 3_600_000;
const TIDY_EVERY_MS = HOUR_MS;

/** How long an invitation that ran out can still be sent again. */
const LATE_INVITATION_MS = 30 * 24 * HOUR_MS;

export type TidyTools = { readonly db: Db; readonly clock: Clock };

/** Forgets what has run out. Any number of processes may do so. */
export function tidyAccounts({ db, clock }: TidyTools): Promise<void> {
  const now = clock.now();
  return writing(db, (trx) =>
    deleteOutdated(trx, {
      now,
      seenAt: now - IDLE_MS,
      triedAt: now - HOUR_MS,
      invitedUntil: now - LATE_INVITATION_MS,
    }),
  );
}

/** Tidies each hour until it is stopped. */
export function keepTidying(tools: TidyTools & { readonly log: Log }): Keeping {
  const failed = 'tidying accounts failed; it is tried again in an hour';
  return keepDoing(tools.log, { everyMs: TIDY_EVERY_MS, failed, work: () => tidyAccounts(tools) });
}
