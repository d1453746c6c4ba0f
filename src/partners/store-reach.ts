import { insertRecords, query, type Db } from '../platform/db.js';
import { NO_SOURCE, OTHER_LINKS } from './group.js';

/**
 * A number of different people. kind and a, b:
 * - `all`: of the coalition
 * - `partner`: who came by the group a
 * - `pair`: who came by the partners a and b, a before b
 * - `depth`: who came by exactly a partners, one or more
 * - `new`: whose first action in the coalition came by the group a
 */
export type Reach = {
  readonly kind: 'all' | 'partner' | 'pair' | 'depth' | 'new';
  readonly a: string;
  readonly b: string;
  readonly people: number;
};

/** A coalition's people as they are counted; all numbers are of the same moment. */
export function readReach(db: Db, coalitionId: string): Promise<Reach[]> {
  return query(
    db,
    `SELECT kind, a, b, people FROM coalitions
       JOIN coalition_reach ON coalition_id = coalitions.id AND coalition_reach.generation = coalitions.generation
      WHERE coalitions.id = ? AND people <> 0 ORDER BY kind, a, b`,
    [coalitionId],
  );
}

/** Adds to the counters of one count. */
export async function addReach(
  trx: Db,
  of: { readonly coalitionId: string; readonly generation: number },
  changes: readonly Reach[],
): Promise<void> {
  const keys = { coalition_id: 'text', generation: 'bigint', kind: 'text', a: 'text', b: 'text' } as const;
  const columns = { ...keys, people: 'bigint' } as const;
  const conflict = `ON CONFLICT (coalition_id, generation, kind, a, b)
                    DO UPDATE SET people = coalition_reach.people + excluded.people`;
  const about = { coalition_id: of.coalitionId, generation: of.generation };
  await insertRecords(
    trx,
    { table: 'coalition_reach', columns, conflict },
    changes.map((change) => ({ ...about, ...change })),
  );
}

/** How far a coalition's count is. */
export type CountProgress = {
  /** Actions that wait to be counted. */
  readonly waiting: number;
  /** While all is counted anew: how many actions that count has looked at. */
  readonly looked: number | null;
};

export async function readProgress(db: Db, coalitionId: string): Promise<CountProgress> {
  const [row] = await query<{ waiting: number; askedAt: number | null; looked: number | null }>(
    db,
    `SELECT (SELECT COUNT(*) FROM coalition_inbox WHERE coalition_id = coalitions.id) AS waiting,
            recount_asked_at AS "askedAt",
            (SELECT looked FROM coalition_recounts WHERE coalition_id = coalitions.id) AS looked
       FROM coalitions WHERE id = ?`,
    [coalitionId],
  );
  if (!row) return { waiting: 0, looked: null };
  return { waiting: row.waiting, looked: row.askedAt === null ? null : (row.looked ?? 0) };
}

/** The group of a source's root, where `partners` is joined by its code: a partner, other links or none. */
export function groupSql(root: string): string {
  return `COALESCE(partners.id, CASE WHEN ${root} = '' THEN '${NO_SOURCE}' ELSE '${OTHER_LINKS}' END)`;
}

/** Whether a group is a partner. */
export function isPartnerSql(group: string): string {
  return `${group} NOT IN ('${NO_SOURCE}', '${OTHER_LINKS}')`;
}
