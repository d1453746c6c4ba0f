import { listConsentsToPartners, withdraw } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { updateTyped, type RepeatRow } from './store-receipts.js';

/**
 * Takes back boxes that were ticked by who wrote again, towards all partners where none is named. A consent that the
 * first action gave is not touched: whoever types an address may only take back what they gave with it.
 */
export async function withdrawTyped(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { id, typed, receipt: { actionId, createdAt } }: RepeatRow,
  partnerId: string | undefined,
): Promise<void> {
  if (!typed) return;
  const at = clock.now();
  const isMeant = (one: { readonly partnerId: string; readonly withdrawnAt: number | null }): boolean =>
    one.withdrawnAt === null && (partnerId === undefined || one.partnerId === partnerId);
  const consents = typed.consents.map((one) => (isMeant(one) ? { ...one, withdrawnAt: at } : one));
  await writing(db, (trx) => updateTyped(trx, id, { ...typed, consents }));
  const given = await listConsentsToPartners(db, actionId);
  const own = typed.consents.filter(isMeant).map((one) => one.partnerId);
  for (const one of given.filter(({ givenAt }) => givenAt === createdAt)) {
    if (own.includes(one.partnerId))
      await withdraw({ db, clock }, { actionId, partnerId: one.partnerId, by: 'person' });
  }
}
