import { insertRecords, records, write, type Db } from '../platform/db.js';
import { searchKeys } from './search-keys.js';

/** A supporter as they introduced themselves. */
export type NamedSupporter = {
  readonly supporterId: string;
  readonly organizationId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly postalCode: string;
};

/** Lets organizers find people by what they gave; what they gave before still finds them. */
export async function insertSearchKeys(trx: Db, supporters: readonly NamedSupporter[]): Promise<void> {
  const columns = { organization_id: 'text', kind: 'text', key: 'lookup', supporter_id: 'text' } as const;
  const rows = supporters.flatMap((one) =>
    searchKeys(one).map((key) => ({ ...key, organization_id: one.organizationId, supporter_id: one.supporterId })),
  );
  await insertRecords(trx, { table: 'supporter_keys', columns, conflict: 'ON CONFLICT DO NOTHING' }, rows);
}

/** Nobody finds these supporters by name or place any more. */
export async function deleteSearchKeys(trx: Db, supporterIds: readonly string[]): Promise<void> {
  await trx('supporter_keys').whereIn('supporter_id', supporterIds).delete();
}

/** Notes who agreed to hear from the organization whose supporter they are; the first time counts. */
export async function markOptedIn(
  trx: Db,
  given: readonly { readonly supporterId: string; readonly at: number }[],
): Promise<void> {
  if (given.length === 0) return;
  const rows = given.map(({ supporterId, at }) => ({ id: supporterId, at }));
  const wanted = records(trx, { id: 'text', at: 'bigint' }, rows);
  const sql = `UPDATE supporters SET opted_in_at = r.at FROM ${wanted.sql}
                WHERE supporters.id = r.id AND opted_in_at IS NULL`;
  await write(trx, { sql, binding: wanted.binding });
}
