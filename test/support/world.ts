import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Express } from 'express';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { createApp } from '../../src/app.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { readConfig, type Config } from '../../src/config.js';
import { checkCounts, readCounts } from '../../src/counts/index.js';
import { sweep } from '../../src/deliveries/index.js';
import { createFormTokens } from '../../src/actions/index.js';
import { createPlaces, type Places } from '../../src/divisions/index.js';
import { checkPeople } from '../../src/partners/index.js';
import { createLog } from '../../src/platform/log.js';
import { programPath } from '../../src/platform/paths.js';
import type { Queue } from '../../src/platform/queue/index.js';
import { closeWiring, createWiring, loadStarter, type Wiring } from '../../src/wiring.js';
import { beginTest, openTestDatabase, type TestDatabase } from './databases.js';
import { mainDatabaseUrl } from './services.js';

/** 10 March 2027, 15:00 UTC: a day on which every shipped campaign is in season. */
export const START = Date.UTC(2027, 2, 10, 15);

export const MINUTE = 60_000;

/** How long people of tests look at a form before they send it. */
const READING_MS = 20_000;

export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The whole program over a data base that forgets everything after each test, with a clock that tests can move. */
export type World = Wiring & {
  readonly app: Express;
  readonly http: TestAgent;
  readonly moveClock: (ms: number) => void;
  /** Ids that the queue was told, in order. */
  readonly announced: string[];
  /** Lets the worker send everything that is due now. */
  readonly sendDue: () => Promise<void>;
  /** Lets every mail to supporters that is due now go out. */
  readonly mailDue: () => Promise<void>;
};

/** The one supporter, and others who act beside her. */
export const ana = {
  given_name: 'Ana',
  family_name: 'Lima',
  email: 'ana.lima@supporter.example',
  postal_code: '80202',
};
export const ben = { given_name: 'Ben', family_name: 'Okafor', email: 'ben@supporter.example', postal_code: '90210' };

/** The campaign that works without further data: three offices by mail, one vacant, one by its own form. */
export const CITY = 'harbourview-hotel-training';
export const NATIONAL = 'reauthorize-tvpa';

let base: TestDatabase | undefined;
let starterPlaces: Places | undefined;

/** Opened once for all tests; the starter data and the shipped campaigns are loaded once. */
async function openBase(): Promise<TestDatabase> {
  if (base) return base;
  base = await openTestDatabase(mainDatabaseUrl);
  const wiring = createWiring(testConfig(), { db: base.db, queue: silentQueue([]), log: createLog('silent') });
  await loadStarter(wiring);
  for (const slug of [CITY, NATIONAL, 'colorado-clear-records', 'uk-supply-chains']) {
    await loadCampaignFolder(wiring, programPath('campaigns', slug));
  }
  starterPlaces = await readPlaces(base.db);
  return base;
}

/** Reads all postal codes and maps now; since its clock stands still it never asks for them again. */
async function readPlaces(db: TestDatabase['db']): Promise<Places> {
  const places = createPlaces({ db, clock: { now: () => START } });
  await places.findByCode('80202', 'us');
  await places.findByCode('SW1A 2AA', 'gb');
  await places.exacter('us');
  return places;
}

/** Closes what the first test opened; a root hook calls it. */
export async function closeBase(): Promise<void> {
  await base?.close();
}

/**
 * Gives each test of a suite a world of its own. After each test the counters must agree with the rows, and letters
 * taken must be the sum of the terms.
 */
export function useWorld(
  options: {
    readonly given?: () => Partial<Wiring>;
    readonly config?: Partial<Config>;
    /** The starter's postal codes are read once for all tests, which takes longer than most tests do. */
    readonly keepsStarterPlaces?: boolean;
  } = {},
): () => World {
  let world: World | undefined;
  let end: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    const { trx, end: rollBack } = await beginTest((await openBase()).db);
    end = rollBack;
    const kept = options.keepsStarterPlaces && starterPlaces ? { places: starterPlaces } : {};
    world = createWorld({ ...kept, ...options.given?.(), db: trx }, options.config);
  });
  afterEach(async () => {
    try {
      if (world) await expectReconciled(world);
    } finally {
      await world?.worker.stop();
      await world?.notices.idle();
      await world?.viewCounter.flush();
      await world?.channel.close();
      await world?.mailer.close();
      await end?.();
      world = undefined;
    }
  });
  return () => {
    if (!world) throw new Error('The world exists only inside a test.');
    return world;
  };
}

/** A world over a data base of the caller's own. */
export function createWorld(given: Partial<Wiring>, config: Partial<Config> = {}): World {
  let now = START;
  const announced: string[] = [];
  const wiring = createWiring(testConfig(config), {
    clock: { now: () => now },
    queue: silentQueue(announced),
    log: createLog('silent'),
    ...given,
  });
  // People take their time over a letter, though the clock of tests stands still.
  const earlier = { now: () => wiring.clock.now() - READING_MS };
  const formTokens = given.formTokens ?? createFormTokens({ ...wiring, clock: earlier });
  const app = createApp({ ...wiring, formTokens });
  return {
    ...wiring,
    formTokens,
    app,
    http: request.agent(app),
    announced,
    moveClock: (ms) => {
      now += ms;
    },
    sendDue: async () => {
      await sweep(wiring, wiring.worker);
    },
    mailDue: wiring.notices.sendDue,
  };
}

export function testConfig(config: Partial<Config> = {}): Config {
  return { ...readConfig({ SECRET: 'a secret for tests only, nothing else', LOG_LEVEL: 'silent' }), ...config };
}

/** A queue that only remembers what it was told, so that a test decides when letters are sent. */
function silentQueue(announced: string[]): Queue {
  return {
    name: 'embedded',
    announce: (ids) => void announced.push(...ids),
    consume: () => undefined,
    isUp: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}

/** The promise that holds after every test: counters agree with rows, and the terms add up. */
export async function expectReconciled(world: Pick<World, 'db' | 'campaigns' | 'seal'>): Promise<void> {
  const { differences } = await checkCounts(world.db, { repair: false });
  expect(differences, 'counters and rows').to.deep.equal([]);
  expect(await checkPeople(world, { repair: false }), 'coalitions’ people and rows').to.deep.equal([]);
  for (const campaign of await world.campaigns.list()) {
    const { taken, ...terms } = (await readCounts(world.db, campaign.id)).letters;
    const sum = Object.values(terms).reduce((total, count) => total + count, 0);
    expect(sum, `terms of ${campaign.slug}`).to.equal(taken);
  }
}

export { closeWiring };

/** A folder that is gone after the test. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clarion-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
