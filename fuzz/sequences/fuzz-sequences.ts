import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { createLog } from '../../src/platform/log.js';
import { programPath } from '../../src/platform/paths.js';
import { createWiring, loadStarter } from '../../src/wiring.js';
import { changeCampaign, copyCampaign } from '../../test/support/campaign-copies.js';
import { seedCoalition } from '../../test/support/coalition.js';
import { openTestDatabase } from '../../test/support/databases.js';
import { CITY, createWorld, expectReconciled, START, testConfig, type World } from '../../test/support/world.js';
import type { Fuzzing } from '../target.js';
import { sequences } from './steps.js';
import { OTHER, takeStep, type Played } from './take-step.js';

/** After so many sequences everything begins anew: the more there is, the longer a recount takes. */
const RENEW_AFTER = 60;

type Stage = { readonly world: World; readonly played: Played; readonly end: () => Promise<void> };

/**
 * Lets a few people act, act again, take back, confirm, be erased, in any order and at once; after each sequence the
 * counters are what the rows say. Each transaction is one of the data base's own, as in the program.
 */
export async function fuzzSequences(): Promise<Fuzzing> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-fuzz-'));
  let stage = await openStage(folder);
  let left = RENEW_AFTER;
  const property = fc.asyncProperty(sequences, async (groups) => {
    if (left-- === 0) {
      await stage.end();
      stage = await openStage(folder);
      left = RENEW_AFTER;
    }
    const { world, played } = stage;
    for (const group of groups) await Promise.all(group.map((step) => takeStep(world, played, step)));
    await quiet(world);
    await expectReconciled(world);
  });
  return {
    property,
    end: async () => {
      await stage.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openStage(folder: string): Promise<Stage> {
  const base = await openTestDatabase('sqlite::memory:');
  const config = testConfig({ LIMITS: 'off', GEOCODERS: [] });
  const first = createWiring(config, { db: base.db, log: createLog('silent'), clock: { now: () => START } });
  await loadStarter(first);
  await loadCampaignFolder(first, programPath('campaigns', CITY));
  const world = createWorld({ db: base.db }, config);
  await seedCoalition(world);
  // Another campaign of the same organization, in which letters wait until the address is confirmed.
  const own = mkdtempSync(join(folder, 'c-'));
  const confirming = (text: string): string => `${text}\ndelivery: { confirm_first: true }\n`;
  renameSync(copyCampaign(own, CITY, { 'campaign.yaml': confirming }), join(own, OTHER));
  await changeCampaign(world, join(own, OTHER));
  const end = async (): Promise<void> => {
    await world.worker.stop();
    await quiet(world);
    await world.channel.close();
    await world.mailer.close();
    await base.close();
  };
  return { world, played: { receipts: [], actions: [] }, end };
}

async function quiet(world: World): Promise<void> {
  await world.notices.idle();
  await world.errands.idle();
  await world.viewCounter.flush();
}
