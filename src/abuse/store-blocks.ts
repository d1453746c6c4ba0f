import { insertRecords, query, records, type Db } from '../platform/db.js';
import { bumpRevision } from '../platform/revisions.js';
import type { BlockKind } from './block-pattern.js';

/** The revision that changes with every list. */
export const BLOCKS_REVISION = 'blocks';

/** One line of a block list; moments in milliseconds. */
export type Block = {
  readonly id: string;
  /** Null: for every organization of the installation. */
  readonly organizationId: string | null;
  readonly kind: BlockKind;
  readonly pattern: string;
  readonly note: string;
  readonly addedBy: string;
  readonly addedAt: number;
  /** Null: until somebody removes it. */
  readonly expiresAt: number | null;
  /** Letters that it held, as far as they are counted yet. */
  readonly hits: number;
  readonly lastHitAt: number | null;
};

const BLOCK = `SELECT id, organization_id AS "organizationId", kind, pattern, note, added_by AS "addedBy",
                      added_at AS "addedAt", expires_at AS "expiresAt", hits, last_hit_at AS "lastHitAt" FROM blocks`;

/** All that are in force at a moment, of every organization. */
export function listInForce(db: Db, now: number): Promise<Block[]> {
  return query(db, `${BLOCK} WHERE expires_at IS NULL OR expires_at > ?`, [now]);
}

/** An organization's own, or with null those of the installation; expired ones too. The newest come first. */
export function listBlocks(
  db: Db,
  organizationId: string | null,
  page: { readonly before?: string; readonly limit: number },
): Promise<Block[]> {
  return query(db, `${BLOCK} WHERE COALESCE(organization_id, '') = ? AND id < ? ORDER BY id DESC LIMIT ?`, [
    organizationId ?? '',
    page.before ?? '~',
    page.limit,
  ]);
}

/** How many lines a list has. */
export async function countBlocks(db: Db, organizationId: string | null): Promise<number> {
  const [row] = await query<{ lines: number }>(
    db,
    `SELECT COUNT(*) AS lines FROM blocks WHERE COALESCE(organization_id, '') = ?`,
    [organizationId ?? ''],
  );
  return row?.lines ?? 0;
}

/** Adds a line; one that is there already is renewed, with its hits. */
export async function putBlock(trx: Db, block: Omit<Block, 'hits' | 'lastHitAt'>): Promise<void> {
  const row = {
    ...{ id: block.id, organization_id: block.organizationId, kind: block.kind, pattern: block.pattern },
    ...{ note: block.note, added_by: block.addedBy, added_at: block.addedAt, expires_at: block.expiresAt },
  };
  const conflict = `ON CONFLICT (COALESCE(organization_id, ''), kind, pattern) DO UPDATE SET note = excluded.note,
    added_by = excluded.added_by, added_at = excluded.added_at, expires_at = excluded.expires_at`;
  await insertRecords(trx, { table: 'blocks', columns: COLUMNS, conflict }, [row]);
  await bumpRevision(trx, BLOCKS_REVISION);
}

const COLUMNS = {
  ...({ id: 'text', organization_id: 'text', kind: 'text', pattern: 'text', note: 'text', added_by: 'text' } as const),
  ...({ added_at: 'bigint', expires_at: 'bigint' } as const),
};

/** Removes a line of a list by its id or its pattern; answers what it was, undefined where there is none. */
export async function deleteBlock(
  trx: Db,
  organizationId: string | null,
  line: { readonly id: string } | { readonly kind: BlockKind; readonly pattern: string },
): Promise<Pick<Block, 'kind' | 'pattern'> | undefined> {
  const [which, bindings] =
    'id' in line ? ['id = ?', [line.id]] : ['kind = ? AND pattern = ?', [line.kind, line.pattern]];
  const [gone] = await query<Pick<Block, 'kind' | 'pattern'>>(
    trx,
    `DELETE FROM blocks WHERE COALESCE(organization_id, '') = ? AND ${which} RETURNING kind, pattern`,
    [organizationId ?? '', ...bindings],
  );
  if (gone) await bumpRevision(trx, BLOCKS_REVISION);
  return gone;
}

/** How often a line was hit since it was written last. */
export type Hits = { readonly id: string; readonly hits: number; readonly at: number };

/** Counts hits; a line that is gone has none. */
export async function addHits(db: Db, hits: readonly Hits[]): Promise<void> {
  const added = records(db, { id: 'text', hits: 'bigint', at: 'bigint' }, hits);
  await db.raw(
    `UPDATE blocks SET hits = blocks.hits + r.hits, last_hit_at = r.at FROM ${added.sql} WHERE blocks.id = r.id`,
    [added.binding],
  );
}

/** Forgets lines that ran out before a moment. */
export async function deleteExpiredBlocks(db: Db, before: number): Promise<void> {
  await db.raw('DELETE FROM blocks WHERE expires_at < ?', [before]);
}
