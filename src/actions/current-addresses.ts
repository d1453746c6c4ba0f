import type { CurrentAddress, Readdressing } from '../deliveries/index.js';
import type { Roster } from '../offices/index.js';
import type { Db } from '../platform/db.js';
import type { Followed } from '../platform/revisions.js';
import type { Target } from '../targets/index.js';
import { listLetterTargets, updateLetterEmails } from './letters-store.js';
import { isHeldBySame } from './target-changes.js';

/** Looks up where the people whom letters greet can be written to now, and puts that address into the letters. */
export function createReaddressing(tools: { readonly db: Db; readonly roster: Followed<Roster> }): Readdressing {
  return {
    find: async (deliveries) => {
      const roster = await tools.roster.get();
      const targets = await listLetterTargets(
        tools.db,
        deliveries.map(({ letterId }) => letterId),
      );
      return new Map(
        deliveries.flatMap(({ id, letterId }): [string, CurrentAddress][] => {
          const target = targets.get(letterId);
          return target ? [[id, currentAddress(target, roster)]] : [];
        }),
      );
    },
    replace: updateLetterEmails,
  };
}

/** Pure: the address that the roster has today for the person a letter greets. */
function currentAddress(target: Target, roster: Roster): CurrentAddress {
  const holder = roster.holderOf(target.officeId);
  if (!holder || !isHeldBySame(target, holder)) return { refusal: `${target.name} no longer holds this office.` };
  if (holder.email === null) return { refusal: `There is no e-mail address of ${target.name} now.` };
  if (holder.email === target.email) return { refusal: `The address of ${target.name} is still ${holder.email}.` };
  return { from: target.email, to: holder.email };
}
