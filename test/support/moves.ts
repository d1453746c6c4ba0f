import type { DeliveryState } from '../../src/counts/index.js';
import { transitions } from '../../src/deliveries/states.js';
import { applyMoves, type Move } from '../../src/deliveries/store-moves.js';
import type { World } from './world.js';

/** A change of state as an organizer would make it. */
export function moveOf(world: Pick<World, 'ids' | 'clock'>, id: string, step: Pick<Move, 'from' | 'to'>): Move {
  return { id, ...step, at: world.clock.now(), actor: 'organizer', reason: 'for a test', eventId: world.ids.next() };
}

/** Brings a queued letter into another state, one allowed step after the other. */
export async function bringTo(
  world: Pick<World, 'db' | 'ids' | 'clock'>,
  id: string,
  to: DeliveryState,
): Promise<void> {
  for (const step of stepsTo(to)) await applyMoves(world.db, [moveOf(world, id, step)]);
}

/** The shortest way from `queued` to a state by the table of transitions. */
function stepsTo(to: DeliveryState): Pick<Move, 'from' | 'to'>[] {
  const ways = new Map<DeliveryState, Pick<Move, 'from' | 'to'>[]>([['queued', []]]);
  for (const [state, way] of ways) {
    for (const { from, to } of transitions) if (from === state && !ways.has(to)) ways.set(to, [...way, { from, to }]);
  }
  const way = ways.get(to);
  if (!way) throw new Error(`No way leads from queued to ${to}.`);
  return way;
}
