/** One process of the program as it is shipped, with a clock that runs faster and one step at which it may die. */
import { readConfig } from '../../src/config.js';
import { createSmtpChannel } from '../../src/deliveries/index.js';
import type { Clock } from '../../src/platform/clock.js';
import { serve, type Parts } from '../../src/serve.js';
import { createWiring } from '../../src/wiring.js';
import { armed, watchedChannel, watchTransactions } from './steps.js';
import { createFastClock } from './fast-clock.js';

/** What a process is told at its start. */
export type ChildOrder = {
  readonly parts: Parts;
  readonly step: string;
  /** How often it passes the step before it dies there. */
  readonly times: number;
  /** When the run began, by the wall's clock. */
  readonly startedAt: number;
  /** Milliseconds by which its clock is off, to either side. */
  readonly clockOffMs: number;
};

/** What a process is told while it runs. */
export type ChildMessage =
  | { readonly kind: 'clock'; readonly offMs: number }
  /** Fills the SQLite file's allowance up, or lifts that. */
  | { readonly kind: 'full'; readonly isFull: boolean }
  /** Nobody dies from now on. */
  | { readonly kind: 'calm' };

/** Real time limits, so that silence of the mail server is met within a run. */
const TIMEOUTS = { connectMs: 2_000, envelopeMs: 2_500, answerMs: 3_500 };

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;
const steps = armed(order.step, order.times);
let offMs = order.clockOffMs;
const fast = createFastClock(order.startedAt);
const clock: Clock = { now: () => fast.now() + offMs };

const config = readConfig();
const bare = createWiring(config, { clock });
const { log, ids, seal, db, queue, identity } = bare;
await bare.channel.close();
watchTransactions(db, steps.pass);
const smtp = createSmtpChannel({ ...identity, smtpUrl: config.SMTP_URL ?? '', clock, timeouts: TIMEOUTS });
const channel = watchedChannel(smtp, steps.pass);
const wiring = createWiring(config, { clock, log, ids, seal, db, queue, identity, channel });

process.on('message', (message: ChildMessage) => {
  if (message.kind === 'clock') offMs = message.offMs;
  else if (message.kind === 'calm') steps.disarm();
  else void db.raw(`PRAGMA max_page_count = ${message.isFull ? 1 : 2 ** 31}`);
});
// Whoever started this process is gone: so is it.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

await serve(wiring, order.parts, () => undefined);
process.send?.({ kind: 'ready' });
