import type { DeliveryState } from '../counts/index.js';
import { idRecords, isPostgres, query, type Db } from '../platform/db.js';
import { deleteSearchKeys } from '../supporters/index.js';
import { forgetDerived } from './store-derived.js';
import { forgetAreas } from './store-erase-places.js';
import { SUPPORTER, type SupporterRow } from './store-person.js';

/**
 * Locks supporters, then what they did, then their letters, each until the transaction ends: whoever takes an action
 * locks in this order too, and so do workers and mails from their place in it on.
 */
export async function lockPeople(trx: Db, supporterIds: readonly string[]): Promise<LockedPerson[]> {
  const wanted = idRecords(trx, supporterIds);
  const supporters = await query<SupporterRow>(
    trx,
    `${SUPPORTER} WHERE id IN (SELECT r.id FROM ${wanted.sql}) ORDER BY id ${lock(trx)}`,
    [wanted.binding],
  );
  const actions = await query<{ id: string; supporterId: string }>(
    trx,
    `SELECT id, supporter_id AS "supporterId" FROM actions
      WHERE supporter_id IN (SELECT r.id FROM ${wanted.sql}) ORDER BY id ${lock(trx)}`,
    [wanted.binding],
  );
  const letters = await lockLetters(
    trx,
    actions.map(({ id }) => id),
  );
  return supporters.map((supporter) => {
    const own = actions.filter(({ supporterId }) => supporterId === supporter.id).map(({ id }) => id);
    return { supporter, actionIds: own, letters: letters.filter(({ actionId }) => own.includes(actionId)) };
  });
}

/** A supporter with all that belongs to them, kept from changing. */
export type LockedPerson = {
  readonly supporter: SupporterRow;
  readonly actionIds: readonly string[];
  readonly letters: readonly LockedLetter[];
};

export type LockedLetter = {
  readonly letterId: string;
  readonly deliveryId: string;
  readonly actionId: string;
  readonly state: DeliveryState;
};

function lockLetters(trx: Db, actionIds: readonly string[]): Promise<LockedLetter[]> {
  const wanted = idRecords(trx, actionIds);
  return query(
    trx,
    `SELECT letters.id AS "letterId", deliveries.id AS "deliveryId", action_id AS "actionId", state
       FROM deliveries JOIN letters ON letters.id = deliveries.letter_id
      WHERE letters.action_id IN (SELECT r.id FROM ${wanted.sql})
      ORDER BY deliveries.id ${isPostgres(trx) ? 'FOR UPDATE OF deliveries' : ''}`,
    [wanted.binding],
  );
}

function lock(trx: Db): string {
  return isPostgres(trx) ? 'FOR UPDATE' : '';
}

/** What stands in the place of the reasons of an erased person's letters, which may quote them. */
export const REASON_ERASED = 'Erased with the supporter.';

/**
 * Empties all that tells who people are and what they wrote. Rows, states, moments, districts and what an office is told
 * about itself stay, so that every count can be made again from the rows.
 */
export async function wipePeople(trx: Db, people: readonly LockedPerson[], at: number): Promise<void> {
  const supporterIds = people.map(({ supporter }) => supporter.id);
  const actionIds = people.flatMap((one) => one.actionIds);
  const letters = people.flatMap((one) => one.letters);
  await wipeRows(trx, WIPED_BY_SUPPORTER, { ids: supporterIds, at });
  await deleteSearchKeys(trx, supporterIds);
  await forgetDerived(trx, actionIds);
  await forgetAreas(trx, actionIds);
  await wipeRows(trx, WIPED_BY_ACTION, { ids: actionIds, at });
  await wipeRows(trx, WIPED_BY_DELIVERY, { ids: letters.map(({ deliveryId }) => deliveryId), at });
}

/** Statements on rows named by ids; `:at` is the moment. Whatever else keeps data of a person belongs into one of these lists. */
const WIPED_BY_SUPPORTER = [
  `UPDATE supporters SET email = '', email_key = 'erased ' || id, erased_at = :at WHERE id IN :ids`,
  // The key of a request is made of the address, too; with another one the same form is a new person's.
  `UPDATE actions SET request_key = 'erased ' || id, prefix = NULL, given_name = '', family_name = '',
          postal_code = '', street = NULL, locality = NULL, region = NULL, phone = NULL, subject = NULL, text = NULL,
          own_words = NULL, notice = NULL, notice_at = NULL, texts_erased_at = COALESCE(texts_erased_at, :at)
    WHERE supporter_id IN :ids`,
] as const;

const WIPED_BY_ACTION = [
  `UPDATE quotations SET state = 'withdrawn' WHERE id IN :ids`,
  `UPDATE repeats SET typed = NULL, notice_at = NULL, request_key = 'erased ' || id WHERE action_id IN :ids`,
  `UPDATE letters SET signed = NULL WHERE signed IS NOT NULL AND action_id IN :ids`,
  `UPDATE notices SET address_key = '', reason = NULL, ended_at = COALESCE(ended_at, :at),
          state = CASE WHEN state = 'waiting' THEN 'dropped' ELSE state END WHERE action_id IN :ids`,
] as const;

const WIPED_BY_DELIVERY = [
  // Nobody is left to be told that a letter failed.
  `UPDATE deliveries SET reason = NULL, told_at = COALESCE(told_at, :at) WHERE id IN :ids`,
  `UPDATE delivery_events SET reason = '${REASON_ERASED}', answer = NULL WHERE delivery_id IN :ids`,
  `UPDATE attempts SET response = NULL WHERE delivery_id IN :ids`,
  `UPDATE bounces SET answer = '' WHERE delivery_id IN :ids`,
  `UPDATE kept_mails SET raw = NULL, settled_at = COALESCE(settled_at, :at), settled_as = COALESCE(settled_as, 'erased')
    WHERE delivery_id IN :ids`,
] as const;

async function wipeRows(
  trx: Db,
  statements: readonly string[],
  { ids, at }: { readonly ids: readonly string[]; readonly at: number },
): Promise<void> {
  if (ids.length === 0) return;
  const wanted = idRecords(trx, ids);
  for (const statement of statements) {
    const bindings: (string | number)[] = [];
    const sql = statement.replace(/:(?:at|ids)/g, (name) => {
      bindings.push(name === ':at' ? at : wanted.binding);
      return name === ':at' ? 'CAST(? AS bigint)' : `(SELECT r.id FROM ${wanted.sql})`;
    });
    await trx.raw(sql, bindings);
  }
}
