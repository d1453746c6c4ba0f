import { writing } from '../platform/db.js';
import type { DecisionTools } from './decide.js';
import type { Delivery } from './delivery.js';
import { sendAgain, type Resent } from './retry-letters.js';
import { BOUNCE_WINDOW_MS } from './retry.js';
import { isAllowed } from './states.js';
import { redirectDeliveries } from './store-holds.js';
import { applyMoves, type Move } from './store-moves.js';

/** What an organizer may do about letters on their way. */
export const letterActs = ['retry', 'readdress', 'cancel', 'hand-over'] as const;
export type LetterAct = (typeof letterActs)[number];

type Standing = Pick<Delivery, 'state' | 'hold'>;

/** Whether an act can be about a letter as it stands; supporters' confirmations and reviews are not an organizer's to end. */
export function allowsAct(act: LetterAct, { state, hold }: Standing): boolean {
  const isHeldByUs = state === 'held' && (hold === 'target' || hold === 'crashes' || hold === 'restored');
  switch (act) {
    case 'retry':
    case 'readdress':
      return isHeldByUs || state === 'failed' || state === 'bounced' || state === 'unknown';
    case 'cancel':
      return isAllowed(state, 'cancelled');
    case 'hand-over':
      return isHeldByUs;
  }
}

/** Whether a bounce may still tell what became of a letter, so that an act on many leaves it alone. */
export function mayStillBounce({ state, stateAt }: Delivery, now: number): boolean {
  return state === 'unknown' && stateAt > now - BOUNCE_WINDOW_MS;
}

/** Applies an act to those of the letters that it can be about; what has moved on meanwhile stays as it is. */
export async function actOn(
  tools: DecisionTools,
  rows: readonly Delivery[],
  { act, reason }: { readonly act: LetterAct; readonly reason: string },
): Promise<Resent> {
  const meant = rows.filter((row) => allowsAct(act, row));
  if (act === 'retry' || act === 'readdress')
    return sendAgain(tools, meant, { reason: reason || undefined, currentAddress: act === 'readdress' });
  const to = act === 'cancel' ? 'cancelled' : 'handed_over';
  const why = reason || (act === 'cancel' ? 'An organizer withdrew it.' : 'The organizers left it to its sender.');
  const step = { to, at: tools.clock.now(), actor: 'organizer', reason: why } as const;
  const moves = meant.map(({ id, state }): Move => ({ id, from: state, ...step, eventId: tools.ids.next() }));
  const changed = await writing(tools.db, async (trx) => {
    const moved = await applyMoves(trx, moves);
    const away = act === 'hand-over' ? moved : [];
    await redirectDeliveries(
      trx,
      away.map(({ id }) => ({ id, channel: 'handover', domain: null })),
    );
    return moved;
  });
  return { changed, refusals: [] };
}
