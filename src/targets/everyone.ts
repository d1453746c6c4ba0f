import { usStates } from '../divisions/index.js';
import type { Office, Roster } from '../offices/index.js';
import { bodiesOfCommittee } from './committee-needs.js';
import type { Exclusion } from './find.js';
import { narrow, type Picked } from './narrow.js';
import { positionsIn } from './position.js';
import { stepsOf, type TargetRule } from './rule.js';
import { targetOf, type Target } from './target.js';

/** Everybody whom a rule may come to address, wherever supporters live. */
export type Everyone = {
  readonly targets: readonly Target[];
  /** Offices that nobody holds. */
  readonly vacancies: readonly Office[];
  readonly excluded: readonly Exclusion[];
};

/** Pure: every office that a rule or one of its fallbacks may address, in the order of the bodies; limits are left out. */
export function everyoneOf(rule: TargetRule, roster: Roster, today: string): Everyone {
  const { positions = [], except = [], versions = [] } = rule;
  const knowing = { roster, positionOf: positionsIn(positions), except, versions };
  const homes = usStates.map(({ division }) => division);
  const picked = stepsOf(rule).map((step): Picked => {
    const { limit: _, order: __, ...unlimited } = step;
    return narrow(unlimited, officesOf(step, roster), { ...knowing, homes });
  });
  const looking = { roster, today };
  const chosen = once(picked.flatMap((one) => one.chosen));
  const isChosen = new Set(chosen.map(({ office }) => office.id));
  return {
    targets: chosen.map(({ office, holder, ...reason }) => ({ ...targetOf(looking, office, holder), ...reason })),
    vacancies: [...new Set(picked.flatMap((one) => one.vacant))],
    excluded: once(picked.flatMap((one) => one.excluded))
      .filter(({ office }) => !isChosen.has(office.id))
      .map(({ office, holder, say }) => ({ target: targetOf(looking, office, holder), say })),
  };
}

/** All that a step may start from: of one's own, the offices of everybody. */
function officesOf(step: TargetRule, roster: Roster): readonly Office[] {
  if (step.kind === 'offices') return step.offices.flatMap((id) => roster.offices.get(id) ?? []);
  if (step.kind !== 'committees') return step.bodies.flatMap((id) => roster.officesOfBody(id));
  const members = step.committees.flatMap((id) => roster.committees.membersOf(id));
  return [...new Set(members.flatMap(({ person }) => roster.officesHeldBy(person)))];
}

/** The bodies that a rule or one of its fallbacks names, by id. */
export function bodiesOf(rule: TargetRule): readonly string[] {
  const named = stepsOf(rule).flatMap((step) => {
    if (step.kind === 'offices') return step.offices.map((id) => id.split('/')[0] ?? id);
    return step.kind === 'committees' ? step.committees.flatMap(bodiesOfCommittee) : step.bodies;
  });
  return [...new Set(named)];
}

function once<Item extends { readonly office: Office }>(items: readonly Item[]): Item[] {
  return [...new Map([...items].reverse().map((item) => [item.office.id, item])).values()].reverse();
}
