import type { Change, Changes } from '../counts/index.js';
import type { Db } from '../platform/db.js';
import { insertConsents, type StoredConsent } from '../supporters/index.js';
import type { NewAction } from './action.js';
import { consentCountsOf, isSuspected, optInCountOf, type CountPlace } from './count-action.js';

type Consenting = {
  readonly action: NewAction;
  readonly first: (CountPlace & Pick<NewAction, 'id' | 'suspicions'>) | undefined;
};

/**
 * Adds what people agreed to now to the first action of each, and answers what is to be counted. A box ticked by who
 * writes again is a consent like any other; one that is not ticked takes nothing back.
 */
export async function addConsents(
  trx: Db,
  consenting: readonly Consenting[],
): Promise<Required<Pick<Changes, 'actions' | 'consents'>>> {
  const firsts = new Map(consenting.flatMap(({ first }) => (first ? [[first.id, first] as const] : [])));
  const { added, again } = await insertConsents(
    trx,
    consenting.flatMap(({ action, first }) =>
      first ? action.consents.map((one) => ({ ...one, actionId: first.id, givenAt: action.createdAt })) : [],
    ),
  );
  const toPartners = (stored: readonly StoredConsent[], isAgain: boolean): Change<'consents'>[] =>
    stored.flatMap(({ actionId, partnerId }) => {
      const first = firsts.get(actionId);
      return first && partnerId !== null ? consentCountsOf(first, { partnerId, isAgain }) : [];
    });
  return {
    actions: added.flatMap(({ actionId }) => {
      const first = firsts.get(actionId);
      return first && !isSuspected(first) ? [optInCountOf(first)] : [];
    }),
    consents: [...toPartners(added, false), ...toPartners(again, true)],
  };
}
