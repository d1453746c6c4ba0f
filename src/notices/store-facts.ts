import { query, type Db } from '../platform/db.js';

/** What a mail to a supporter is made of, beside the letters. */
export type Facts = {
  readonly actionId: string;
  readonly campaignId: string;
  readonly versionId: string;
  readonly day: string;
  readonly source: string;
  /** The secret of the receipt's address. */
  readonly token: string;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  /** When the owner of the address said that somebody else wrote it; 0 for never. */
  readonly disownedAt: number;
  /** 0 or 1, as is `wantsCopy`. */
  readonly mustConfirm: number;
  readonly wantsCopy: number;
  /** Kinds of suspicion as a JSON array; null for none. */
  readonly suspicions: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  /** The organization's name in From and its line at the foot, where it has chosen them. */
  readonly senderName: string | null;
  readonly footer: string | null;
};

/** undefined also where the person was erased. */
export async function findFacts(db: Db, actionId: string): Promise<Facts | undefined> {
  const rows = await query<Facts>(
    db,
    `SELECT actions.id AS "actionId", campaign_id AS "campaignId", version_id AS "versionId", day, source, token,
            actions.created_at AS "createdAt", confirmed_at AS "confirmedAt", must_confirm AS "mustConfirm", disowned_at AS "disownedAt",
            wants_copy AS "wantsCopy", suspicions, given_name AS "givenName", family_name AS "familyName", email,
            sender_name AS "senderName", footer
       FROM actions JOIN supporters ON supporters.id = supporter_id
       JOIN organizations ON organizations.id = organization_id
      WHERE actions.id = ? AND erased_at IS NULL`,
    [actionId],
  );
  return rows[0];
}
