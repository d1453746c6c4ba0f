import { keepDoing, type Keeping } from '../../platform/keep-doing.js';
import type { Log } from '../../platform/log.js';
import type { ExchangeTools } from './exchange-tools.js';
import { renewSketches } from './publish.js';
import { listSketches, listInstallations } from './store-installations.js';

/** Sketches of large coalitions take seconds; comparisons are renewed once an hour too. */
const EVERY_MS = 3_600_000;

/** Counts who wrote since anew for comparisons that other installations' files are merged into, once an hour. */
export function keepSketches(tools: ExchangeTools & { readonly log: Log }): Keeping {
  const work = (): Promise<void> => renewOldSketches(tools);
  return keepDoing(tools.log, { everyMs: EVERY_MS, failed: 'counting people for other servers failed', work });
}

/** Renews those that are older than that, of coalitions that are compared with other installations. */
async function renewOldSketches(tools: ExchangeTools): Promise<void> {
  for (const coalition of await tools.coalitions.list()) {
    if ((await listInstallations(tools.db, coalition.id)).length === 0) continue;
    const [kept] = await listSketches(tools.db, coalition.id);
    if (kept && kept.madeAt > tools.clock.now() - EVERY_MS / 2) continue;
    await renewSketches(tools, coalition);
  }
}
