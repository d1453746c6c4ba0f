import { isPostgres, query, records, type Db, type Records } from '../platform/db.js';
import { lookupForms } from '../platform/private-columns.js';

/** A supporter of one organization, about to act. */
export type NewSupporter = {
  readonly id: string;
  readonly organizationId: string;
  readonly emailKey: string;
  readonly email: string;
  readonly createdAt: number;
};

/** A consent with the text that the person saw. */
export type NewConsent = {
  readonly actionId: string;
  readonly organization: string;
  readonly text: string;
  readonly givenAt: number;
  /** The partner of a coalition that it is for, and the version of its page that showed the text. */
  readonly partnerId?: string | undefined;
  readonly pageVersionId?: string | undefined;
};

/** A consent that was stored, by its action. */
export type StoredConsent = { readonly actionId: string; readonly partnerId: string | null };

/**
 * Finds or makes supporters and answers their ids by `supporterKey`. Rows are taken in the given order, so callers that
 * write side by side sort by e-mail key. Nobody erases them or changes their address before the transaction ends.
 */
export async function upsertSupporters(trx: Db, supporters: readonly NewSupporter[]): Promise<Map<string, string>> {
  let found = await insertOrHold(trx, supporters);
  // Somebody was erased between the two statements: who writes now is a new person.
  while (supporters.some((one) => !found.has(supporterKey(one)))) found = await insertOrHold(trx, supporters);
  return found;
}

type StoredSupporter = { readonly id: string; readonly organizationId: string; readonly emailKey: string };

const STORED = 'id, organization_id AS "organizationId", email_key AS "emailKey"';

async function insertOrHold(trx: Db, supporters: readonly NewSupporter[]): Promise<Map<string, string>> {
  await renewKeys(trx, supporters);
  const made = await insertNew(trx, supporters);
  const found = new Map(made.map((row) => [supporterKey(row), row.id]));
  const known = supporters.filter((one) => !found.has(supporterKey(one)));
  for (const row of await holdKnown(trx, known)) found.set(supporterKey(row), row.id);
  return found;
}

/** Makes those who are new and answers them. */
function insertNew(trx: Db, supporters: readonly NewSupporter[]): Promise<StoredSupporter[]> {
  const columns = {
    id: 'text',
    organization_id: 'text',
    email_key: 'lookup',
    email: 'private',
    created_at: 'bigint',
  } as const;
  const rows = supporters.map((one) => ({
    ...one,
    organization_id: one.organizationId,
    email_key: one.emailKey,
    created_at: one.createdAt,
  }));
  const names = Object.keys(columns).join(', ');
  const from = records(trx, columns, rows);
  return query(
    trx,
    `INSERT INTO supporters (${names}) SELECT ${names} FROM ${from.sql} WHERE true
     ON CONFLICT (organization_id, email_key) DO NOTHING RETURNING ${STORED}`,
    [from.binding],
  );
}

/** Keeps those who are known from being erased or changed until the transaction ends. */
async function holdKnown(trx: Db, supporters: readonly NewSupporter[]): Promise<StoredSupporter[]> {
  if (supporters.length === 0) return [];
  const rows = supporters.map(({ organizationId, emailKey }) => ({
    organization_id: organizationId,
    email_key: emailKey,
  }));
  const wanted = records(trx, { organization_id: 'text', email_key: 'lookup' }, rows);
  return query(
    trx,
    `SELECT ${STORED} FROM supporters
      WHERE (organization_id, email_key) IN (SELECT organization_id, email_key FROM ${wanted.sql})
      ${isPostgres(trx) ? 'FOR KEY SHARE OF supporters' : ''}`,
    [wanted.binding],
  );
}

/**
 * Stores the addresses by which people are known as they are stored now, where they were before there was a key or under
 * an older one: else somebody would be found anew, and be two.
 */
async function renewKeys(trx: Db, supporters: readonly NewSupporter[]): Promise<void> {
  const old = supporters.flatMap(({ organizationId, emailKey }) => {
    const [newest, ...others] = lookupForms(trx, emailKey);
    return others.map((other) => ({ organization_id: organizationId, newest, old: other }));
  });
  if (old.length === 0) return;
  const from = records(trx, { organization_id: 'text', newest: 'text', old: 'text' }, old);
  await trx.raw(
    `UPDATE supporters SET email_key = r.newest FROM ${from.sql}
      WHERE supporters.organization_id = r.organization_id AND supporters.email_key = r.old`,
    [from.binding],
  );
}

/** Takes back supporters that this transaction made and nothing refers to. */
export async function deleteSupporters(trx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await trx('supporters').whereIn('id', ids).delete();
}

export function supporterKey(one: Pick<NewSupporter, 'organizationId' | 'emailKey'>): string {
  return `${one.organizationId} ${one.emailKey}`;
}

/**
 * Stores the consents that were not given before, and those that had been taken back anew, with the text that was shown
 * now. Answers both.
 */
export async function insertConsents(
  trx: Db,
  consents: readonly NewConsent[],
): Promise<{ readonly added: readonly StoredConsent[]; readonly again: readonly StoredConsent[] }> {
  if (consents.length === 0) return { added: [], again: [] };
  const from = records(
    trx,
    CONSENT_COLUMNS,
    consents.map(({ actionId, organization, text, givenAt, partnerId = null, pageVersionId = null }) => {
      const about = { action_id: actionId, partner_id: partnerId, page_version_id: pageVersionId };
      return { ...about, organization, text, given_at: givenAt };
    }),
  );
  const again = consents.some(({ partnerId }) => partnerId !== undefined) ? await giveAgain(trx, from) : [];
  const names = Object.keys(CONSENT_COLUMNS).join(', ');
  const added = await query<StoredConsent>(
    trx,
    `INSERT INTO consents (${names}) SELECT ${names} FROM ${from.sql} WHERE true
     ON CONFLICT DO NOTHING RETURNING action_id AS "actionId", partner_id AS "partnerId"`,
    [from.binding],
  );
  return { added, again };
}

const CONSENT_COLUMNS = {
  action_id: 'text',
  organization: 'text',
  text: 'text',
  given_at: 'bigint',
  partner_id: 'text',
  page_version_id: 'text',
} as const;

function giveAgain(trx: Db, from: Records): Promise<StoredConsent[]> {
  return query(
    trx,
    `UPDATE consents SET text = r.text, given_at = r.given_at, page_version_id = r.page_version_id, withdrawn_at = NULL,
            withdrawn_by = NULL
       FROM ${from.sql}
      WHERE consents.action_id = r.action_id AND consents.organization = r.organization
        AND consents.partner_id = r.partner_id AND consents.withdrawn_at IS NOT NULL
     RETURNING consents.action_id AS "actionId", consents.partner_id AS "partnerId"`,
    [from.binding],
  );
}
