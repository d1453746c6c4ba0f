import type { ChannelName } from '../deliveries/index.js';
import type { DeliveryState } from '../counts/index.js';
import { idRecords, query, type Db } from '../platform/db.js';
import { lookupForms } from '../platform/private-columns.js';

/** A supporter's own row. */
export type SupporterRow = {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly createdAt: number;
  readonly optedInAt: number | null;
  readonly erasedAt: number | null;
};

export const SUPPORTER = `SELECT supporters.id, organization_id AS "organizationId", email, email_key AS "emailKey",
  created_at AS "createdAt", opted_in_at AS "optedInAt", erased_at AS "erasedAt" FROM supporters`;

/** A supporter of this very organization. */
export async function findSupporter(db: Db, organizationId: string, id: string): Promise<SupporterRow | undefined> {
  // PostgreSQL fails on a parameter with a NUL in it.
  if (!/^\w+$/.test(id)) return undefined;
  const sql = `${SUPPORTER} WHERE organization_id = ? AND id = ?`;
  return (await query<SupporterRow>(db, sql, [organizationId, id]))[0];
}

/** Who has this canonical address in an organization. */
export async function findByEmailKey(
  db: Db,
  organizationId: string,
  emailKey: string,
): Promise<SupporterRow | undefined> {
  const forms = lookupForms(db, emailKey);
  const sql = `${SUPPORTER} WHERE organization_id = ? AND email_key IN (${forms.map(() => '?').join(', ')})`;
  return (await query<SupporterRow>(db, sql, [organizationId, ...forms]))[0];
}

/** One thing that somebody did, with all that they gave for it. */
export type PersonAction = {
  readonly id: string;
  readonly campaignId: string;
  readonly versionNumber: number;
  readonly source: string;
  readonly prefix: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly postalCode: string;
  readonly street: string | null;
  readonly locality: string | null;
  readonly region: string | null;
  readonly phone: string | null;
  readonly divisions: string;
  readonly subject: string | null;
  readonly text: string | null;
  readonly ownWords: string | null;
  /** 0 or 1, as is `mustConfirm`. */
  readonly wantsCopy: number;
  readonly mustConfirm: number;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  /** When the owner of the address said that somebody else wrote it; 0 for never. */
  readonly disownedAt: number;
  readonly textsErasedAt: number | null;
};

/** What a supporter did, newest first. */
export function listActionsOf(db: Db, supporterId: string, limit: number): Promise<PersonAction[]> {
  return query(
    db,
    `SELECT actions.id, actions.campaign_id AS "campaignId", number AS "versionNumber", source, prefix,
            given_name AS "givenName", family_name AS "familyName", postal_code AS "postalCode", street, locality, region,
            phone, divisions, subject, text, own_words AS "ownWords", wants_copy AS "wantsCopy",
            must_confirm AS "mustConfirm", actions.created_at AS "createdAt", confirmed_at AS "confirmedAt",
            disowned_at AS "disownedAt",
            texts_erased_at AS "textsErasedAt"
       FROM actions JOIN campaign_versions ON campaign_versions.id = version_id
      WHERE supporter_id = ? ORDER BY actions.created_at DESC, actions.id DESC LIMIT ?`,
    [supporterId, limit],
  );
}

/** A letter of an action and where it stands. */
export type PersonLetter = {
  readonly actionId: string;
  readonly letterId: string;
  readonly deliveryId: string;
  readonly officeId: string;
  /** JSON of a target. */
  readonly target: string;
  readonly channel: ChannelName;
  readonly state: DeliveryState;
  readonly stateAt: number;
  readonly answer: string | null;
};

export function listLettersOf(db: Db, actionIds: readonly string[]): Promise<PersonLetter[]> {
  const wanted = idRecords(db, actionIds);
  return query(
    db,
    `SELECT action_id AS "actionId", letters.id AS "letterId", deliveries.id AS "deliveryId",
            letters.office_id AS "officeId", target, channel, state, state_at AS "stateAt",
            (SELECT answer FROM answers WHERE answers.letter_id = letters.id) AS answer
       FROM ${wanted.sql} JOIN letters ON action_id = r.id JOIN letter_targets ON letter_targets.id = target_id
       JOIN deliveries ON deliveries.letter_id = letters.id
      ORDER BY letters.id`,
    [wanted.binding],
  );
}

/** What somebody agreed to, in the words that they saw. */
export type PersonConsent = {
  readonly actionId: string;
  /** As the campaign names it; the name of a partner of a coalition. */
  readonly organization: string;
  readonly text: string;
  readonly givenAt: number;
  /** Only consents to partners are handed to another organization, and taken back one by one. */
  readonly partnerId: string | null;
  readonly exportedAt: number | null;
  readonly withdrawnAt: number | null;
};

export function listConsentsOf(db: Db, actionIds: readonly string[]): Promise<PersonConsent[]> {
  const wanted = idRecords(db, actionIds);
  return query(
    db,
    `SELECT action_id AS "actionId", COALESCE(partners.name, organization) AS organization, text, given_at AS "givenAt",
            partner_id AS "partnerId", exported_at AS "exportedAt", withdrawn_at AS "withdrawnAt"
       FROM ${wanted.sql} JOIN consents ON action_id = r.id LEFT JOIN partners ON partners.id = partner_id
      ORDER BY given_at DESC, 2`,
    [wanted.binding],
  );
}

/** A mail that somebody got, or was to get. */
export type PersonMail = {
  readonly actionId: string;
  readonly kind: string;
  readonly state: string;
  readonly plannedAt: number;
  readonly endedAt: number | null;
};

export function listMailsOf(db: Db, actionIds: readonly string[]): Promise<PersonMail[]> {
  const wanted = idRecords(db, actionIds);
  return query(
    db,
    `SELECT action_id AS "actionId", kind, state, planned_at AS "plannedAt", ended_at AS "endedAt"
       FROM ${wanted.sql} JOIN notices ON action_id = r.id ORDER BY planned_at DESC, notices.id DESC`,
    [wanted.binding],
  );
}

/** Why and when an address is not mailed any more. */
export type Stopped = { readonly why: 'unsubscribed' | 'not-me'; readonly at: number };

/** Which of some addresses, by their keys, are not mailed. */
export async function listStopped(db: Db, addressKeys: readonly string[]): Promise<ReadonlyMap<string, Stopped>> {
  const wanted = idRecords(db, addressKeys);
  const rows = await query<Stopped & { readonly key: string }>(
    db,
    `SELECT address_key AS key, why, at FROM ${wanted.sql} JOIN suppressions ON address_key = r.id`,
    [wanted.binding],
  );
  return new Map(rows.map(({ key, why, at }) => [key, { why, at }]));
}
