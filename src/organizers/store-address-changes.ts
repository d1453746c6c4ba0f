import { query, type Db } from '../platform/db.js';

/** An account's way from one address to another. Ids sort by time. */
export type AddressChange = {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly formerEmail: string;
  readonly formerKey: string;
  readonly askedAt: number;
  /** null until it was confirmed. */
  readonly changedAt: number | null;
  /** Until when it can be confirmed, or taken back once it is done. */
  readonly expiresAt: number;
};

const CHANGE = `SELECT id, user_id AS "userId", email, email_key AS "emailKey", former_email AS "formerEmail",
                       former_key AS "formerKey", asked_at AS "askedAt", changed_at AS "changedAt",
                       expires_at AS "expiresAt"
                  FROM address_changes`;

export async function findAddressChange(db: Db, id: string): Promise<AddressChange | undefined> {
  return (await query<AddressChange>(db, `${CHANGE} WHERE id = ?`, [id]))[0];
}

/** The change of somebody's address that waits to be confirmed. */
export async function findWaitingChange(db: Db, userId: string, now: number): Promise<AddressChange | undefined> {
  const sql = `${CHANGE} WHERE user_id = ? AND changed_at IS NULL AND expires_at > ? ORDER BY id DESC LIMIT 1`;
  return (await query<AddressChange>(db, sql, [userId, now]))[0];
}

export async function insertAddressChange(trx: Db, one: Omit<AddressChange, 'changedAt'>): Promise<void> {
  await trx('address_changes').insert({
    id: one.id,
    user_id: one.userId,
    email: one.email,
    email_key: one.emailKey,
    former_email: one.formerEmail,
    former_key: one.formerKey,
    asked_at: one.askedAt,
    expires_at: one.expiresAt,
  });
}

/** Marks a waiting change as done; answers whether it still waited. */
export async function claimAddressChange(
  trx: Db,
  id: string,
  { changedAt, expiresAt }: { readonly changedAt: number; readonly expiresAt: number },
): Promise<boolean> {
  const claimed: number = await trx('address_changes')
    .where({ id, changed_at: null })
    .update({ changed_at: changedAt, expires_at: expiresAt });
  return claimed === 1;
}

/** Ends what waits to be confirmed; answers whether anything did. */
export async function deleteWaitingChanges(trx: Db, userId: string): Promise<boolean> {
  const deleted: number = await trx('address_changes').where({ user_id: userId, changed_at: null }).delete();
  return deleted > 0;
}

/** Ends a change and all later ones of the same account; answers whether it was still there. */
export async function deleteChangesSince(
  trx: Db,
  { id, userId }: Pick<AddressChange, 'id' | 'userId'>,
): Promise<boolean> {
  const deleted: number = await trx('address_changes').where({ id }).delete();
  await trx('address_changes').where({ user_id: userId }).andWhere('id', '>', id).delete();
  return deleted === 1;
}

/** Ends the changes of an account away from an address that it has again. */
export async function deleteChangesFrom(trx: Db, userId: string, formerKey: string): Promise<void> {
  await trx('address_changes').where({ user_id: userId, former_key: formerKey }).delete();
}

/** Whether another account than this one can still take an address back. */
export async function isAddressHeld(
  db: Db,
  { emailKey, now, userId }: { readonly emailKey: string; readonly now: number; readonly userId: string },
): Promise<boolean> {
  const sql = `SELECT 1 FROM address_changes
                WHERE former_key = ? AND changed_at IS NOT NULL AND expires_at > ? AND user_id <> ? LIMIT 1`;
  return (await query(db, sql, [emailKey, now, userId])).length > 0;
}
