import { query, records, type Db } from '../../platform/db.js';
import type { Later } from './pace.js';

/** When each scope takes its next letter. The rows are locked, so that workers plan one after the other. */
export async function lockPaces(trx: Db, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  // In order, so that two workers do not wait for each other.
  const rows = [...new Set(keys)].sort().map((scope) => ({ scope }));
  const wanted = records(trx, { scope: 'text' }, rows);
  const held = await query<{ scope: string; nextAt: number }>(
    trx,
    `INSERT INTO paces (scope, next_at) SELECT scope, 0 FROM ${wanted.sql} WHERE true
     ON CONFLICT (scope) DO UPDATE SET next_at = paces.next_at RETURNING scope, next_at AS "nextAt"`,
    [wanted.binding],
  );
  return new Map(held.map(({ scope, nextAt }) => [scope, nextAt]));
}

export async function writePaces(trx: Db, nextAt: ReadonlyMap<string, number>): Promise<void> {
  if (nextAt.size === 0) return;
  const rows = [...nextAt].map(([scope, at]) => ({ scope, next_at: Math.ceil(at) }));
  const wanted = records(trx, { scope: 'text', next_at: 'bigint' }, rows);
  await trx.raw(`UPDATE paces SET next_at = r.next_at FROM ${wanted.sql} WHERE paces.scope = r.scope`, [
    wanted.binding,
  ]);
}

/** Lets due letters wait; they stay queued, and their wait is none of the four days in which they are tried. */
export async function postpone(trx: Db, later: readonly Later[], now: number): Promise<void> {
  if (later.length === 0) return;
  const rows = later.map(({ id, dueAt, waitsFor, paceStep }) => ({
    id,
    due_at: dueAt,
    waits_for: waitsFor,
    pace_step: paceStep,
  }));
  const columns = { id: 'text', due_at: 'bigint', waits_for: 'text', pace_step: 'bigint' } as const;
  const wanted = records(trx, columns, rows);
  await trx.raw(
    `UPDATE deliveries SET due_at = r.due_at, waits_for = r.waits_for, pace_step = r.pace_step,
            trying_since = deliveries.trying_since + r.due_at - CAST(? AS bigint)
       FROM ${wanted.sql} WHERE deliveries.id = r.id`,
    [now, wanted.binding],
  );
}
