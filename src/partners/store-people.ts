import { idRecords, insertRecords, isPostgres, query, type Db } from '../platform/db.js';
import type { Coalition } from './coalition.js';
import type { Coming, Ways } from './tally.js';

/** Which count of a coalition. */
export type Count = { readonly coalitionId: string; readonly generation: number };

/** A coalition that this transaction counts for, and nobody else meanwhile. */
export type HeldCoalition = Pick<Coalition, 'id' | 'slug' | 'key' | 'generation' | 'recountAskedAt'>;

/**
 * Keeps a coalition to this transaction. Without `waits` it answers undefined where another process has it: that one is
 * counting, and a process that is killed lets go with its connection.
 */
export async function holdCoalition(
  trx: Db,
  id: string,
  { waits }: { readonly waits: boolean },
): Promise<HeldCoalition | undefined> {
  const lock = isPostgres(trx) ? `FOR NO KEY UPDATE ${waits ? '' : 'SKIP LOCKED'}` : '';
  const [held] = await query<HeldCoalition>(
    trx,
    `SELECT id, slug, key, generation, recount_asked_at AS "recountAskedAt" FROM coalitions WHERE id = ? ${lock}`,
    [id],
  );
  return held;
}

/** Coalitions that something is to be counted of, or tidied up. */
export async function listUncounted(db: Db): Promise<string[]> {
  const old = (comparison: '<' | '>'): string =>
    `EXISTS (SELECT 1 FROM coalition_people WHERE coalition_id = coalitions.id
                AND coalition_people.generation ${comparison} coalitions.generation)`;
  const rows = await query<{ id: string }>(
    db,
    `SELECT id FROM coalitions
      WHERE recount_asked_at IS NOT NULL OR ${old('<')} OR ${old('>')}
         OR EXISTS (SELECT 1 FROM coalition_inbox WHERE coalition_id = coalitions.id)
         OR EXISTS (SELECT 1 FROM coalition_forgotten WHERE coalition_id = coalitions.id)
      ORDER BY created_at, id`,
  );
  return rows.map(({ id }) => id);
}

/** What is known of some people. */
export async function listWays(
  db: Db,
  { coalitionId, generation }: Count,
  people: readonly string[],
): Promise<Map<string, Ways>> {
  const wanted = idRecords(db, people);
  const rows = await query<Coming>(
    db,
    `SELECT person_key AS person, partner_id AS "group", first_at AS at FROM coalition_people
      WHERE coalition_id = ? AND generation = ? AND person_key IN (SELECT r.id FROM ${wanted.sql})`,
    [coalitionId, generation, wanted.binding],
  );
  const known = new Map<string, Map<string, number>>();
  for (const { person, group, at } of rows) {
    const ways = known.get(person) ?? new Map<string, number>();
    known.set(person, ways.set(group, at));
  }
  return known;
}

/** Stores by which groups people came; the moments given are in force. */
export async function putComings(trx: Db, { coalitionId, generation }: Count, rows: readonly Coming[]): Promise<void> {
  const keys = { coalition_id: 'text', generation: 'bigint', person_key: 'text', partner_id: 'text' } as const;
  const conflict = `ON CONFLICT (coalition_id, generation, person_key, partner_id)
                    DO UPDATE SET first_at = excluded.first_at`;
  await insertRecords(
    trx,
    { table: 'coalition_people', columns: { ...keys, first_at: 'bigint' }, conflict },
    rows.map(({ person, group, at }) => {
      return { coalition_id: coalitionId, generation, person_key: person, partner_id: group, first_at: at };
    }),
  );
}

export async function deletePeople(
  trx: Db,
  { coalitionId, generation }: Count,
  people: readonly string[],
): Promise<void> {
  const wanted = idRecords(trx, people);
  await trx.raw(
    `DELETE FROM coalition_people
      WHERE coalition_id = ? AND generation = ? AND person_key IN (SELECT r.id FROM ${wanted.sql})`,
    [coalitionId, generation, wanted.binding],
  );
}

/** Deletes so many rows of counts that are not in force; answers how many there were. */
export async function deleteOldPeople(trx: Db, { coalitionId, generation }: Count, limit: number): Promise<number> {
  // By a range of the primary key: to name each row would make SQLite read them all.
  const [last] = await query<{ generation: number; personKey: string }>(
    trx,
    `SELECT generation, person_key AS "personKey" FROM (
       SELECT * FROM (SELECT generation, person_key FROM coalition_people
          WHERE coalition_id = ? AND generation < ? ORDER BY generation, person_key LIMIT ?) AS older
       UNION ALL
       SELECT * FROM (SELECT generation, person_key FROM coalition_people
          WHERE coalition_id = ? AND generation > ? ORDER BY generation, person_key LIMIT ?) AS newer) AS old
      ORDER BY generation DESC, person_key DESC LIMIT 1`,
    [coalitionId, generation, limit, coalitionId, generation, limit],
  );
  if (!last) return 0;
  const deleted = await query(
    trx,
    `DELETE FROM coalition_people WHERE coalition_id = ? AND generation = ? AND person_key <= ? RETURNING 1 AS one`,
    [coalitionId, last.generation, last.personKey],
  );
  return deleted.length;
}
