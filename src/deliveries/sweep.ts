import { lastRestoredAt } from '../platform/copies.js';
import { writing } from '../platform/db.js';
import { keepDoing } from '../platform/keep-doing.js';
import { errorFacts, type Log } from '../platform/log.js';
import { settlePendingBounces } from './bounces/apply-bounce.js';
import type { Delivery } from './delivery.js';
import { BOUNCE_WINDOW_MS, GIVE_UP_AFTER_MS, LEASE_MS, MAX_CRASHES, RESEND_AFTER_MS } from './retry.js';
import { listDue, listToResend } from './store.js';
import { lockAbandoned, type Abandoned } from './store-attempts.js';
import { applyMoves, type Move } from './store-moves.js';
import type { Round, Worker, WorkerTools } from './worker.js';

const SWEEP_LIMIT = 500;
const SUSPECTS_PER_SWEEP = 100;

export type SweepTools = Pick<WorkerTools, 'db' | 'clock' | 'ids' | 'policies'>;

/** What a sweep found. */
export type Swept = Settled & { readonly claimed: number };

type Settled = { readonly recovered: number; readonly delivered: number; readonly resent: number };

/** Settles what is to be settled and sends all that is due, to its end. */
export async function sweep(tools: SweepTools, worker: Worker): Promise<Swept> {
  return { ...(await settle(tools)), claimed: await sendForgotten(worker) };
}

/**
 * Looks after rows whose moment has come: those of a worker that fell silent, those whose bounce window is over, and
 * those of unknown outcome whose campaign sends them again.
 */
async function settle(tools: SweepTools): Promise<Settled> {
  const recovered = await recoverAbandoned(tools);
  await settlePendingBounces(tools);
  return { recovered, delivered: await settleSent(tools), resent: await resendUnknown(tools) };
}

/** Sends what the queue forgot; answers how many letters. */
async function sendForgotten(worker: Worker): Promise<number> {
  const sent = await repeat(worker.deliverDue, Infinity);
  return sent + (await repeat(worker.deliverSuspect, SUSPECTS_PER_SWEEP));
}

async function repeat(round: () => Promise<Round>, most: number): Promise<number> {
  let claimed = 0;
  for (let rounds = 0; rounds < most; rounds++) {
    const { claimed: more, hasMore } = await round();
    claimed += more;
    if (more === 0 && !hasMore) break;
  }
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
  const failed = 'a sweep failed; the next one follows';
  const sending = new Set<Promise<void>>();
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => {
      tools.log.error(errorFacts(error), failed);
    });
  };
  const work = async (): Promise<void> => {
    await attempt(() => settle(tools));
    const letters = attempt(() => sendForgotten(worker)).finally(() => sending.delete(letters));
    sending.add(letters);
  };
  const sweeps = keepDoing(tools.log, { everyMs, failed, work });
  const leases = setInterval(() => void attempt(worker.keepLeases), LEASE_MS / 4);
  return {
    stop: async () => {
      const swept = sweeps.stop();
      await worker.stop();
      await swept;
      await Promise.all(sending);
      clearInterval(leases);
    },
  };
}

/**
 * A letter whose content had not begun is due again; one whose content had begun may have arrived, so nobody resends it
 * unasked. One over which too many workers died is parked.
 */
async function recoverAbandoned(tools: SweepTools): Promise<number> {
  const now = tools.clock.now();
  return writing(tools.db, async (trx) => {
    const abandoned = await lockAbandoned(trx, now, SWEEP_LIMIT);
    const moves = abandoned.map((one): Move => ({ ...moveOf(tools, one, now), ...afterSilence(one, now) }));
    return (await applyMoves(trx, moves)).length;
  });
}

function afterSilence(
  { hasContentLeft, crashes }: Abandoned,
  now: number,
): Pick<Move, 'to' | 'reason' | 'dueAt' | 'hold' | 'crashes'> {
  if (hasContentLeft) {
    const reason = 'The worker stopped while it handed the letter to the mail server.';
    return { to: 'unknown', reason, dueAt: now + BOUNCE_WINDOW_MS, crashes: 'more' };
  }
  if (crashes + 1 >= MAX_CRASHES) {
    const reason = `The worker stopped ${MAX_CRASHES} times while it had this letter in hand.`;
    return { to: 'held', hold: 'crashes', reason };
  }
  const reason = 'The worker stopped before the letter left; it is sent again.';
  return { to: 'queued', reason, dueAt: now, crashes: 'more' };
}

/** Sends again what may have arrived, after a pause and for four days, where the campaign says so; else an organizer decides. */
async function resendUnknown(tools: SweepTools): Promise<number> {
  const policies = [...(await tools.policies())].filter(([, { ifUnknown }]) => ifUnknown === 'resend');
  if (policies.length === 0) return 0;
  const now = tools.clock.now();
  const campaignIds = policies.map(([id]) => id);
  const times = { brokeBefore: now - RESEND_AFTER_MS, triedSince: now - GIVE_UP_AFTER_MS };
  return writing(tools.db, async (trx) => {
    const limits = { limit: SWEEP_LIMIT, maxCrashes: MAX_CRASHES };
    // One that a backup has as unknown may have been sent again after it.
    const brokeSince = await lastRestoredAt(trx);
    const unknown = await listToResend(trx, { campaignIds, brokeSince, ...times, ...limits });
    const reason = 'It may have arrived; this campaign sends such letters again, as the same mail.';
    const moves = unknown.map((one): Move => ({
      ...moveOf(tools, one, now),
      to: 'queued',
      dueAt: now,
      crashes: 'same',
      reason,
    }));
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
