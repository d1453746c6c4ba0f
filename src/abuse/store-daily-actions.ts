import { idRecords, query, type Db } from '../platform/db.js';

/** How many actions people took since a moment, by canonical address, in all organizations; who took none is not there. */
export async function countActionsSince(
  db: Db,
  emailKeys: readonly string[],
  since: number,
): Promise<ReadonlyMap<string, number>> {
  const wanted = idRecords(db, emailKeys);
  // A supporter's key is unique within an organization, of which there are few; CROSS JOIN keeps SQLite to that order.
  const sql = `SELECT r.id AS "emailKey", COUNT(*) AS actions FROM ${wanted.sql}
    CROSS JOIN organizations CROSS JOIN supporters CROSS JOIN actions
    WHERE supporters.organization_id = organizations.id AND supporters.email_key = r.id
      AND actions.supporter_id = supporters.id AND actions.created_at > ?
    GROUP BY r.id`;
  const rows = await query<{ emailKey: string; actions: number | string }>(db, sql, [wanted.binding, since]);
  return new Map(rows.map(({ emailKey, actions }) => [emailKey, Number(actions)]));
}
