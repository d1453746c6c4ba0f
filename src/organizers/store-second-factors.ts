import { query, type Db } from '../platform/db.js';

export type StoredFactor = {
  readonly userId: string;
  /** Encrypted. */
  readonly secret: string;
  readonly confirmedAt: number | null;
  readonly lastStep: number;
};

export async function findFactor(db: Db, userId: string): Promise<StoredFactor | undefined> {
  const sql = `SELECT user_id AS "userId", secret, confirmed_at AS "confirmedAt", last_step AS "lastStep"
                 FROM second_factors WHERE user_id = ?`;
  return (await query<StoredFactor>(db, sql, [userId]))[0];
}

/** Keeps a secret that is still to be confirmed. One that is confirmed stays. */
export async function putUnconfirmed(trx: Db, userId: string, secret: string): Promise<void> {
  await trx.raw(
    `INSERT INTO second_factors (user_id, secret, confirmed_at, last_step) VALUES (?, ?, NULL, 0)
     ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = 0 WHERE second_factors.confirmed_at IS NULL`,
    [userId, secret],
  );
}

/** Takes a code's step unless it, or a later one, was taken; answers whether it was. */
export async function takeStep(trx: Db, userId: string, step: number): Promise<boolean> {
  const taken: number = await trx('second_factors')
    .where({ user_id: userId })
    .andWhere('last_step', '<', step)
    .update({ last_step: step });
  return taken === 1;
}

export async function confirmFactor(trx: Db, userId: string, confirmedAt: number): Promise<void> {
  await trx('second_factors').where({ user_id: userId }).update({ confirmed_at: confirmedAt });
}

export async function deleteFactor(trx: Db, userId: string): Promise<void> {
  await trx('recovery_codes').where({ user_id: userId }).delete();
  await trx('second_factors').where({ user_id: userId }).delete();
}

/** Recovery codes, as digests, in place of those there were. */
export async function replaceRecoveryCodes(trx: Db, userId: string, codes: readonly string[]): Promise<void> {
  await trx('recovery_codes').where({ user_id: userId }).delete();
  await trx('recovery_codes').insert(codes.map((code) => ({ user_id: userId, code })));
}

/** Uses a recovery code up; answers whether there was such a one. */
export async function takeRecoveryCode(trx: Db, userId: string, code: string): Promise<boolean> {
  const taken: number = await trx('recovery_codes').where({ user_id: userId, code }).delete();
  return taken === 1;
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const rows = await query<{ codes: number }>(db, 'SELECT COUNT(*) AS codes FROM recovery_codes WHERE user_id = ?', [
    userId,
  ]);
  return rows[0]?.codes ?? 0;
}
