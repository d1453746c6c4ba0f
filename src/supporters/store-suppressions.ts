import { idRecords, query, type Db } from '../platform/db.js';

/**
 * Why an address is not mailed: its owner wants no more mail, or says that somebody else used the address. The second
 * also keeps the mails away that ask to confirm an address.
 */
export type SuppressionReason = 'unsubscribed' | 'not-me';

/** An address that is not mailed, by its `addressKey`. */
export type Suppression = { readonly addressKey: string; readonly why: SuppressionReason; readonly at: number };

/** Stops mails to an address; "not me" outweighs an earlier "no more mail", and stays. */
export async function suppress(trx: Db, { addressKey, why, at }: Suppression): Promise<void> {
  await trx.raw(
    `INSERT INTO suppressions (address_key, why, at) VALUES (?, ?, ?) ON CONFLICT (address_key) DO UPDATE
        SET why = excluded.why, at = excluded.at WHERE excluded.why = 'not-me' AND suppressions.why <> 'not-me'`,
    [addressKey, why, at],
  );
}

/** Lets mails go to an address again. */
export async function liftSuppression(trx: Db, addressKey: string): Promise<void> {
  await trx('suppressions').where({ address_key: addressKey }).delete();
}

/** Why an address is not mailed; undefined where it is. */
export async function findSuppression(db: Db, addressKey: string): Promise<SuppressionReason | undefined> {
  const rows = await query<{ why: SuppressionReason }>(db, 'SELECT why FROM suppressions WHERE address_key = ?', [
    addressKey,
  ]);
  return rows[0]?.why;
}

/** Which of some addresses, by their keys, are not mailed, and why. */
export async function listSuppressed(
  db: Db,
  addressKeys: readonly string[],
): Promise<ReadonlyMap<string, SuppressionReason>> {
  if (addressKeys.length === 0) return new Map();
  const wanted = idRecords(db, addressKeys);
  const rows = await query<{ key: string; why: SuppressionReason }>(
    db,
    `SELECT address_key AS key, why FROM ${wanted.sql} JOIN suppressions ON address_key = r.id`,
    [wanted.binding],
  );
  return new Map(rows.map(({ key, why }) => [key, why]));
}
