import type { FindChanges } from '../deliveries/index.js';
import type { Official, Roster } from '../offices/index.js';
import type { Db } from '../platform/db.js';
import type { Followed } from '../platform/revisions.js';
import type { Target } from '../targets/index.js';
import { listLetterTargets } from './letters-store.js';

/**
 * Looks up again who holds the offices that letters are for. A letter greets the person who held the office on the day
 * of the action; it is not sent to a successor, to an empty seat, or to an address that has changed since.
 */
export function createFindChanges(tools: { readonly db: Db; readonly roster: Followed<Roster> }): FindChanges {
  return async (deliveries) => {
    const roster = await tools.roster.get();
    const targets = await listLetterTargets(
      tools.db,
      deliveries.map(({ letterId }) => letterId),
    );
    return new Map(
      deliveries.flatMap(({ id, letterId }): [string, string][] => {
        const target = targets.get(letterId);
        const change = target && changeOf(target, roster);
        return change === undefined ? [] : [[id, change]];
      }),
    );
  };
}

/** What became of a target since the action, in words; undefined where nothing did. */
export function changeOf(target: Target, roster: Roster): string | undefined {
  const holder = roster.holderOf(target.officeId);
  if (!holder) return `${target.name} no longer holds this office, and nobody else is known to.`;
  if (!isHeldBySame(target, holder)) return `${target.name} no longer holds this office; it is held by ${holder.name}.`;
  if (holder.email === target.email) return undefined;
  return `The e-mail address of ${target.name} has changed since the letter was written.`;
}

/** Whether an office's holder is the person whom a letter greets. */
export function isHeldBySame(target: Target, holder: Official): boolean {
  return target.person === undefined ? holder.name === target.name : holder.key === target.person;
}
