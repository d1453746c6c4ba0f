import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';
import { composeTogether, type ComposeOne } from './compose-claimed.js';
import type { Channel, ComposeLetters, Delivery, FindChanges } from './delivery.js';
import { createIsolation } from './isolation.js';
import { createLedger, type Ledger } from './ledger.js';
import { createLimiter, type Limiter } from './limiter.js';
import type { Policies } from './pacing/pace.js';
import { LEASE_MS } from './retry.js';
import type { Outcome } from './record-outcomes.js';
import { extendLeases } from './store-attempts.js';
import { claimDue, hasSuspect, type Claimed } from './store-claims.js';
import { LostClaimError, PausedError, trySending } from './try-sending.js';

/** Letters being sent or recorded at once in one process: enough for every connection while others are written down. */
const LETTERS_AT_ONCE = 120;
const CLAIM_LIMIT = 100;

export type WorkerTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly channel: Channel;
  readonly compose: ComposeLetters;
  readonly findChanges: FindChanges;
  /** What campaigns say of how their letters are sent, by campaign id. */
  readonly policies: () => Promise<Policies>;
  /** Letters that one receiving domain gets in a minute at the most; undefined for no cap. */
  readonly perDomainPerMinute?: number | undefined;
};

/** Sends what is due. Any number of workers may run over one data base. */
export type Worker = {
  /** Sends these deliveries, as far as they are due and no other worker has them. */
  readonly deliver: (ids: readonly string[]) => Promise<void>;
  /** Sends whatever is due, as far as there is room beside what is in hand. */
  readonly deliverDue: () => Promise<Round>;
  /**
   * Sends one letter over which workers died, with nothing else in hand: if it is what they died of, nobody else's letter
   * is counted with it.
   */
  readonly deliverSuspect: () => Promise<Round>;
  /** Tells the data base that this worker lives and keeps its claims. */
  readonly keepLeases: () => Promise<void>;
  /** Resolves when nothing is in hand. */
  readonly idle: () => Promise<void>;
  /** Claims nothing more and resolves when nothing is in hand. */
  readonly stop: () => Promise<void>;
};

/** How many letters were claimed, and whether more are due. */
export type Round = { readonly claimed: number; readonly hasMore: boolean };

/** A claimed row in hand. */
type Held = { readonly id: string; readonly fence: number };

export function createWorker(tools: WorkerTools): Worker {
  const held = new Map<string, Held>();
  const limiter = createLimiter(LETTERS_AT_ONCE);
  const hand: Hand = {
    tools,
    limiter,
    held,
    ledger: createLedger(tools.db),
  };
  const { sendBesideOthers, sendAlone, end } = createRounds(hand);
  const idle = async (): Promise<void> => {
    await limiter.idle();
    await hand.ledger.idle();
  };
  return {
    deliver: async (ids) => {
      await sendBesideOthers(() => ({ limit: CLAIM_LIMIT, ids }));
    },
    deliverDue: () => sendBesideOthers(() => ({ limit: CLAIM_LIMIT - held.size })),
    deliverSuspect: async () => {
      if (!(await hasSuspect(tools.db, tools.clock.now()))) return { claimed: 0, hasMore: false };
      return sendAlone(() => ({ limit: 1, isSuspect: true }));
    },
    keepLeases: async () => {
      if (held.size > 0) await extendLeases(tools.db, [...held.values()], tools.clock.now() + LEASE_MS);
    },
    idle,
    stop: async () => {
      end();
      await idle();
    },
  };
}

type Hand = {
  readonly tools: WorkerTools;
  readonly limiter: Limiter;
  readonly held: Map<string, Held>;
  readonly ledger: Ledger;
};

type Rounds = {
  readonly sendBesideOthers: (asked: () => Asked) => Promise<Round>;
  readonly sendAlone: (asked: () => Asked) => Promise<Round>;
  /** Nothing is claimed from now on. */
  readonly end: () => void;
};

function createRounds(hand: Hand): Rounds {
  let isEnded = false;
  const underWay = new Set<Promise<Round>>();
  const isolation = createIsolation(underWay);
  const nothing = { claimed: 0, hasMore: false };
  const send = (asked: Asked): Promise<Round> => {
    if (isEnded || asked.limit <= 0) return Promise.resolve(nothing);
    const round = claimAndSend(hand, asked).finally(() => underWay.delete(round));
    underWay.add(round);
    return round;
  };
  return {
    sendBesideOthers: async (asked) => {
      await isolation.over();
      return send(asked());
    },
    // One at a time: a line of those that wait to be alone would keep all others from being sent.
    sendAlone: async (asked) => (isolation.isTaken() ? nothing : isolation.run(() => send(asked()))),
    end: () => {
      isEnded = true;
    },
  };
}

async function claimAndSend(hand: Hand, asked: Asked): Promise<Round> {
  const { deliveries, hasMore } = await claim(hand.tools, asked);
  await sendClaimed(hand, deliveries);
  return { claimed: deliveries.length, hasMore };
}

type Asked = { readonly limit: number; readonly ids?: readonly string[]; readonly isSuspect?: boolean };

/** How many times a claim looks for letters behind those that have to wait. */
const LOOKS_PER_CLAIM = 5;

async function claim(tools: WorkerTools, asked: Asked): Promise<Claimed> {
  for (let looks = 1; ; looks++) {
    const claimed = await claimOnce(tools, asked);
    if (claimed.deliveries.length > 0 || !claimed.hasMore || looks === LOOKS_PER_CLAIM) return claimed;
  }
}

async function claimOnce(tools: WorkerTools, asked: Asked): Promise<Claimed> {
  const { perDomainPerMinute } = tools;
  const policies = await tools.policies();
  const now = tools.clock.now();
  return writing(tools.db, (trx) =>
    claimDue(trx, { ...asked, now, leaseUntil: now + LEASE_MS, eventId: tools.ids.next, policies, perDomainPerMinute }),
  );
}

async function sendClaimed(hand: Hand, claimed: readonly Delivery[]): Promise<void> {
  if (claimed.length === 0) return;
  for (const { id, fence } of claimed) hand.held.set(id, { id, fence });
  const compose = await composeTogether(hand.tools, claimed);
  await Promise.all(claimed.map((delivery) => hand.limiter.run(() => sendOne(hand, delivery, compose))));
}

async function sendOne(hand: Hand, delivery: Delivery, compose: ComposeOne): Promise<void> {
  const { tools, held, ledger } = hand;
  const { id, fence } = delivery;
  const beforeContent = async (): Promise<void> => {
    const clearance = await ledger.mark({ id, fence, at: tools.clock.now() });
    if (clearance === 'lost') throw new LostClaimError();
    if (clearance === 'paused') throw new PausedError();
  };
  try {
    const outcome = await trySending(tools, { delivery, compose, beforeContent });
    const isRecorded = await recordStubbornly(hand, outcome);
    if (!isRecorded)
      tools.log.warn({ delivery: id, fence }, 'another worker took this delivery over; its outcome stands');
  } catch (error) {
    // The row stays in hand of nobody: its lease runs out and the sweep decides by what the attempt noted.
    tools.log.error({ ...errorFacts(error), delivery: id }, 'an outcome could not be recorded');
  } finally {
    // Where this worker was thought dead, it may have the letter in hand anew.
    if (held.get(id)?.fence === fence) held.delete(id);
  }
}

/** Pauses between tries to record an outcome, together shorter than a lease. */
const RECORD_PAUSES_MS = [200, 1_000, 3_000, 5_000];

/** Records an outcome though the connection to the data base may break: a letter that was taken shall not become unknown for that. */
async function recordStubbornly({ ledger, tools }: Hand, outcome: Outcome): Promise<boolean> {
  for (const pauseMs of RECORD_PAUSES_MS) {
    try {
      return await ledger.record(outcome);
    } catch (error) {
      tools.log.warn({ ...errorFacts(error), delivery: outcome.move.id }, 'an outcome is recorded at another try');
      await setTimeout(pauseMs);
    }
  }
  return ledger.record(outcome);
}
