import { createGroupCommit, type GroupCommit } from '../platform/group-commit.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';
import type { DeliveryState } from '../counts/index.js';
import { ChangedTargetError, composeTogether, type ComposeOne } from './compose-claimed.js';
import { DeliveryError, type Channel, type ComposeLetters, type Delivery, type FindChanges } from './delivery.js';
import { createLimiter, type Limiter } from './limiter.js';
import { BOUNCE_WINDOW_MS, GIVE_UP_AFTER_MS, LEASE_MS, pauseBeforeRetry } from './retry.js';
import { recordOutcomes, type Outcome } from './record-outcomes.js';
import { claimDue, extendLeases, markContent } from './store-claims.js';

/** Letters on the wire at once in one process. */
const LETTERS_AT_ONCE = 20;
const CLAIM_LIMIT = 100;

export type WorkerTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly channel: Channel;
  readonly compose: ComposeLetters;
  readonly findChanges: FindChanges;
};

/** Sends what is due. Any number of workers may run over one data base. */
export type Worker = {
  /** Sends these deliveries, as far as they are due and no other worker has them. */
  readonly deliver: (ids: readonly string[]) => Promise<void>;
  /** Sends whatever is due, as far as there is room beside what is in hand; answers how many it claimed. */
  readonly deliverDue: () => Promise<number>;
  /** Tells the data base that this worker lives and keeps its claims. */
  readonly keepLeases: () => Promise<void>;
  /** Resolves when nothing is in hand. */
  readonly idle: () => Promise<void>;
  /** Claims nothing more and resolves when nothing is in hand. */
  readonly stop: () => Promise<void>;
};

/** A claimed row in hand. */
type Held = { readonly id: string; readonly fence: number };

export function createWorker(tools: WorkerTools): Worker {
  const held = new Map<string, Held>();
  const limiter = createLimiter(LETTERS_AT_ONCE);
  const hand: Hand = {
    tools,
    limiter,
    held,
    marks: createGroupCommit({ commit: (marks) => commitMarks(tools.db, marks) }),
    outcomes: createGroupCommit({ commit: (outcomes) => recordOutcomes(tools.db, outcomes) }),
  };
  let isStopped = false;
  const claimAndSend = async (ids?: readonly string[]): Promise<number> => {
    const limit = ids ? CLAIM_LIMIT : CLAIM_LIMIT - held.size;
    const claimed = isStopped || limit <= 0 ? [] : await claim(tools, limit, ids);
    await sendClaimed(hand, claimed);
    return claimed.length;
  };
  const idle = async (): Promise<void> => {
    await limiter.idle();
    await Promise.all([hand.marks.idle(), hand.outcomes.idle()]);
  };
  return {
    deliver: async (ids) => {
      await claimAndSend(ids);
    },
    deliverDue: () => claimAndSend(),
    keepLeases: async () => {
      if (held.size > 0) await extendLeases(tools.db, [...held.values()], tools.clock.now() + LEASE_MS);
    },
    idle,
    stop: async () => {
      isStopped = true;
      await idle();
    },
  };
}

type Mark = Held & { readonly at: number };

type Hand = {
  readonly tools: WorkerTools;
  readonly limiter: Limiter;
  readonly held: Map<string, Held>;
  readonly marks: GroupCommit<Mark, boolean>;
  readonly outcomes: GroupCommit<Outcome, boolean>;
};

function claim(tools: WorkerTools, limit: number, ids?: readonly string[]): Promise<Delivery[]> {
  const now = tools.clock.now();
  return writing(tools.db, (trx) =>
    claimDue(trx, {
      now,
      leaseUntil: now + LEASE_MS,
      limit,
      eventId: tools.ids.next,
      ...(ids && { ids }),
    }),
  );
}

async function sendClaimed(hand: Hand, claimed: readonly Delivery[]): Promise<void> {
  if (claimed.length === 0) return;
  for (const { id, fence } of claimed) hand.held.set(id, { id, fence });
  const compose = await composeTogether(hand.tools, claimed);
  await Promise.all(claimed.map((delivery) => hand.limiter.run(() => sendOne(hand, delivery, compose))));
}

async function sendOne(hand: Hand, delivery: Delivery, compose: ComposeOne): Promise<void> {
  const { tools, held, marks, outcomes } = hand;
  const { id, fence } = delivery;
  const beforeContent = async (): Promise<void> => {
    const isOurs = await marks.submit({ id, fence, at: tools.clock.now() });
    if (!isOurs) throw new LostClaimError();
  };
  try {
    const outcome = await trySending(tools, { delivery, compose, beforeContent });
    const isRecorded = await outcomes.submit(outcome);
    if (!isRecorded)
      tools.log.warn({ delivery: id, fence }, 'another worker took this delivery over; its outcome stands');
  } catch (error) {
    // The row stays in hand of nobody: its lease runs out and the sweep decides by what the attempt noted.
    tools.log.error({ ...errorFacts(error), delivery: id }, 'an outcome could not be recorded');
  } finally {
    held.delete(id);
  }
}

/** This worker was silent for longer than its lease. */
class LostClaimError extends Error {}

type Try = {
  readonly delivery: Delivery;
  readonly compose: ComposeOne;
  readonly beforeContent: () => Promise<void>;
};

async function trySending(tools: WorkerTools, { delivery, compose, beforeContent }: Try): Promise<Outcome> {
  try {
    const letter = await compose(delivery);
    if (!letter) throw new DeliveryError('The letter could not be composed.', { permanent: true });
    const { state, response } = await tools.channel.send(letter, beforeContent);
    return outcomeOf(tools, delivery, { to: state, reason: response });
  } catch (error) {
    if (error instanceof ChangedTargetError) return outcomeOf(tools, delivery, { to: 'held', reason: error.message });
    if (!(error instanceof DeliveryError))
      tools.log.error({ ...errorFacts(error), delivery: delivery.id }, 'sending failed in an unexpected way');
    const failure =
      error instanceof DeliveryError
        ? error
        : new DeliveryError('Sending failed inside Clarion.', { permanent: false });
    if (failure.refusedUs !== undefined) {
      const facts = { delivery: delivery.id, answer: failure.refusedUs };
      tools.log.warn(facts, 'our own mail server refuses to send; please check its rules, SMTP_URL and MAIL_FROM');
    }
    return outcomeOf(tools, delivery, afterFailure(tools, delivery, failure));
  }
}

type Next = { readonly to: DeliveryState; readonly reason: string; readonly dueAt?: number };

function afterFailure(tools: WorkerTools, delivery: Delivery, failure: DeliveryError): Next {
  const now = tools.clock.now();
  if (failure.isUnknown) return { to: 'unknown', reason: failure.message };
  if (failure.permanent) return { to: 'failed', reason: failure.message };
  if (now - delivery.createdAt >= GIVE_UP_AFTER_MS)
    return { to: 'failed', reason: `Given up after four days: ${failure.message}` };
  return {
    to: 'queued',
    reason: failure.message,
    dueAt: now + pauseBeforeRetry(delivery.attempts, tools.ids.fraction()),
  };
}

function outcomeOf(tools: WorkerTools, { id, fence }: Delivery, next: Next): Outcome {
  const at = tools.clock.now();
  const dueAt = next.dueAt ?? (next.to === 'sent' ? at + BOUNCE_WINDOW_MS : undefined);
  return {
    end: { id, fence, at, outcome: next.to, response: next.reason },
    move: {
      id,
      fence,
      at,
      from: 'sending',
      to: next.to,
      actor: 'worker',
      reason: next.reason,
      eventId: tools.ids.next(),
      ...(dueAt !== undefined && { dueAt }),
    },
  };
}

async function commitMarks(db: Db, marks: readonly Mark[]): Promise<boolean[]> {
  const owned = await writing(db, (trx) => markContent(trx, marks));
  return marks.map((mark) => owned.has(mark.id));
}
