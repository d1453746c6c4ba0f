import type { DeliveryState } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';
import { ChangedTargetError, type ComposeOne } from './compose-claimed.js';
import { DeliveryError, type Channel, type Delivery, type Hold, type Phase, type WaitsFor } from './delivery.js';
import { BOUNCE_WINDOW_MS, GIVE_UP_AFTER_MS, pauseBeforeRetry } from './retry.js';
import type { Outcome } from './record-outcomes.js';

export type SendingTools = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly channel: Channel;
};

/** This worker was silent for longer than its lease. */
export class LostClaimError extends Error {}

/** Sending was paused after the letter was claimed. */
export class PausedError extends Error {}

export type Try = {
  readonly delivery: Delivery;
  readonly compose: ComposeOne;
  /** @throws LostClaimError @throws PausedError */
  readonly beforeContent: () => Promise<void>;
};

/** Tries to send a letter once and answers what came of it, whatever happened. */
export async function trySending(tools: SendingTools, { delivery, compose, beforeContent }: Try): Promise<Outcome> {
  let stopped: unknown;
  const stopOr = async (): Promise<void> => {
    await beforeContent().catch((reason: unknown) => {
      // The channel may tell it in words of its own.
      stopped = reason;
      throw reason;
    });
  };
  try {
    const letter = await compose(delivery);
    if (!letter) throw new DeliveryError('The letter could not be composed.', { permanent: true });
    if (letter.isErased) throw new DeliveryError(ERASED, { permanent: true });
    const { state, response, answer, phase } = await tools.channel.send(letter, stopOr);
    return outcomeOf(tools, delivery, { to: state, reason: response, answer, phase });
  } catch (error) {
    return outcomeOf(tools, delivery, afterError(tools, delivery, stopped ?? error));
  }
}

const ERASED = 'What its supporter wrote was erased, so it cannot be sent any more.';

type Next = {
  readonly to: DeliveryState;
  readonly reason: string;
  readonly hold?: Hold;
  readonly waitsFor?: WaitsFor;
  readonly dueAt?: number;
  readonly answer?: string | undefined;
  readonly phase?: Phase | undefined;
};

function afterError(tools: SendingTools, delivery: Delivery, error: unknown): Next {
  if (error instanceof ChangedTargetError) return { to: 'held', hold: 'target', reason: error.message };
  if (error instanceof PausedError)
    return { to: 'queued', waitsFor: 'pause', dueAt: tools.clock.now(), reason: 'Sending was paused.' };
  // Nobody records this: the row is another worker's.
  if (error instanceof LostClaimError) return { to: 'queued', reason: 'Another worker took it over.' };
  if (!(error instanceof DeliveryError))
    tools.log.error({ ...errorFacts(error), delivery: delivery.id }, 'sending failed in an unexpected way');
  const failure =
    error instanceof DeliveryError ? error : new DeliveryError('Sending failed inside Clarion.', { permanent: false });
  if (failure.refusedUs !== undefined) {
    const facts = { delivery: delivery.id, answer: failure.refusedUs };
    tools.log.warn(facts, 'our own mail server refuses to send; please check its rules, SMTP_URL and MAIL_FROM');
  }
  const { answer, phase } = failure;
  return { ...afterFailure(tools, delivery, failure), answer, phase };
}

function afterFailure(tools: SendingTools, delivery: Delivery, failure: DeliveryError): Next {
  const now = tools.clock.now();
  if (failure.isUnknown) return { to: 'unknown', reason: failure.message };
  if (failure.permanent) return { to: 'failed', reason: failure.message };
  if (now - (delivery.tryingSince ?? now) >= GIVE_UP_AFTER_MS)
    return { to: 'failed', reason: `Given up after four days: ${failure.message}` };
  const dueAt = now + pauseBeforeRetry(delivery.attempts, tools.ids.fraction());
  return { to: 'queued', waitsFor: 'retry', dueAt, reason: failure.message };
}

/** A bounce may come until then: it decides what is called delivered, and may tell what became of an unknown one. */
const AWAITS_BOUNCES: readonly DeliveryState[] = ['sent', 'unknown'];

function outcomeOf(tools: SendingTools, { id, fence }: Delivery, { phase, ...next }: Next): Outcome {
  const at = tools.clock.now();
  const dueAt = AWAITS_BOUNCES.includes(next.to) ? at + BOUNCE_WINDOW_MS : undefined;
  return {
    end: { id, fence, at, outcome: next.to, response: next.reason, phase },
    move: {
      id,
      fence,
      at,
      from: 'sending',
      actor: 'worker',
      eventId: tools.ids.next(),
      ...(dueAt !== undefined && { dueAt }),
      ...next,
    },
  };
}
