import { setTimeout } from 'node:timers/promises';
import { writing } from '../platform/db.js';
import { errorFacts, type Log } from '../platform/log.js';
import { settlePendingBounces } from './bounces/apply-bounce.js';
import type { Delivery } from './delivery.js';
import { LEASE_MS } from './retry.js';
import { listDue } from './store.js';
import { lockAbandoned } from './store-claims.js';
import { applyMoves, type Move } from './store-moves.js';
import type { Worker, WorkerTools } from './worker.js';

const SWEEP_LIMIT = 500;

export type SweepTools = Pick<WorkerTools, 'db' | 'clock' | 'ids'>;

/** What a sweep found. */
export type Swept = Settled & { readonly claimed: number };

type Settled = { readonly recovered: number; readonly delivered: number };

/** Settles what is to be settled and sends all that is due, to its end. */
export async function sweep(tools: SweepTools, worker: Worker): Promise<Swept> {
  return { ...(await settle(tools)), claimed: await sendForgotten(worker) };
}

/** Looks after rows whose moment has come: those of a worker that fell silent, and those whose bounce window is over. */
async function settle(tools: SweepTools): Promise<Settled> {
  const recovered = await recoverAbandoned(tools);
  await settlePendingBounces(tools);
  return { recovered, delivered: await settleSent(tools) };
}

/** Sends what the queue forgot; answers how many letters. */
async function sendForgotten(worker: Worker): Promise<number> {
  let claimed = await worker.deliverDue();
  for (let more = claimed; more > 0; claimed += more) more = await worker.deliverDue();
  return claimed;
}

/** Looks after due rows again and again until it is stopped. */
export type Sweeping = { readonly stop: () => Promise<void> };

const SWEEP_EVERY_MS = 2_000;

/**
 * Sweeps and keeps the worker's claims; `stop` resolves when nothing is in hand any more. A sweep does not wait for the
 * letters of the one before, so that a relay that hangs over one letter keeps nothing else from being looked after.
 */
export function keepSweeping(
  tools: SweepTools & { readonly log: Log },
  worker: Worker,
  everyMs = SWEEP_EVERY_MS,
): Sweeping {
  const stopping = new AbortController();
  const sending = new Set<Promise<void>>();
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => {
      tools.log.error(errorFacts(error), 'a sweep failed; the next one follows');
    });
  };
  const sweepUntilStopped = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await attempt(() => settle(tools));
      const letters = attempt(() => sendForgotten(worker)).finally(() => sending.delete(letters));
      sending.add(letters);
      await setTimeout(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const loop = sweepUntilStopped();
  const leases = setInterval(() => void attempt(worker.keepLeases), LEASE_MS / 4);
  return {
    stop: async () => {
      stopping.abort();
      await worker.stop();
      await loop;
      await Promise.all(sending);
      clearInterval(leases);
    },
  };
}

/** A letter whose content had not begun is due again; one whose content had begun may have arrived, so nobody resends it unasked. */
async function recoverAbandoned(tools: SweepTools): Promise<number> {
  const now = tools.clock.now();
  return writing(tools.db, async (trx) => {
    const moves = (await lockAbandoned(trx, now, SWEEP_LIMIT)).map((delivery): Move => {
      const base = moveOf(tools, delivery, now);
      return delivery.hasContentLeft
        ? {
            ...base,
            to: 'unknown',
            reason: 'The worker stopped while it handed the letter to the mail server.',
          }
        : {
            ...base,
            to: 'queued',
            reason: 'The worker stopped before the letter left; it is sent again.',
            dueAt: now,
          };
    });
    return (await applyMoves(trx, moves)).length;
  });
}

async function settleSent(tools: SweepTools): Promise<number> {
  const now = tools.clock.now();
  const settled = await listDue(tools.db, { state: 'sent', now, limit: SWEEP_LIMIT });
  if (settled.length === 0) return 0;
  const reason = 'No bounce came back within 48 hours.';
  const moves = settled.map((delivery): Move => ({
    ...moveOf(tools, delivery, now),
    to: 'delivered',
    reason,
  }));
  return (await writing(tools.db, (trx) => applyMoves(trx, moves))).length;
}

function moveOf(tools: SweepTools, delivery: Delivery, at: number): Omit<Move, 'to' | 'reason'> {
  return {
    id: delivery.id,
    from: delivery.state,
    fence: delivery.fence,
    at,
    actor: 'sweep',
    eventId: tools.ids.next(),
  };
}
