import { writing, type Db } from '../../platform/db.js';
import { ConflictError, NotFoundError } from '../../platform/errors.js';
import { isAllowed } from '../states.js';
import { applyMoves } from '../store-moves.js';
import { bounceMove, type ApplyTools } from './apply-bounce.js';
import { closeKept, lockDelivery } from './store.js';

/** What a person says of a mail that nobody understood: the letter came back, or it tells nothing. */
export type Settling = {
  readonly id: string;
  readonly as: 'bounced' | 'ignore';
  /** The letter that it is about. */
  readonly deliveryId: string | null;
};

/**
 * Settles a kept mail, whose text is then forgotten; a letter that came back is bounced.
 * @throws NotFoundError, ConflictError where the letter cannot have come back or the mail was settled before
 */
export function settleKept(tools: ApplyTools, { id, as, deliveryId }: Settling): Promise<void> {
  return writing(tools.db, async (trx) => {
    if (deliveryId !== null) await settleLetter(tools, trx, { id, as, deliveryId });
    if (!(await closeKept(trx, { id, at: tools.clock.now(), as, deliveryId })))
      throw new ConflictError('settled', 'This mail was settled before.');
  });
}

async function settleLetter(
  tools: ApplyTools,
  trx: Db,
  { as, deliveryId }: Settling & { readonly deliveryId: string },
): Promise<void> {
  const delivery = await lockDelivery(trx, deliveryId);
  if (!delivery) throw new NotFoundError('There is no such letter.');
  if (as !== 'bounced') return;
  if (!isAllowed(delivery.state, 'bounced'))
    throw new ConflictError('state', `The letter is ${delivery.state}; only one that was sent can have come back.`);
  const reason = 'An organizer read the mail that came back: it did not arrive.';
  await applyMoves(trx, [bounceMove(tools, delivery, { actor: 'organizer', reason })]);
}
