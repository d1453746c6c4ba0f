import { query, type Db } from '../../platform/db.js';

/** Somebody who came by a group: their keyed digest, and a partner's id, `links` or `none`. */
export type CountedPerson = { readonly personKey: string; readonly partnerId: string };

/** A page of who was counted in a coalition, by the count that is in force. */
export function listPeople(
  db: Db,
  {
    coalitionId,
    after,
    limit,
  }: { readonly coalitionId: string; readonly after: CountedPerson; readonly limit: number },
): Promise<CountedPerson[]> {
  return query(
    db,
    `SELECT person_key AS "personKey", partner_id AS "partnerId" FROM coalition_people
      WHERE coalition_id = ? AND generation = (SELECT generation FROM coalitions WHERE id = ?)
        AND (person_key, partner_id) > (?, ?)
      ORDER BY person_key, partner_id LIMIT ?`,
    [coalitionId, coalitionId, after.personKey, after.partnerId, limit],
  );
}
