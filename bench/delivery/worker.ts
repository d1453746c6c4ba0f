/** One worker of the program in a process of its own, which works between "go" and the last letter. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../src/config.js';
import { createWorker, keepSweeping, type Worker } from '../../src/deliveries/index.js';
import { query } from '../../src/platform/db.js';
import { createWiring } from '../../src/wiring.js';

/** Begins a round; with the embedded queue, calls that the program's own pages would have made. */
export type Go = { readonly calls: readonly (readonly string[])[] };

/** Answers a round: seconds until nothing was left in the data base. */
export type Done = { readonly seconds: number };

const POLL_MS = 20;

const wiring = createWiring(readConfig());
let worker: Worker | undefined;
let open: () => void = () => undefined;
let gate = new Promise<void>((resolve) => (open = resolve));

// Between the rounds calls wait here.
wiring.queue.consume(async (ids) => {
  await gate;
  await worker?.deliver(ids);
});
process.on('message', (go: Go) => void work(go));
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function work({ calls }: Go): Promise<void> {
  const start = performance.now();
  worker = createWorker(wiring);
  const sweeping = keepSweeping(wiring, worker);
  for (const ids of calls) wiring.queue.announce(ids);
  open();
  while (await isLeft()) await sleep(POLL_MS);
  const seconds = (performance.now() - start) / 1000;
  gate = new Promise<void>((resolve) => (open = resolve));
  await sweeping.stop();
  process.send?.({ seconds } satisfies Done);
}

async function isLeft(): Promise<boolean> {
  const rows = await query(wiring.db, "SELECT 1 AS here FROM deliveries WHERE state IN ('queued', 'sending') LIMIT 1");
  return rows.length > 0;
}
