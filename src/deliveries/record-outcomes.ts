import type { Db } from '../platform/db.js';
import type { Delivery } from './delivery.js';
import { endAttempts, type AttemptEnd } from './store-attempts.js';
import { applyMoves, type Move } from './store-moves.js';

/** How a try ended, with the change of state that follows. */
export type Outcome = { readonly end: AttemptEnd; readonly move: Move };

/** Records how tries ended; answers the ids of the letters that their workers still had. */
export async function recordOutcomes(trx: Db, outcomes: readonly Outcome[]): Promise<Set<string>> {
  if (outcomes.length === 0) return new Set();
  await endAttempts(
    trx,
    outcomes.map(({ end }) => end),
  );
  const changed = await applyMoves(
    trx,
    outcomes.map(({ move }) => move),
  );
  const recorded = new Set(changed.map(({ id }) => id));
  const late = outcomes.filter(({ move }) => move.to === 'sent' && !recorded.has(move.id));
  for (const { id } of await recordLate(trx, late)) recorded.add(id);
  return recorded;
}

/**
 * A worker that was thought dead after it had begun the content may still bring good news, even after an organizer
 * decided to send again: as long as no other worker has claimed the letter, which raises the fence, one copy is enough.
 */
async function recordLate(trx: Db, late: readonly Outcome[]): Promise<Delivery[]> {
  const moved: Delivery[] = [];
  for (const from of ['unknown', 'queued'] as const) {
    const moves = late.map(({ move }) => ({ ...move, from }));
    moved.push(...(await applyMoves(trx, moves)));
  }
  return moved;
}
