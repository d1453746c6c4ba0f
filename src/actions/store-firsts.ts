import type { Db } from '../platform/db.js';
import type { Pending } from './store-repeats.js';

/** The first action of each supporter whom this batch made; whom it found has acted before. */
export function firstsOf(pending: readonly Pending[], isMeant: (actionId: string) => boolean): Set<string> {
  const made = new Set(pending.map(({ action }) => action.supporter.id));
  const firsts = new Map<string, string>();
  for (const { action, supporterId } of pending) {
    if (isMeant(action.id) && made.has(supporterId) && !firsts.has(supporterId)) firsts.set(supporterId, action.id);
  }
  return new Set(firsts.values());
}

/** Answers which of the actions taken are their supporters' first, and notes it where an earlier one was refused. */
export async function settleFirsts(
  trx: Db,
  pending: readonly Pending[],
  taken: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const noted = firstsOf(pending, () => true);
  const firsts = firstsOf(pending, (id) => taken.has(id));
  const late = [...firsts].filter((id) => !noted.has(id));
  if (late.length > 0) await trx('actions').whereIn('id', late).update({ is_first: 1 });
  return firsts;
}
