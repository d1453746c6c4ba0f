import { narrowPlace, type DivisionId, type Place } from '../divisions/index.js';
import type { Office, Roster } from '../offices/index.js';
import { chooseOffices, type Choice } from './choose.js';
import type { Knowing } from './facts.js';
import { narrow, type Picked } from './narrow.js';
import { positionsIn } from './position.js';
import { isPlain, type TargetRule } from './rule.js';

/** Whom a rule addresses at a place. */
export type Decision =
  | { readonly kind: 'certain'; readonly picked: Picked }
  /** The place is split: `always` in any case, each candidate on top of that, `possible` whatever is answered. */
  | {
      readonly kind: 'split';
      readonly always: Picked;
      readonly candidates: readonly { readonly division: DivisionId; readonly picked: Picked }[];
      readonly possible: Picked;
    };

type Split = Extract<Decision, { kind: 'split' }>;

/**
 * Pure: applies a rule with its conditions, exceptions and fallbacks. A question is asked only where its answer
 * changes who is written to.
 */
export function applyRule(rule: TargetRule, place: Place, roster: Roster): Decision {
  const { positions = [], except = [], versions = [] } = rule;
  const knowing = { roster, positionOf: positionsIn(positions), except, versions };
  return decide(rule, place, { ...knowing, isGlance: false });
}

/** `isGlance`: look no further than what is certain, so that questions behind questions are not all played through. */
type Deciding = Knowing & { readonly isGlance: boolean };

function decide(rule: TargetRule, place: Place, deciding: Deciding): Decision {
  const choice = chooseOffices(rule, place, deciding.roster);
  if (choice.kind === 'certain') return settle(rule, place, { ...deciding, offices: choice.offices });
  const sure = (offices: readonly Office[]): Picked =>
    narrow(rule, offices, { ...deciding, homes: statesOf(place).length === 1 ? statesOf(place) : [] });
  if (isPlain(rule)) {
    const candidates = choice.candidates.map(({ division, offices }) => ({ division, picked: sure(offices) }));
    return { kind: 'split', always: sure(choice.always), candidates, possible: reachOf(rule, place, deciding) };
  }
  if (deciding.isGlance) {
    // With a limit nobody is sure of a place before the others are known.
    const always = rule.limit === undefined ? sure(choice.always) : nobody;
    return { kind: 'split', always, candidates: [], possible: reachOf(rule, place, deciding) };
  }
  return compareCandidates(rule, place, { ...deciding, choice });
}

/** Everyone whom a rule and its fallbacks may come to address, whatever is answered. */
function reachOf({ limit: _, ...rule }: TargetRule, place: Place, knowing: Knowing): Picked {
  const choice = chooseOffices(rule, place, knowing.roster);
  const offices = choice.kind === 'certain' ? choice.offices : choice.possible;
  const own = narrow(rule, offices, { ...knowing, homes: statesOf(place) });
  return rule.else ? union([own, reachOf(rule.else, place, knowing)]) : own;
}

const nobody: Picked = { chosen: [], excluded: [], vacant: [], fallback: 0 };

/** All questions of this step are answered: who is left, or else what the fallback finds. */
function settle(
  rule: TargetRule,
  place: Place,
  { offices, ...deciding }: Deciding & { readonly offices: readonly Office[] },
): Decision {
  const picked = narrow(rule, offices, { ...deciding, homes: statesOf(place) });
  if (picked.chosen.length > 0 || !rule.else) return { kind: 'certain', picked };
  const next = decide(rule.else, place, deciding);
  const after = (found: Picked): Picked => ({ ...union([picked, found]), fallback: found.fallback + 1 });
  if (next.kind === 'certain') return { kind: 'certain', picked: after(next.picked) };
  const candidates = next.candidates.map((one) => ({ ...one, picked: after(one.picked) }));
  return { kind: 'split', always: after(next.always), candidates, possible: after(next.possible) };
}

/** Plays each answer through; where all lead to the same offices nothing has to be asked. */
function compareCandidates(
  rule: TargetRule,
  place: Place,
  { choice, ...deciding }: Deciding & { readonly choice: Extract<Choice, { kind: 'split' }> },
): Decision {
  const played = choice.candidates.map(({ division }) => {
    const there = narrowPlace(place, division) ?? place;
    return { division, decision: decide(rule, there, { ...deciding, isGlance: true }) };
  });
  const answers = played.map(({ decision }) => (decision.kind === 'certain' ? decision.picked : decision.always));
  const [first = nobody] = answers;
  if (played.every(({ decision }) => decision.kind === 'certain') && answers.every((one) => isSame(one, first)))
    return { kind: 'certain', picked: first };
  const always = answers.reduce(common);
  const candidates = played.map(({ division, decision }): Split['candidates'][number] => {
    const picked = decision.kind === 'certain' ? decision.picked : decision.always;
    return { division, picked: without(picked, always) };
  });
  const possible = union(
    played.map(({ decision }) => (decision.kind === 'certain' ? decision.picked : decision.possible)),
  );
  return { kind: 'split', always, candidates, possible };
}

function statesOf(place: Place): readonly DivisionId[] {
  return place.layers.get('state') ?? [];
}

/** Each office once, by what the first says of it. */
function union(all: readonly Picked[]): Picked {
  return {
    chosen: once(all.flatMap(({ chosen }) => chosen)),
    excluded: once(all.flatMap(({ excluded }) => excluded)),
    vacant: [...new Set(all.flatMap(({ vacant }) => vacant))],
    fallback: Math.max(0, ...all.map(({ fallback }) => fallback)),
  };
}

function once<Item extends { readonly office: Office }>(items: readonly Item[]): Item[] {
  return items.filter(({ office }, index) => items.findIndex((one) => one.office.id === office.id) === index);
}

function common(one: Picked, other: Picked): Picked {
  const inOther = filterBy(other, true);
  return { ...inOther(one), fallback: Math.min(one.fallback, other.fallback) };
}

function without(picked: Picked, left: Picked): Picked {
  return filterBy(left, false)(picked);
}

function filterBy(other: Picked, isThere: boolean): (one: Picked) => Picked {
  const has = (items: readonly { readonly office: Office }[], { id }: Office): boolean =>
    items.some(({ office }) => office.id === id);
  return (one) => ({
    chosen: one.chosen.filter(({ office }) => has(other.chosen, office) === isThere),
    excluded: one.excluded.filter(({ office }) => has(other.excluded, office) === isThere),
    vacant: one.vacant.filter((office) => other.vacant.includes(office) === isThere),
    fallback: one.fallback,
  });
}

function isSame(one: Picked, other: Picked): boolean {
  const idsOf = ({ chosen, excluded, vacant }: Picked): string =>
    [chosen.map(({ office }) => office.id), excluded.map(({ office }) => office.id), vacant.map(({ id }) => id)].join(
      ' | ',
    );
  return idsOf(one) === idsOf(other);
}
