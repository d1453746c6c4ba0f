import type { z } from 'zod';
import type { DeliveryState } from '../counts/index.js';
import { forgetPeople } from '../partners/index.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError, NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { canonicalEmail, personSchema } from '../supporters/index.js';
import type { Who } from './person.js';
import { freezeLetters, updatePerson } from './store-correct.js';
import { lockPeople } from './store-erase.js';
import { findByEmailKey } from './store-person.js';

/** What an organizer may correct, by the rules that supporters' own forms have. */
const correctionSchema = personSchema.pick({
  given_name: true,
  family_name: true,
  email: true,
  postal_code: true,
  street: true,
  phone: true,
});

/** What was typed, and whether letters that have not left carry it. */
export type Correction = {
  readonly typed: Readonly<Record<keyof z.input<typeof correctionSchema>, string>>;
  readonly changesWaiting: boolean;
};

/** Letters that nobody has taken yet, and those that supporters send themselves. */
const NOT_LEFT: readonly DeliveryState[] = ['held', 'queued', 'handed_over'];

/**
 * Corrects a supporter. Letters that have left stay as they went; those that have not carry what is right, unless it is
 * wanted otherwise. Which offices they go to does not change with a postal code.
 * @throws InputError, with the other's id behind `email` where somebody else has the address @throws NotFoundError
 */
export async function correctSupporter(
  { db, seal }: { readonly db: Db; readonly seal: Seal },
  who: Who,
  { typed, changesWaiting }: Correction,
): Promise<void> {
  const { data, error } = correctionSchema.safeParse(typed);
  if (!data) throw new InputError(error.issues.map(({ path, message }) => ({ field: path.join('.'), message })));
  const emailKey = canonicalEmail(data.email) ?? data.email;
  await writing(db, async (trx) => {
    const [person] = await lockPeople(trx, [who.supporterId]);
    if (person?.supporter.organizationId !== who.organizationId)
      throw new NotFoundError('There is nobody at this address.');
    if (person.supporter.erasedAt !== null)
      throw new ConflictError('erased', 'This person’s data were erased: there is nothing left to correct.');
    const other = await findByEmailKey(trx, who.organizationId, emailKey);
    if (other && other.id !== who.supporterId) throw new InputError([{ field: 'email', message: TAKEN }]);
    const left = person.letters.filter(({ state }) => !changesWaiting || !NOT_LEFT.includes(state));
    await freezeLetters(
      trx,
      left.map(({ letterId }) => letterId),
    );
    if (emailKey !== person.supporter.emailKey) await forgetPeople({ seal }, trx, [who.supporterId]);
    await updatePerson(trx, who, {
      givenName: data.given_name,
      familyName: data.family_name,
      email: data.email,
      emailKey,
      postalCode: data.postal_code,
      street: data.street ?? null,
      phone: data.phone ?? null,
    });
  });
}

const TAKEN =
  'Somebody among your people has this address already, and two people cannot be made one here. Search for the address, see which of the two is right, and erase the other if they ask for it.';
