/** A web process that takes very many letters which nobody sends: what they cost it in memory. */
import { readConfig } from '../../src/config.js';
import { closeWiring, createWiring } from '../../src/wiring.js';
import { MAILED_PER_ACTION, takeActions } from './fill.js';

/** Bytes that the process needed more at the end. */
export type Grown = { readonly heap: number; readonly resident: number };

const wiring = createWiring(readConfig());
const letters = Number(process.argv[2]);
// What any process needs once, the first people bring about.
await takeActions(wiring, 1_000);
const before = memory();
await takeActions(wiring, letters / MAILED_PER_ACTION - 1_000);
const after = memory();
process.send?.({ heap: after.heap - before.heap, resident: after.resident - before.resident } satisfies Grown);
await closeWiring(wiring);
process.disconnect();

function memory(): Grown {
  global.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed + arrayBuffers, resident: rss };
}
