import { NOT_THEIRS } from '../actions/index.js';
import { withdrawLetters } from '../deliveries/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import { addressKey, liftSuppression, suppress } from '../supporters/index.js';
import { endSteps, listDeliveryIds } from './store-confirm.js';
import type { Facts } from './store-facts.js';

export type StopTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly seal: Seal };

/** Stops all mails to an address. */
export function stopMails({ db, clock }: StopTools, key: string): Promise<void> {
  return writing(db, (trx) => suppress(trx, { addressKey: key, why: 'unsubscribed', at: clock.now() }));
}

/** Lets mails go to an address again. */
export function allowMails({ db }: StopTools, key: string): Promise<void> {
  return writing(db, (trx) => liftSuppression(trx, key));
}

/** An action that is not its address's owner's: no mail goes there any more, and what has not left is taken back. */
export async function disown({ db, clock, ids, seal }: StopTools, facts: Facts): Promise<void> {
  const at = clock.now();
  await writing(db, async (trx) => {
    await endSteps(trx, facts.actionId);
    await suppress(trx, { addressKey: addressKey(seal, facts.email), why: 'not-me', at });
    const letters = await listDeliveryIds(trx, facts.actionId);
    const deed = { at, actor: 'supporter', reason: NOT_THEIRS, eventId: ids.next };
    await withdrawLetters(trx, { ids: letters, ...deed, alsoUnknown: true });
  });
}
