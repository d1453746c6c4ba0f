import { withdrawLetters } from '../deliveries/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';

export type TakeBackTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/**
 * Takes a supporter's letters back as far as no worker has them; answers what to tell the person where that was too
 * late, and undefined where all are taken back.
 */
export async function takeBack(
  { db, clock, ids }: TakeBackTools,
  deliveryIds: readonly string[],
): Promise<string | undefined> {
  const deed = { at: clock.now(), actor: 'supporter', reason: 'The supporter took it back.', eventId: ids.next };
  const changed = await writing(db, (trx) => withdrawLetters(trx, { ids: deliveryIds, ...deed }));
  const late = deliveryIds.length - changed.length;
  if (late === 0) return undefined;
  const rest = changed.length === 0 ? '' : ` The other ${changed.length === 1 ? 'one is' : 'ones are'} taken back.`;
  return late === 1
    ? `One letter could not be taken back: it is on its way already.${rest}`
    : `${late} letters could not be taken back: they are on their way already.${rest}`;
}
