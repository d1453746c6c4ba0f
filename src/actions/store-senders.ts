import { query, type Db } from '../platform/db.js';

/** Who wrote a letter, for those who may see that, and what they were told about it. */
export type Sender = {
  readonly actionId: string;
  readonly supporterId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly takenAt: number;
  /** When they were told that it failed. */
  readonly toldAt: number | null;
};

export async function findSender(db: Db, deliveryId: string): Promise<Sender | undefined> {
  const rows = await query<Sender>(
    db,
    `SELECT actions.id AS "actionId", supporter_id AS "supporterId", given_name AS "givenName",
            family_name AS "familyName", actions.created_at AS "takenAt", told_at AS "toldAt"
       FROM deliveries JOIN letters ON letters.id = letter_id JOIN actions ON actions.id = action_id
      WHERE deliveries.id = ?`,
    [deliveryId],
  );
  return rows[0];
}
