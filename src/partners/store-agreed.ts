import { isCountedSql } from '../counts/index.js';
import { isPostgres, query, type Db } from '../platform/db.js';
import type { PartnerState, Sharing } from './coalition.js';

/** What decides whether a partner gets people, as the data base has it at this moment. */
export type Standing = {
  readonly state: PartnerState;
  readonly sharing: Sharing;
  /** 1 where it accepted the newest version of the agreement. */
  readonly hasAccepted: number;
  /** When the coalition ended. */
  readonly endedAt: number | null;
};

export async function findStanding(db: Db, partnerId: string): Promise<Standing | undefined> {
  const rows = await query<Standing>(
    db,
    `SELECT state, sharing, ended_at AS "endedAt",
            CASE WHEN EXISTS (SELECT 1 FROM agreement_acceptances
                               WHERE partner_id = partners.id AND agreement_id =
                                     (SELECT id FROM coalition_agreements WHERE coalition_id = coalitions.id
                                       ORDER BY number DESC LIMIT 1)) THEN 1 ELSE 0 END AS "hasAccepted"
       FROM partners JOIN coalitions ON coalitions.id = partners.coalition_id WHERE partners.id = ?`,
    [partnerId],
  );
  return rows[0];
}

/** Somebody who agreed to hear from a partner, with that consent. */
export type Agreed = {
  readonly actionId: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly postalCode: string;
  readonly campaignId: string;
  readonly campaign: string;
  readonly source: string;
  readonly text: string;
  /** The number of the page's version that showed the text. */
  readonly pageNumber: number | null;
  readonly givenAt: number;
  readonly exportedAt: number | null;
};

/**
 * Nobody who was erased, nobody whom a reviewer has to look at first; and no address that its owner has not confirmed,
 * where the campaign asks for that.
 */
const PEOPLE = `
  SELECT consents.action_id AS "actionId", email, given_name AS "givenName", family_name AS "familyName",
         postal_code AS "postalCode", actions.campaign_id AS "campaignId", campaigns.slug AS campaign, source,
         consents.text, number AS "pageNumber", given_at AS "givenAt", exported_at AS "exportedAt"
    FROM consents JOIN actions ON actions.id = consents.action_id
    JOIN supporters ON supporters.id = actions.supporter_id AND erased_at IS NULL
    JOIN campaigns ON campaigns.id = actions.campaign_id
    LEFT JOIN partner_page_versions ON partner_page_versions.id = page_version_id
   WHERE consents.partner_id = ? AND withdrawn_at IS NULL AND (must_confirm = 0 OR confirmed_at IS NOT NULL)
     AND ${isCountedSql('actions')}`;

/** The newest of a partner's people, from before the one where the last page ended. */
export function listNewest(
  db: Db,
  partnerId: string,
  { before, limit }: { readonly before: string; readonly limit: number },
): Promise<Agreed[]> {
  const earlier = before === '' ? '' : 'AND consents.action_id < ?';
  const bindings = before === '' ? [partnerId] : [partnerId, before];
  return query(db, `${PEOPLE} ${earlier} ORDER BY consents.action_id DESC LIMIT ?`, [...bindings, limit]);
}

/** The next of a partner's people for a file. Nobody takes a consent of theirs back before the transaction ends. */
export function listNext(
  trx: Db,
  partnerId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Agreed[]> {
  const lock = isPostgres(trx) ? 'FOR UPDATE OF consents' : '';
  const sql = `${PEOPLE} AND consents.action_id > ? ORDER BY consents.action_id LIMIT ? ${lock}`;
  return query(trx, sql, [partnerId, after, limit]);
}

/** Somebody whom the partner has in a file of its own, and who may want no more mail. */
export type Handed = {
  readonly actionId: string;
  readonly email: string;
  readonly withdrawnAt: number | null;
  /** 1 where they took this consent back and gave no other to the partner. */
  readonly isGone: number;
};

/** The next of the people whom a partner took along in a file, whatever became of them; erased ones have no address. */
export function listHanded(
  db: Db,
  partnerId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Handed[]> {
  return query(
    db,
    `SELECT consents.action_id AS "actionId", supporters.email, withdrawn_at AS "withdrawnAt",
            CASE WHEN withdrawn_at IS NOT NULL AND NOT EXISTS (
                   SELECT 1 FROM campaigns
                     JOIN supporters AS same ON same.organization_id = campaigns.organization_id
                      AND same.email_key = supporters.email_key
                     JOIN actions AS other ON other.supporter_id = same.id AND other.campaign_id = campaigns.id
                     JOIN consents AS kept ON kept.action_id = other.id AND kept.partner_id = consents.partner_id
                    WHERE kept.withdrawn_at IS NULL
                      AND campaigns.id IN (SELECT campaign_id FROM consent_counts WHERE partner_id = ?))
                 THEN 1 ELSE 0 END AS "isGone"
       FROM consents JOIN actions ON actions.id = consents.action_id
       JOIN supporters ON supporters.id = actions.supporter_id AND erased_at IS NULL
      WHERE consents.partner_id = ? AND exported_at IS NOT NULL AND consents.action_id > ?
      ORDER BY consents.action_id LIMIT ?`,
    [partnerId, partnerId, after, limit],
  );
}

/** How many agreed to hear from a partner on each day, and how many of them took it back. */
export type DayAgreed = {
  readonly campaignId: string;
  readonly day: string;
  readonly optIns: number;
  readonly withdrawn: number;
};

/** From the counters, oldest first. */
export function readAgreed(db: Db, partnerId: string): Promise<DayAgreed[]> {
  return query(
    db,
    `SELECT campaign_id AS "campaignId", day, opt_ins AS "optIns", withdrawn FROM consent_counts
      WHERE partner_id = ? AND opt_ins + withdrawn > 0 ORDER BY day, campaign_id`,
    [partnerId],
  );
}
