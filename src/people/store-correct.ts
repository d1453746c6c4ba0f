import { idRecords, query, records, type Db } from '../platform/db.js';
import { sealed, sealedLookup } from '../platform/private-columns.js';
import { deleteSearchKeys, insertSearchKeys } from '../supporters/index.js';

/** What can be corrected about somebody. */
export type Corrected = {
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly emailKey: string;
  readonly postalCode: string;
  /** Put only where one was given; null takes it away. */
  readonly street: string | null;
  readonly phone: string | null;
};

type Carried = {
  readonly letterId: string;
  readonly email: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly postal_code: string;
  readonly street: string | null;
  readonly phone: string | null;
};

/** Keeps in letters the data that they carry now, whatever is corrected later. */
export async function freezeLetters(trx: Db, letterIds: readonly string[]): Promise<void> {
  const wanted = idRecords(trx, letterIds);
  const rows = await query<Carried>(
    trx,
    `SELECT letters.id AS "letterId", email, given_name, family_name, postal_code, street, phone
       FROM ${wanted.sql} JOIN letters ON letters.id = r.id JOIN actions ON actions.id = action_id
       JOIN supporters ON supporters.id = supporter_id WHERE signed IS NULL`,
    [wanted.binding],
  );
  const frozen = records(
    trx,
    { id: 'text', signed: 'private' },
    rows.map(({ letterId, ...carried }) => ({ id: letterId, signed: JSON.stringify(carried) })),
  );
  await trx.raw(`UPDATE letters SET signed = r.signed FROM ${frozen.sql} WHERE letters.id = r.id`, [frozen.binding]);
}

/** Puts corrected data in the place of what was given. */
export async function updatePerson(
  trx: Db,
  who: { readonly organizationId: string; readonly supporterId: string },
  corrected: Corrected,
): Promise<void> {
  const { givenName, familyName, postalCode, street, phone, email, emailKey } = corrected;
  await trx('supporters')
    .where({ id: who.supporterId })
    .update({
      email: sealed(trx, email),
      email_key: sealedLookup(trx, emailKey),
    });
  await trx.raw(
    `UPDATE actions SET given_name = ?, family_name = ?, postal_code = ?,
            street = CASE WHEN street IS NULL THEN NULL ELSE CAST(? AS text) END,
            phone = CASE WHEN phone IS NULL THEN NULL ELSE CAST(? AS text) END
      WHERE supporter_id = ?`,
    [
      sealed(trx, givenName),
      sealed(trx, familyName),
      postalCode,
      sealed(trx, street),
      sealed(trx, phone),
      who.supporterId,
    ],
  );
  await deleteSearchKeys(trx, [who.supporterId]);
  await insertSearchKeys(trx, [{ ...who, givenName, familyName, postalCode }]);
}
