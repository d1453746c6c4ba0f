import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/platform/log.js';
import { migrate } from '../../src/platform/migrations.js';
import { programPath } from '../../src/platform/paths.js';
import { createBullQueue, type Queue } from '../../src/platform/queue/index.js';
import { createWiring, loadStarter, type Wiring } from '../../src/wiring.js';
import { CAMPAIGN } from './fill.js';

/** The side of the program that takes actions, without its pages. */
export type Pages = {
  readonly wiring: Wiring;
  /** Calls to a worker in the same process, in which the bench does not run. */
  readonly calls: (readonly string[])[];
};

/** Opens it over a data base that may be empty. */
export async function openPages(env: Readonly<Record<string, string>>): Promise<Pages> {
  const config = readConfig(env);
  const calls: (readonly string[])[] = [];
  const queue = config.REDIS_URL ? createBullQueue(config.REDIS_URL, createLog('warn')) : noted(calls);
  const wiring = createWiring(config, { queue });
  await migrate(wiring.db);
  await loadStarter(wiring);
  await loadCampaignFolder(wiring, programPath('campaigns', CAMPAIGN));
  return { wiring, calls };
}

function noted(calls: (readonly string[])[]): Queue {
  return {
    name: 'embedded',
    announce: (ids) => void calls.push(ids),
    consume: () => undefined,
    isUp: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}
