import type { DeliveryState } from '../counts/index.js';
import { BadCallError } from '../platform/command-line.js';
import { writing } from '../platform/db.js';
import { decide, type Decision, type DecisionTools, type Meant } from './decide.js';
import type { Delivery, Hold } from './delivery.js';
import { releaseHeld, withdrawLetters, type Withdrawal } from './release.js';
import { retryLetters } from './retry-letters.js';
import { statesBefore } from './states.js';
import { redirectDeliveries } from './store-holds.js';
import type { ListedDelivery } from './store-list.js';
import { applyMoves, type Move } from './store-moves.js';

/** What is held for these is not an organizer's to release: the supporter confirms, and a reviewer reads. */
const NOT_THE_ORGANIZERS: readonly Hold[] = ['confirm', 'review'];

/** States from which an organizer may send again; a letter that was only previewed was never promised. */
const RETRIED: readonly DeliveryState[] = ['failed', 'bounced', 'unknown'];

/** An organizer sends letters again; the Message-ID stays the same. */
export function retry(tools: DecisionTools, meant: Meant): Promise<void> {
  const { ids, flags } = meant;
  // What is held is released only where it is named: there may be other reasons than a failure to look at it first.
  const isHeldMeant = ids.length > 0 || flags.state === 'held' || flags.hold !== undefined;
  return decide(tools, meant, {
    word: 'due again',
    among: { states: isHeldMeant ? [...RETRIED, 'held'] : RETRIED, notHeldFor: NOT_THE_ORGANIZERS },
    awaitsBounces: true,
    apply: (rows) => retryLetters(tools, rows, flags),
  });
}

/** An organizer withdraws letters that no worker has taken, and those of unknown outcome where they are meant. */
export function cancel(tools: DecisionTools, meant: Meant): Promise<void> {
  const { ids, flags } = meant;
  const isMeant = ids.length > 0 || flags.state === 'unknown';
  const reason = flags.reason ?? 'An organizer withdrew it.';
  return decide(tools, meant, {
    word: 'cancelled',
    among: { states: statesBefore('cancelled').filter((state) => isMeant || state !== 'unknown') },
    apply: (rows) => writing(tools.db, (trx) => applyMoves(trx, movesTo('cancelled', reason, { tools, rows }))),
  });
}

/** An organizer leaves letters to their supporters that are held because their target changed, or workers died over them. */
export function handOver(tools: DecisionTools, meant: Meant): Promise<void> {
  const reason = meant.flags.reason ?? 'The organizers left it to the supporter to send.';
  return decide(tools, meant, {
    word: 'left to the supporter',
    among: { states: ['held'], notHeldFor: NOT_THE_ORGANIZERS },
    apply: (rows) =>
      writing(tools.db, async (trx) => {
        const changed = await applyMoves(trx, movesTo('handed_over', reason, { tools, rows }));
        await redirectDeliveries(
          trx,
          changed.map(({ id }) => ({ id, channel: 'handover', domain: null })),
        );
        return changed;
      }),
  });
}

/** The letters that wait for a reviewer. */
export const FOR_REVIEW: Decision['among'] = { states: ['held'], hold: 'review' };

/** A reviewer lets letters go. */
export function approve(tools: DecisionTools, meant: Meant): Promise<void> {
  const reason = meant.flags.reason ?? 'A reviewer let it go.';
  return decide(tools, meant, {
    word: 'approved',
    among: FOR_REVIEW,
    apply: (rows) => writing(tools.db, (trx) => releaseHeld(trx, { ...reviewed(tools, rows, reason), hold: 'review' })),
  });
}

/** A reviewer refuses letters; the reason is kept for the organizers, and not shown to supporters. */
export async function refuse(tools: DecisionTools, meant: Meant): Promise<void> {
  const reason = meant.flags.reason?.trim() ?? '';
  if (reason === '') throw new BadCallError([{ field: '--reason', message: 'must say why, for the organizers' }]);
  await decide(tools, meant, {
    word: 'refused',
    among: FOR_REVIEW,
    apply: (rows) =>
      writing(tools.db, (trx) => withdrawLetters(trx, { ...reviewed(tools, rows, reason), hold: 'review' })),
  });
}

function reviewed({ clock, ids }: DecisionTools, rows: readonly Delivery[], reason: string): Withdrawal {
  return { ids: rows.map(({ id }) => id), at: clock.now(), actor: 'reviewer', reason, eventId: ids.next };
}

type About = { readonly tools: DecisionTools; readonly rows: readonly ListedDelivery[] };

function movesTo(to: DeliveryState, reason: string, { tools: { clock, ids }, rows }: About): Move[] {
  const at = clock.now();
  return rows.map(({ id, state }) => ({ id, from: state, to, at, actor: 'organizer', reason, eventId: ids.next() }));
}
