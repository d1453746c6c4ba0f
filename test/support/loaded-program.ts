import type { Express } from 'express';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { createApp } from '../../src/app.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { importFile, type ImportResult } from '../../src/data-sets/index.js';
import { createLog } from '../../src/platform/log.js';
import { programPath } from '../../src/platform/paths.js';
import { createWiring, loadStarter, type Wiring } from '../../src/wiring.js';
import { openTestDatabase, type TestDatabase } from './databases.js';
import { FILE_DAY } from './imports.js';
import { mainDatabaseUrl } from './services.js';
import { CITY, NATIONAL, START, testConfig } from './world.js';

/** The whole program over a data base that keeps what is loaded into it, for suites that only read. */
export type LoadedProgram = Wiring & {
  readonly app: Express;
  readonly http: TestAgent;
  /** Sets the clock, also back. */
  readonly setClock: (at: number) => void;
  readonly importPath: (source: string, path: string) => Promise<ImportResult>;
  /** Loads a campaign's folder. */
  readonly loadCampaign: (folder: string) => Promise<void>;
};

/** Opens the program once for a suite, with the starter data and shipped campaigns, as a bare machine has them. */
export function useLoadedProgram(): () => LoadedProgram {
  let program: LoadedProgram | undefined;
  let base: TestDatabase | undefined;

  before(async function () {
    this.timeout(60_000);
    base = await openTestDatabase(mainDatabaseUrl);
    program = await openProgram(base);
  });
  after(async () => {
    await program?.worker.stop();
    await program?.queue.close();
    await program?.channel.close();
    await base?.close();
  });
  return () => {
    if (!program) throw new Error('The program is open only inside a test.');
    return program;
  };
}

async function openProgram({ db }: TestDatabase): Promise<LoadedProgram> {
  let now = START;
  const wiring = createWiring(testConfig(), { db, clock: { now: () => now }, log: createLog('silent') });
  await loadStarter(wiring);
  const app = createApp(wiring);
  const program: LoadedProgram = {
    ...wiring,
    app,
    http: request.agent(app),
    setClock: (at) => {
      now = at;
    },
    importPath: async (name, path) => {
      const source = wiring.importSources.find((one) => one.name === name);
      if (!source) throw new Error(`There is no importer ${name}.`);
      const result = await importFile(wiring, { source, path, options: { asOf: FILE_DAY } });
      // What is held in memory is asked for again after a while.
      now += 2_000;
      return result;
    },
    loadCampaign: async (folder) => {
      await loadCampaignFolder(wiring, folder);
      now += 2_000;
    },
  };
  for (const slug of [CITY, NATIONAL, 'colorado-clear-records', 'uk-supply-chains']) {
    await program.loadCampaign(programPath('campaigns', slug));
  }
  return program;
}
