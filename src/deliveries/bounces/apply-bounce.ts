import type { DeliveryState } from '../../counts/index.js';
import { writing, type Db } from '../../platform/db.js';
import type { Clock } from '../../platform/clock.js';
import type { Ids } from '../../platform/ids.js';
import type { Delivery } from '../delivery.js';
import { isAllowed } from '../states.js';
import { applyMoves, type Move } from '../store-moves.js';
import {
  clearPending,
  insertNote,
  listReady,
  lockDelivery,
  markPending,
  type BounceNote,
  type NoteKind,
} from './store.js';

/** What applying a note needs. */
export type ApplyTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** What a note led to: the letter came back, the note stands beside it, or the mail was noted before. */
export type Applied = 'bounced' | 'noted' | 'repeated';

/** Notes that say that the letter did not arrive. */
const NOT_ARRIVED: readonly NoteKind[] = ['hard', 'soft'];

/** Sweeps look at so many notes at once. */
const SWEEP_LIMIT = 500;

/** Notes what came back, and lets the letter bounce where it did not arrive; in one transaction. */
export function applyNote(tools: ApplyTools, note: BounceNote): Promise<Applied> {
  return writing(tools.db, async (trx) => {
    const delivery = await lockDelivery(trx, note.deliveryId);
    if (!delivery || !(await insertNote(trx, note))) return 'repeated';
    if (!NOT_ARRIVED.includes(note.kind)) return 'noted';
    if (delivery.state === 'sending') {
      // Its worker does not know yet that the server took it; the sweep settles it when the worker has noted that.
      await markPending(trx, note.id);
      return 'noted';
    }
    return letBounce(tools, trx, { delivery, note });
  });
}

/** Lets letters bounce whose bounce came while they were still being sent; answers how many did. */
export async function settlePendingBounces(tools: ApplyTools): Promise<number> {
  const ready = await listReady(tools.db, SWEEP_LIMIT);
  if (ready.length === 0) return 0;
  return writing(tools.db, async (trx) => {
    let bounced = 0;
    for (const note of ready) {
      const delivery = await lockDelivery(trx, note.deliveryId);
      if (delivery && (await letBounce(tools, trx, { delivery, note })) === 'bounced') bounced += 1;
    }
    await clearPending(
      trx,
      ready.map(({ id }) => id),
    );
    return bounced;
  });
}

async function letBounce(
  tools: ApplyTools,
  trx: Db,
  { delivery, note }: { readonly delivery: Delivery; readonly note: BounceNote },
): Promise<Applied> {
  // A letter that waits to be sent again is not held up by what came of the try before.
  if (!isAllowed(delivery.state, 'bounced') || isHeldUnsent(delivery)) return 'noted';
  const moved = await applyMoves(trx, [
    bounceMove(tools, delivery, { actor: 'bounce', reason: reasonOf(note), answer: note.answer }),
  ]);
  return moved.length > 0 ? 'bounced' : 'noted';
}

/** What is held for anything but a restored backup has not left since it was last tried. */
function isHeldUnsent({ state, hold }: Delivery): boolean {
  return state === 'held' && hold !== 'restored';
}

/** The change of state of a letter that came back. */
export function bounceMove(
  { clock, ids }: Pick<ApplyTools, 'clock' | 'ids'>,
  delivery: { readonly id: string; readonly state: DeliveryState },
  why: Pick<Move, 'actor' | 'reason' | 'answer'>,
): Move {
  return { id: delivery.id, from: delivery.state, to: 'bounced', at: clock.now(), eventId: ids.next(), ...why };
}

function reasonOf({ kind, status }: BounceNote): string {
  const code = status === '' ? '' : ` (${status})`;
  return kind === 'hard'
    ? `It came back: there is no such address, or it takes no mail${code}.`
    : `It came back: the office’s mail system did not deliver it${code}.`;
}
