import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import { createPlaces, type Places } from '../src/divisions/index.js';
import { loadCampaignFolder } from '../src/campaigns/index.js';
import { createLog } from '../src/platform/log.js';
import { programPath } from '../src/platform/paths.js';
import { createWiring, loadStarter } from '../src/wiring.js';
import { beginTest, openTestDatabase } from '../test/support/databases.js';
import { CITY, createWorld, expectReconciled, NATIONAL, START, testConfig, type World } from '../test/support/world.js';

/** The program over a data base in memory, with the shipped campaigns; it begins anew whenever that is asked. */
export type OpenProgram = {
  readonly world: () => World;
  readonly port: number;
  readonly folder: string;
  /** Forgets all that was done since the last time. @throws Error where counters and rows differ by then */
  readonly renew: () => Promise<World>;
  /** Looks at the counters and closes everything. */
  readonly close: () => Promise<void>;
};

/** The campaigns that are loaded. */
export const CAMPAIGNS = [CITY, NATIONAL, 'colorado-clear-records', 'uk-supply-chains'] as const;

const config = testConfig({ LIMITS: 'off', GEOCODERS: [] });

export async function openProgram(): Promise<OpenProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-fuzz-'));
  const base = await openTestDatabase('sqlite::memory:');
  const first = createWiring(config, { db: base.db, log: createLog('silent') });
  await loadStarter(first);
  for (const slug of CAMPAIGNS) await loadCampaignFolder(first, programPath('campaigns', slug));
  const places = createPlaces({ db: base.db, clock: { now: () => START } });
  await readPlaces(places);
  const begin = async () => {
    const { trx, end } = await beginTest(base.db);
    return { world: createWorld({ db: trx, places }, config), end };
  };
  let current = await begin();
  const { server, port } = await listen(() => current.world.app);
  const finish = async (): Promise<void> => {
    await settle(current.world);
    await current.end();
  };
  return {
    world: () => current.world,
    port,
    folder,
    renew: async () => {
      await finish();
      current = await begin();
      return current.world;
    },
    close: async () => {
      await finish();
      server.closeAllConnections();
      server.close();
      await base.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Reads them before a transaction holds the only connection; their clock stands still, so they never ask again. */
async function readPlaces(places: Places): Promise<void> {
  await places.findByCode('80202', 'us');
  await places.findByCode('SW1A 2AA', 'gb');
  await places.exacter('us');
}

/** Lets end what goes on behind the answers. @throws Error where counters and rows differ then */
async function settle(world: World): Promise<void> {
  await world.worker.stop();
  await world.notices.idle();
  await world.errands.idle();
  await world.viewCounter.flush();
  await world.channel.close();
  await world.mailer.close();
  await expectReconciled(world);
}

async function listen(app: () => Express): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    (app() as unknown as (...asked: unknown[]) => void)(request, response);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}
