import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { listConsentsToPartners, withdrawConsents, type WithdrawnBy } from './store-consents.js';

type WithdrawTools = { readonly db: Db; readonly clock: Clock };

/** Whose consents are taken back, by one of their actions; towards all partners where none is named. */
export type WithdrawWish = {
  readonly actionId: string;
  readonly partnerId?: string | undefined;
  readonly by: WithdrawnBy;
};

/**
 * Takes back what somebody agreed to towards partners, in all campaigns of theirs. A partner that has them in a file is
 * told by its list of those to stop writing to. Answers how many consents were taken back.
 */
export function withdraw({ db, clock }: WithdrawTools, { actionId, partnerId, by }: WithdrawWish): Promise<number> {
  return writing(db, async (trx) => {
    const given = await listConsentsToPartners(trx, actionId);
    const meant = given.filter((one) => partnerId === undefined || one.partnerId === partnerId);
    let count = 0;
    for (const one of meant) {
      const of = { actionId, partnerId: one.partnerId };
      count += await withdrawConsents(trx, of, { at: clock.now(), by });
    }
    return count;
  });
}
