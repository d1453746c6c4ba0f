import { writing, type Db } from '../platform/db.js';
import { actOn, type LetterAct } from './acts.js';
import type { DecisionTools } from './decide.js';
import type { Delivery } from './delivery.js';
import { BOUNCE_WINDOW_MS } from './retry.js';
import { listRestored, lockUndecided } from './store-holds.js';
import { applyMoves, type Move } from './store-moves.js';

type Noting = { readonly reason: string; readonly dryRun: boolean };

/**
 * Notes that letters were sent which a restored data base has as held, or as of unknown outcome; answers how many. All
 * others among the ids stay as they are.
 */
export function noteSent({ db, clock, ids }: DecisionTools, named: readonly string[], noting: Noting): Promise<number> {
  const at = clock.now();
  return writing(db, async (trx) => {
    const rows = await lockUndecided(trx, named);
    if (noting.dryRun) return rows.length;
    const step = { to: 'sent', at, dueAt: at + BOUNCE_WINDOW_MS, actor: 'organizer', reason: noting.reason } as const;
    const moves = rows.map(({ id, state }): Move => ({ id, from: state, eventId: ids.next(), ...step }));
    return (await applyMoves(trx, moves)).length;
  });
}

/** Letters of one step. */
const STEP = 500;

/** Applies an act to all letters that are held since a backup was restored; answers how many changed. */
export async function actOnRestored(
  tools: DecisionTools,
  deed: { readonly act: LetterAct; readonly reason: string },
): Promise<number> {
  let changed = 0;
  for (let rows = await next(tools.db); rows.length > 0; rows = await next(tools.db, rows)) {
    changed += (await actOn(tools, rows, deed)).changed.length;
  }
  return changed;
}

function next(db: Db, before: readonly Delivery[] = []): Promise<Delivery[]> {
  return listRestored(db, { after: before.at(-1)?.id ?? '', limit: STEP });
}
