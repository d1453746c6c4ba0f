import { CONFIRM_WITHIN_MS, confirmedCountOf, stepAfterStart } from '../actions/index.js';
import type { Campaign } from '../campaigns/index.js';
import { addActionCounts } from '../counts/index.js';
import { releaseHeld, type Delivery } from '../deliveries/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import type { Queue } from '../platform/queue/index.js';
import { markConfirmed } from './store-confirm.js';
import type { Facts } from './store-facts.js';
import { listUnconfirmed } from './store-plan.js';

export type ConfirmTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly queue: Queue;
};

/** Whether an address is still to be confirmed, was confirmed, or was not in time. */
export type Confirmation = 'open' | 'confirmed' | 'late';

/** How it stands with the confirmation of an action's address. */
export function confirmationOf({ confirmedAt, createdAt }: Facts, now: number): Confirmation {
  if (confirmedAt !== null) return 'confirmed';
  return now < createdAt + CONFIRM_WITHIN_MS ? 'open' : 'late';
}

/** Confirms an address and lets its letters go, once; a second time, or too late, changes nothing. */
export async function confirmAddress(tools: ConfirmTools, facts: Facts, campaign: Campaign): Promise<void> {
  const at = tools.clock.now();
  const { delivery, mails } = campaign.file;
  const { createdAt, wantsCopy } = facts;
  const steps = { createdAt, mustConfirm: true, wantsCopy: wantsCopy === 1, asksForAnswers: mails.ask_for_answers };
  const released = await writing(tools.db, async (trx) => {
    const mark = { actionId: facts.actionId, at, after: at - CONFIRM_WITHIN_MS, next: stepAfterStart(steps, at) };
    const marked = await markConfirmed(trx, mark);
    if (!marked) return [];
    const letters = await releaseLetters(tools, trx, {
      facts,
      at,
      isReviewed: delivery.review || facts.suspicions !== null,
    });
    if (!marked.isSuspected) await addActionCounts(trx, [confirmedCountOf(facts)]);
    return letters;
  });
  const due = released.filter(({ state, dueAt }) => state === 'queued' && dueAt <= at);
  if (due.length > 0) tools.queue.announce(due.map(({ id }) => id));
}

type Letting = { readonly facts: Facts; readonly at: number; readonly isReviewed: boolean };

/** Confirmed letters are sent, or looked at by a reviewer first; suspicious ones always are. */
async function releaseLetters(tools: ConfirmTools, trx: Db, { facts, at, isReviewed }: Letting): Promise<Delivery[]> {
  const ids = await listUnconfirmed(trx, [facts.actionId]);
  return releaseHeld(trx, {
    ids,
    at,
    hold: 'confirm',
    next: isReviewed ? 'review' : undefined,
    actor: 'supporter',
    reason: 'The e-mail address was confirmed.',
    eventId: tools.ids.next,
  });
}
