import { unsettledSince } from '../platform/copies.js';
import type { Db } from '../platform/db.js';
import type { Delivery, Hold } from './delivery.js';
import { listUnended, lockHeld, lockUnsent } from './store-holds.js';
import { applyMoves, type Move } from './store-moves.js';

type Deed = {
  /** Delivery ids. */
  readonly ids: readonly string[];
  readonly at: number;
  readonly actor: string;
  readonly reason: string;
  /** Makes the id of each event. */
  readonly eventId: () => string;
};

/** Who lets held letters go, and why. */
export type Release = Deed & {
  readonly hold: Hold;
  /** What they wait for next; without it they are queued. */
  readonly next?: Hold | undefined;
  /** None leaves before this moment. */
  readonly notBefore?: number;
};

/** Who takes letters back before they leave, and why. */
export type Withdrawal = Deed & {
  /** Only those that are held for this. */
  readonly hold?: Hold;
  /** Also those of which nobody knows whether they arrived: they are not sent again then. */
  readonly alsoUnknown?: boolean;
};

/**
 * Lets letters go that are held for one reason: into the next hold, or into the queue, where a letter still waits for
 * what is left of the time in which its supporter can take it back. One that is older than a backup that was restored
 * may have been let go, and sent, before: it is held until that is settled. Answers the rows that changed; what is held for
 * another reason, or no longer, stays as it is.
 */
export async function releaseHeld(trx: Db, release: Release): Promise<Delivery[]> {
  const { hold, next, at, notBefore = at } = release;
  const held = await lockHeld(trx, release.ids, hold);
  const restoredAt = await unsettledSince(trx);
  const moves = held.map(({ id, state, dueAt, createdAt }): Move => {
    const move = { id, from: state, ...stepOf(release) };
    if (next !== undefined) return { ...move, to: 'held', hold: next };
    if (createdAt <= restoredAt) return { ...move, to: 'held', hold: 'restored', reason: MAY_HAVE_LEFT };
    const leavesAt = Math.max(dueAt, notBefore);
    if (leavesAt <= at) return { ...move, to: 'queued', dueAt: at };
    return { ...move, to: 'queued', waitsFor: 'withdraw', dueAt: leavesAt };
  });
  return applyMoves(trx, moves);
}

const MAY_HAVE_LEFT = 'The database was restored from a backup; this letter may have been let go and sent after it.';

/** Who holds back what a restored data base has as waiting or on its way. */
export type HoldingBack = Omit<Deed, 'ids' | 'actor'> & { readonly limit: number };

/** Holds back letters that wait or are on their way in a data base that was restored; answers how many of them. */
export async function holdRestored(trx: Db, { limit, ...deed }: HoldingBack): Promise<number> {
  const rows = await listUnended(trx, limit);
  const moves = rows.map(({ id, state }): Move => {
    return { id, from: state, to: 'held', hold: 'restored', ...stepOf({ ...deed, actor: 'restore' }) };
  });
  return (await applyMoves(trx, moves)).length;
}

/** Holds letters again that were let go and have not left; answers the rows that changed. */
export async function holdAgain(trx: Db, { hold, ...deed }: Deed & { readonly hold: Hold }): Promise<Delivery[]> {
  const unsent = await lockUnsent(trx, deed.ids, { alsoUnknown: false });
  const waiting = unsent.filter(({ waitsFor, dueAt }) => waitsFor === 'withdraw' && dueAt > deed.at);
  const moves = waiting.map(({ id, dueAt }): Move => ({
    id,
    from: 'queued',
    to: 'held',
    hold,
    dueAt,
    ...stepOf(deed),
  }));
  return applyMoves(trx, moves);
}

/**
 * Cancels letters that no worker has taken yet, held or queued; answers the rows that changed. The rest is on its way or
 * settled, and stays as it is.
 */
export async function withdrawLetters(trx: Db, withdrawal: Withdrawal): Promise<Delivery[]> {
  const { ids, hold, alsoUnknown = false } = withdrawal;
  const unsent = hold === undefined ? await lockUnsent(trx, ids, { alsoUnknown }) : await lockHeld(trx, ids, hold);
  const moves = unsent.map(({ id, state }): Move => ({ id, from: state, to: 'cancelled', ...stepOf(withdrawal) }));
  return applyMoves(trx, moves);
}

function stepOf({ at, actor, reason, eventId }: Omit<Deed, 'ids'>): Pick<Move, 'at' | 'actor' | 'reason' | 'eventId'> {
  return { at, actor, reason, eventId: eventId() };
}
