import type { Server } from 'node:http';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from './app.js';
import { heldBackText, holdBack, keepHoldingBack } from './backups/index.js';
import { loadCampaignFolder } from './campaigns/index.js';
import { keepSweeping, listenForBounces, type BounceListener, type Sweeping } from './deliveries/index.js';
import { keepNoticing } from './notices/index.js';
import { keepSketches } from './comparison/index.js';
import { keepPeriods } from './people/index.js';
import { keepCountingPeople, keepDigests } from './partners/index.js';
import { firstSetupToken, keepTidying } from './organizers/index.js';
import { useDataKeys } from './platform/data-keys.js';
import { InputError, messageOf } from './platform/errors.js';
import { migrate } from './platform/migrations.js';
import { programPath } from './platform/paths.js';
import { createStrain } from './platform/strain.js';
import { createWebServer } from './web/index.js';
import { closeWiring, loadStarter, type Wiring } from './wiring.js';

/** Which parts of Clarion run in this process. */
export type Parts = { readonly web: boolean; readonly worker: boolean };

/** A running process; `stop` lets what is under way end and closes everything. */
export type Running = { readonly address: string | undefined; readonly stop: () => Promise<void> };

/** Prints to the person who started the program. */
export type Say = (line: string) => void;

/** How long requests and letters under way may take after Ctrl-C. */
const DRAIN_MS = 15_000;

/** Brings the data base up to date: tables, starter data, the campaigns in the folder. */
async function prepare(wiring: Wiring, say: Say): Promise<void> {
  const migrated = await migrate(wiring.db);
  await useDataKeys(wiring.db, wiring.clock.now());
  if (migrated.length > 0) say(`Database: ${migrated.length} migration${migrated.length === 1 ? '' : 's'} applied.`);
  const held = await holdBack(wiring);
  if (held) say(heldBackText(held));
  for (const { dataSet } of await loadStarter(wiring))
    say(`Data: ${dataSet.title}, ${dataSet.records} records as of ${dataSet.asOf}.`);
  for (const folder of campaignFolders()) await loadCampaign(wiring, folder, say);
}

/** Starts the parts and answers once they are ready. */
export async function serve(wiring: Wiring, parts: Parts, say: Say): Promise<Running> {
  await prepare(wiring, say);
  const bounces = parts.worker ? await listenToBounces(wiring, say) : undefined;
  const server = parts.web ? await listen(wiring).catch((error: unknown) => giveUp(error, wiring, bounces)) : undefined;
  const sweeping = parts.worker ? startWorker(wiring) : undefined;
  const address = server && addressOf(wiring, server);
  if (address !== undefined) await offerSetup(wiring, address, say);
  return {
    address,
    stop: async () => {
      const late = setTimeout(() => server?.closeAllConnections(), DRAIN_MS);
      wiring.live.close();
      wiring.screens.close();
      await (server && closeServer(server));
      await bounces?.close();
      await sweeping?.stop();
      await closeWiring(wiring);
      clearTimeout(late);
    },
  };
}

/** As long as nobody has an account, each start prints a new link with which the first one is made. */
async function offerSetup(wiring: Wiring, address: string, say: Say): Promise<void> {
  const token = await firstSetupToken(wiring);
  if (token !== undefined) say(`Make the first account here, within a day: ${address}/setup/${token}`);
}

/** Closes what would keep the process alive, and fails. */
async function giveUp(error: unknown, wiring: Wiring, bounces?: BounceListener): Promise<never> {
  await bounces?.close();
  await closeWiring(wiring);
  throw error;
}

function startWorker(wiring: Wiring): Sweeping {
  wiring.queue.consume(wiring.worker.deliver);
  const copies = keepHoldingBack(wiring);
  const letters = keepSweeping(wiring, wiring.worker);
  const mails = keepNoticing(wiring.notices, wiring);
  const periods = keepPeriods(wiring);
  const accounts = keepTidying(wiring);
  const sketches = keepSketches({ ...wiring, baseUrl: wiring.config.BASE_URL });
  const counting = keepCountingPeople(wiring);
  const digests = keepDigests({ ...wiring, baseUrl: wiring.config.BASE_URL });
  return {
    stop: async () => {
      await Promise.all([
        copies.stop(),
        letters.stop(),
        mails.stop(),
        periods.stop(),
        accounts.stop(),
        sketches.stop(),
        counting.stop(),
        digests.stop(),
      ]);
    },
  };
}

/** Takes mail to return addresses where a setting names a port; a machine's second worker leaves it to the first. */
async function listenToBounces(wiring: Wiring, say: Say): Promise<BounceListener | undefined> {
  const { BOUNCE_LISTEN } = wiring.config;
  if (BOUNCE_LISTEN === undefined) return undefined;
  const listener = await listenForBounces(BOUNCE_LISTEN, wiring).catch(async (error: unknown) => {
    await closeWiring(wiring);
    throw new InputError([{ field: 'BOUNCE_LISTEN', message: `cannot be listened on (${messageOf(error)})` }]);
  });
  const address = listener.address();
  say(address ? `Bounces are taken at ${address}` : `Bounces are not taken here: ${BOUNCE_LISTEN} is taken.`);
  return listener;
}

function listen(wiring: Wiring): Promise<Server> {
  const { PORT, HOST } = wiring.config;
  const server = createWebServer(createApp(wiring, createStrain()));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new InputError([
              {
                field: 'PORT',
                message: `${PORT} is taken by another program; choose another one, for example PORT=${PORT + 1}`,
              },
            ])
          : error,
      );
    });
    server.listen(PORT, HOST, () => {
      resolve(server);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
}

function addressOf(wiring: Wiring, server: Server): string {
  const bound = server.address();
  const isAnyPort = wiring.config.PORT === 0 && typeof bound === 'object' && bound !== null;
  return isAnyPort ? `http://localhost:${bound.port}` : wiring.config.BASE_URL;
}

function campaignFolders(): string[] {
  const folder = programPath('campaigns');
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .sort();
}

/** A faulty folder does not keep the others from being served. */
async function loadCampaign(wiring: Wiring, folder: string, say: Say): Promise<void> {
  try {
    const { slug, change } = await loadCampaignFolder(wiring, folder);
    if (change === 'kept') say(`Campaign: ${slug} is edited in the console; its folder is left alone.`);
    else if (change !== 'unchanged') say(`Campaign: ${slug} loaded (${change}).`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    say(`Campaign not loaded, please correct it:\n${error.message}`);
  }
}
