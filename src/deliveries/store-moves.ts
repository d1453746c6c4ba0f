import { addLetterCounts, type DeliveryState } from '../counts/index.js';
import { insertRecords, query, records, type Db } from '../platform/db.js';
import { causeOf } from './causes.js';
import { reasonText, type Delivery, type Hold, type WaitsFor } from './delivery.js';
import { isAllowed } from './states.js';
import { countKeyOf, DELIVERY_COLUMNS } from './store.js';

/** A change of state that is wanted; it happens only if the row is still in `from` (and at `fence`, where given). */
export type Move = {
  readonly id: string;
  readonly from: DeliveryState;
  readonly to: DeliveryState;
  readonly at: number;
  /** Who did it: `worker`, `sweep`, `organizer`, `reviewer`, `supporter`, `bounce`. */
  readonly actor: string;
  readonly reason: string;
  /** What a server answered, as it did. */
  readonly answer?: string | undefined;
  /** Why it is held from now on. */
  readonly hold?: Hold;
  /** Why it is queued for later. */
  readonly waitsFor?: WaitsFor;
  /** A worker died over it (`more`), or the number of those that did stays (`same`); otherwise it begins anew. */
  readonly crashes?: 'more' | 'same';
  /** When it next needs attention; a queued one at once, else as before. */
  readonly dueAt?: number;
  readonly fence?: number;
  readonly eventId: string;
};

/**
 * The one place where a delivery changes its state: checks the table of transitions, changes the rows, writes an
 * event for each and moves the counters. Answers the rows that changed.
 */
export async function applyMoves(trx: Db, moves: readonly Move[]): Promise<Delivery[]> {
  const forbidden = moves.find((move) => !isAllowed(move.from, move.to));
  if (forbidden) throw new Error(`A delivery cannot go from ${forbidden.from} to ${forbidden.to}.`);
  if (moves.length === 0) return [];
  const wanted = records(trx, MOVE_COLUMNS, moveRows(moves));
  const changed = await query<Delivery>(
    trx,
    `UPDATE deliveries SET state = r.to_state, state_at = r.at, reason = r.reason, cause = r.cause, hold = r.hold,
            waits_for = r.waits_for, pace_step = 0, crashes = deliveries.crashes * r.keeps + r.adds,
            trying_since = CASE WHEN r.is_anew = 1 THEN NULL ELSE deliveries.trying_since END,
            due_at = COALESCE(r.due_at, deliveries.due_at)
       FROM ${wanted.sql}
      WHERE deliveries.id = r.id AND deliveries.state = r.from_state AND (r.fence IS NULL OR deliveries.fence = r.fence)
     RETURNING ${DELIVERY_COLUMNS}`,
    [wanted.binding],
  );
  const byId = new Map(moves.map((move) => [move.id, move]));
  await recordChanges(
    trx,
    changed.flatMap((delivery) => {
      const move = byId.get(delivery.id);
      return move ? [{ delivery, move }] : [];
    }),
  );
  return changed;
}

/** Actors that go on with what was begun. */
const BY_ITSELF: readonly string[] = ['worker', 'sweep'];

const MOVE_COLUMNS = {
  id: 'text',
  from_state: 'text',
  to_state: 'text',
  at: 'bigint',
  reason: 'text',
  cause: 'text',
  hold: 'text',
  waits_for: 'text',
  keeps: 'bigint',
  adds: 'bigint',
  is_anew: 'bigint',
  due_at: 'bigint',
  fence: 'bigint',
} as const;

/** Sorted by id, so that two workers take rows in the same order. */
function moveRows(moves: readonly Move[]): object[] {
  return [...moves]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, from, to, at, dueAt, fence, actor, reason, hold, waitsFor, crashes }) => ({
      id,
      from_state: from,
      to_state: to,
      at,
      due_at: dueAt ?? (to === 'queued' ? at : null),
      fence: fence ?? null,
      reason: reasonText(reason),
      cause: causeOf(to, reason),
      hold: hold ?? null,
      waits_for: waitsFor ?? null,
      keeps: crashes ? 1 : 0,
      adds: crashes === 'more' ? 1 : 0,
      // Whoever sends a letter again by decision gives it four new days.
      is_anew: to === 'queued' && !BY_ITSELF.includes(actor) ? 1 : 0,
    }));
}

/** Writes the events of changes that happened and moves the counters. */
export async function recordChanges(
  trx: Db,
  changes: readonly { readonly delivery: Delivery; readonly move: Move }[],
): Promise<void> {
  await insertRecords(
    trx,
    {
      table: 'delivery_events',
      columns: {
        id: 'text',
        delivery_id: 'text',
        at: 'bigint',
        from_state: 'text',
        to_state: 'text',
        actor: 'text',
        reason: 'text',
        answer: 'text',
      },
    },
    changes.map(({ move }) => ({
      id: move.eventId,
      delivery_id: move.id,
      at: move.at,
      from_state: move.from,
      to_state: move.to,
      actor: move.actor,
      reason: reasonText(move.reason),
      answer: move.answer === undefined ? null : reasonText(move.answer),
    })),
  );
  await addLetterCounts(
    trx,
    changes.flatMap(({ delivery, move }) => [
      { ...countKeyOf(delivery), state: move.from, letters: -1, saidSent: 0 },
      { ...countKeyOf(delivery), state: move.to, letters: 1, saidSent: 0 },
    ]),
  );
}
