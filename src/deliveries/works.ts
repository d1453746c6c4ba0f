import type { DeliveryState } from '../counts/index.js';
import { actOn, allowsAct, mayStillBounce, type LetterAct } from './acts.js';
import type { DecisionTools } from './decide.js';
import type { Delivery } from './delivery.js';
import { listLetterPage, type LetterQuery } from './store-pages.js';
import { insertWork, noteStep, type LetterWork } from './store-works.js';
import { deliveryStates } from '../counts/index.js';

/** Letters of one step: about a second's work. */
const STEP = 1_000;

/** What is to be done to all letters that a query finds. */
export type NewWork = {
  readonly organizationId: string;
  readonly act: LetterAct;
  readonly about: LetterQuery;
  readonly reason: string;
};

/**
 * The part of a query that an act on many is about. What is held, or of unknown outcome and to be withdrawn, is meant
 * only where the query says so: somebody should have looked at it first.
 */
export function meantBy(act: LetterAct, wanted: LetterQuery): LetterQuery | undefined {
  const isSaid = (state: DeliveryState): boolean => wanted.states?.length === 1 && wanted.states[0] === state;
  const states = (wanted.states?.length ? wanted.states : deliveryStates).filter((state) => {
    if (!allowsAct(act, { state, hold: wanted.hold ?? 'target' })) return false;
    if (state === 'held') return act === 'cancel' || act === 'hand-over' || wanted.hold !== undefined || isSaid('held');
    return state !== 'unknown' || act !== 'cancel' || isSaid('unknown');
  });
  // An empty list of states would mean any.
  return states.length > 0 ? { ...wanted, states } : undefined;
}

/** Begins a work over all letters of a query that were taken until now; nothing has changed yet. */
export async function beginWork(tools: DecisionTools, { about, ...work }: NewWork): Promise<LetterWork> {
  const beganAt = tools.clock.now();
  const takenBefore = Math.min(about.takenBefore ?? Infinity, beganAt + 1);
  const row: LetterWork = {
    id: tools.ids.next(),
    ...work,
    about: JSON.stringify({ ...about, takenBefore }),
    cursor: '',
    looked: 0,
    changed: 0,
    beganAt,
    endedAt: null,
  };
  await insertWork(tools.db, row);
  return row;
}

/** Does the next step of a work; answers how many letters it changed. A step that is done twice changes nothing more. */
export async function goOn(tools: DecisionTools, work: LetterWork): Promise<number> {
  const act = work.act as LetterAct;
  const meant = meantBy(act, JSON.parse(work.about) as LetterQuery);
  const rows = meant ? await listLetterPage(tools.db, meant, { after: work.cursor || undefined, limit: STEP }) : [];
  const { changed } = await actOn(tools, settledAmong(rows, tools.clock.now()), { act, reason: work.reason });
  await noteStep(tools.db, work, {
    cursor: rows.at(-1)?.id ?? work.cursor,
    looked: rows.length,
    changed: changed.length,
    endedAt: rows.length < STEP ? tools.clock.now() : null,
  });
  return changed.length;
}

function settledAmong(rows: readonly Delivery[], now: number): Delivery[] {
  return rows.filter((row) => !mayStillBounce(row, now));
}
