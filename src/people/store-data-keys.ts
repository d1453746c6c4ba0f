import { insertRecords, isPostgres, query, records, type ColumnKind, type Db } from '../platform/db.js';

type PrivateTable = { readonly table: string; readonly columns: Readonly<Record<string, 'private' | 'lookup'>> };

/** Tables whose rows have an `id`, with the columns that are encrypted where there is a key. */
export const PRIVATE_TABLES: readonly PrivateTable[] = [
  { table: 'supporters', columns: { email: 'private', email_key: 'lookup' } },
  {
    table: 'actions',
    columns: {
      ...{ prefix: 'private', given_name: 'private', family_name: 'private', street: 'private', locality: 'private' },
      ...{ phone: 'private', subject: 'private', text: 'private', own_words: 'private' },
    },
  },
  { table: 'letters', columns: { signed: 'private' } },
  { table: 'kept_mails', columns: { raw: 'private' } },
];

/** The columns that are encrypted, as `table.column`. */
export const PRIVATE_COLUMNS: readonly string[] = [
  ...PRIVATE_TABLES.flatMap(({ table, columns }) => Object.keys(columns).map((name) => `${table}.${name}`)),
  'supporter_keys.key',
];

/** Under which key a column's texts are stored; `key` is null for none. */
export type StoredUnder = { readonly key: string | null; readonly texts: number };

export function countStored(db: Db, column: string): Promise<StoredUnder[]> {
  const [table = '', name = ''] = column.split('.');
  const id = `CASE WHEN ${name} LIKE 'enc:_:%' THEN SUBSTR(${name}, 7, 8) END`;
  return query(
    db,
    `SELECT ${id} AS key, COUNT(*) AS texts FROM ${table} WHERE ${isText(name)} GROUP BY ${id} ORDER BY ${id}`,
  );
}

/** An erased person's key stays as it is; an empty text needs no key. */
function isText(name: string): string {
  return `(${name} IS NOT NULL AND ${name} <> '' AND ${name} NOT LIKE 'erased %')`;
}

/** Texts that are not stored as they are to be: under this key, or as they are for undefined. */
function isOther(name: string, keyId: string | undefined): string {
  const isEncrypted = keyId === undefined ? `LIKE 'enc:_:%'` : `NOT LIKE 'enc:_:${keyId}:%'`;
  return `(${isText(name)} AND ${name} ${isEncrypted})`;
}

type Batch = { readonly keyId: string | undefined; readonly after: string; readonly limit: number };

/** Stores the next rows anew, in the caller's transaction; answers where it came to, or undefined at the end. */
export async function rewriteRows(
  trx: Db,
  { table, columns }: PrivateTable,
  { keyId, after, limit }: Batch,
): Promise<string | undefined> {
  const names = Object.keys(columns);
  const rows = await query<{ readonly id: string }>(
    trx,
    `SELECT id, ${names.join(', ')} FROM ${table}
      WHERE id > ? AND (${names.map((name) => isOther(name, keyId)).join(' OR ')})
      ORDER BY id LIMIT ? ${isPostgres(trx) ? 'FOR UPDATE' : ''}`,
    [after, limit],
  );
  const last = rows.at(-1);
  if (!last) return undefined;
  const from = records(trx, { id: 'text', ...kindsFor(columns, keyId) }, rows);
  const set = names.map((name) => `${name} = r.${name}`).join(', ');
  await trx.raw(`UPDATE ${table} SET ${set} FROM ${from.sql} WHERE ${table}.id = r.id`, [from.binding]);
  return last.id;
}

/** As `rewriteRows`, for what people are found by; goes along their supporters. */
export async function rewriteSearchKeys(trx: Db, { keyId, after, limit }: Batch): Promise<string | undefined> {
  const other = isOther('key', keyId);
  const some = await query<{ id: string }>(
    trx,
    `SELECT DISTINCT supporter_id AS id FROM supporter_keys WHERE supporter_id > ? AND ${other}
      ORDER BY supporter_id LIMIT ?`,
    [after, limit],
  );
  const last = some.at(-1);
  if (!last) return undefined;
  const wanted = records(trx, { id: 'text' }, some);
  const rows = await query(
    trx,
    `DELETE FROM supporter_keys WHERE supporter_id IN (SELECT r.id FROM ${wanted.sql}) AND ${other}
     RETURNING organization_id, kind, key, supporter_id`,
    [wanted.binding],
  );
  const ids = { organization_id: 'text', kind: 'text', supporter_id: 'text' } as const;
  const columns = { ...ids, ...kindsFor(SEARCH_KEY, keyId) };
  await insertRecords(trx, { table: 'supporter_keys', columns, conflict: 'ON CONFLICT DO NOTHING' }, rows as object[]);
  return last.id;
}

const SEARCH_KEY = { key: 'lookup' } as const;

function kindsFor(
  columns: Readonly<Record<string, ColumnKind>>,
  keyId: string | undefined,
): Readonly<Record<string, ColumnKind>> {
  if (keyId !== undefined) return columns;
  return Object.fromEntries(Object.keys(columns).map((name) => [name, 'text']));
}
