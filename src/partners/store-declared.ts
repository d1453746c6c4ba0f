import { insertRecords, query, type ColumnKind, type Db } from '../platform/db.js';
import type { DeclaredContent, DeclaredEntry } from './declared.js';

const ENTRY = `SELECT declared_numbers.id, partner_id AS "partnerId", version, kind, total, from_on AS "fromOn",
                      to_on AS "toOn", campaign_id AS "campaignId", source, note, who, created_at AS "enteredAt",
                      question, questioned_by AS "questionedBy", questioned_at AS "questionedAt",
                      withdrawn_why AS "withdrawnWhy", withdrawn_by AS "withdrawnBy", withdrawn_at AS "withdrawnAt"
                 FROM declared_numbers
                 JOIN declared_versions ON declared_id = declared_numbers.id AND number = version`;

/** A coalition's entries, the newest first, also those that were withdrawn. */
export function listDeclaredEntries(
  db: Db,
  coalitionId: string,
  { limit, below }: { readonly limit: number; readonly below?: string | undefined },
): Promise<DeclaredEntry[]> {
  return query(
    db,
    `${ENTRY} WHERE coalition_id = ? ${below === undefined ? '' : 'AND declared_numbers.id < ?'}
      ORDER BY declared_numbers.id DESC LIMIT ?`,
    [coalitionId, ...(below === undefined ? [] : [below]), limit],
  );
}

/** So many numbers of a coalition are read at the most. */
const MOST_DECLARED = 5_000;

/** A coalition's entries that count, in the order of their days. */
export function listCountingDeclared(db: Db, coalitionId: string): Promise<DeclaredEntry[]> {
  return query(
    db,
    `${ENTRY} WHERE coalition_id = ? AND withdrawn_at IS NULL ORDER BY from_on, declared_numbers.id LIMIT ?`,
    [coalitionId, MOST_DECLARED],
  );
}

export async function findEntry(db: Db, coalitionId: string, id: string): Promise<DeclaredEntry | undefined> {
  const sql = `${ENTRY} WHERE coalition_id = ? AND declared_numbers.id = ?`;
  return (await query<DeclaredEntry>(db, sql, [coalitionId, id]))[0];
}

/** A version of an entry, as it was entered. */
export type DeclaredVersion = DeclaredContent & {
  readonly number: number;
  readonly who: string;
  readonly enteredAt: number;
};

/** All versions of an entry, the newest first. */
export function listDeclaredVersions(db: Db, id: string): Promise<DeclaredVersion[]> {
  return query(
    db,
    `SELECT number, kind, total, from_on AS "fromOn", to_on AS "toOn", campaign_id AS "campaignId", source, note, who,
            created_at AS "enteredAt"
       FROM declared_versions WHERE declared_id = ? ORDER BY number DESC`,
    [id],
  );
}

export type NewVersion = DeclaredContent & {
  readonly id: string;
  readonly number: number;
  readonly userId: string;
  readonly who: string;
  readonly at: number;
};

/** Stores new entries of a partner with their first versions: all of them in two statements. */
export async function insertEntries(
  trx: Db,
  of: { readonly coalitionId: string; readonly partnerId: string },
  entries: readonly NewVersion[],
): Promise<void> {
  const columns = { id: 'text', coalition_id: 'text', partner_id: 'text', version: 'bigint' } as const;
  const rows = entries.map(({ id, number }) => {
    return { id, coalition_id: of.coalitionId, partner_id: of.partnerId, version: number };
  });
  await insertRecords(trx, { table: 'declared_numbers', columns }, rows);
  await insertVersions(trx, entries);
}

/** Makes a further version the one that counts; false where the entry is at another version, or was withdrawn. */
export async function addVersion(trx: Db, version: NewVersion): Promise<boolean> {
  const changed: number = await trx('declared_numbers')
    .where({ id: version.id, version: version.number - 1, withdrawn_at: null })
    .update({ version: version.number });
  if (changed > 0) await insertVersions(trx, [version]);
  return changed > 0;
}

async function insertVersions(trx: Db, versions: readonly NewVersion[]): Promise<void> {
  const columns: Readonly<Record<string, ColumnKind>> = {
    ...{ declared_id: 'text', number: 'bigint', kind: 'text', total: 'bigint', from_on: 'text', to_on: 'text' },
    ...{ campaign_id: 'text', source: 'text', note: 'text', user_id: 'text', who: 'text', created_at: 'bigint' },
  };
  const rows = versions.map(({ id, number, kind, total, source, note, who, ...one }) => ({
    ...{ declared_id: id, number, kind, total, from_on: one.fromOn, to_on: one.toOn, campaign_id: one.campaignId },
    ...{ source, note, user_id: one.userId, who, created_at: one.at },
  }));
  await insertRecords(trx, { table: 'declared_versions', columns }, rows);
}

/** Something that somebody did to an entry. */
export type Mark = { readonly id: string; readonly text: string; readonly by: string; readonly at: number };

/** Withdraws an entry for good; false where it was withdrawn already. */
export async function withdrawEntry(trx: Db, { id, text, by, at }: Mark): Promise<boolean> {
  const changed: number = await trx('declared_numbers')
    .where({ id, withdrawn_at: null })
    .update({ withdrawn_why: text, withdrawn_by: by, withdrawn_at: at });
  return changed > 0;
}

/** Puts a question beside an entry, or with '' takes it away. */
export async function questionEntry(trx: Db, { id, text, by, at }: Mark): Promise<void> {
  const asked = text === '' ? { questioned_by: null, questioned_at: null } : { questioned_by: by, questioned_at: at };
  await trx('declared_numbers')
    .where({ id })
    .update({ question: text, ...asked });
}
