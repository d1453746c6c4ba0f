import type { Db } from '../platform/db.js';
import type { RateLimits } from '../platform/rate-limits/index.js';
import { dailyActionsSignal } from './daily-actions.js';
import { networkFloodSignal } from './network-flood.js';
import type { Signal } from './screening.js';

/** The signals that count: how much comes from one network, how often one person acts. */
export function limitSignals({ db, limits }: { readonly db: Db; readonly limits: RateLimits }): readonly Signal[] {
  return [networkFloodSignal(limits), dailyActionsSignal(db)];
}
