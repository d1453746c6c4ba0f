import { NO_SOURCE, OTHER_LINKS, type Facts, type Group, type People } from './facts.js';
import { isSmall, SMALLEST_SHOWN } from './plane.js';
import type { Value } from './table.js';

/** Different people as they may be shown. */
export type PeopleShown = {
  readonly unique: Value;
  readonly byGroup: (group: Group) => Value;
  readonly newByGroup: (group: Group) => Value;
  readonly pair: (a: Group, b: Group) => Value;
  /** The share of the smaller of the two. */
  readonly pairShare: (a: Group, b: Group) => Value;
  readonly byPartners: readonly Value[];
  /** Numbers are rounded to the nearest so many; 1: they are exact. */
  readonly roundedTo: number;
  readonly hiddenPairs: number;
};

/**
 * Hides what is under ten, and all about groups whose own number is hidden. Unions and overlaps are one sum (two partners'
 * people less those of both are the people of either), so where a pair is hidden, every number is rounded to the nearest ten;
 * estimates are rounded to what their error allows.
 */
export function showPeople(facts: Facts, isHidden: (group: Group) => boolean): PeopleShown {
  const { people } = facts;
  const groups = [...facts.coalition.partners.map(({ id }) => id), OTHER_LINKS, NO_SOURCE];
  const lone = hideLone(groups, people, isHidden);
  const gone = new Set(groups.filter((group) => isHidden(group) || isSmall(people.byGroup[group] ?? 0)));
  const pairs = hidePairs(people, gone);
  const isRough = pairs.hidden.size > 0 || people.byPartners.some(isSmall);
  const step = Math.max(isRough ? SMALLEST_SHOWN : 1, stepOf(people.error * people.unique));
  const round = (count: number): number => Math.round(count / step) * step;
  const byGroup = (group: Group): Value => (gone.has(group) ? 'hidden' : round(people.byGroup[group] ?? 0));
  const pair = (a: Group, b: Group): Value => {
    const key = pairKey(a, b);
    return pairs.hidden.has(key) ? 'hidden' : round(pairs.counts.get(key) ?? 0);
  };
  return {
    unique: round(people.unique),
    byGroup,
    newByGroup: (group) => (gone.has(group) || lone.has(group) ? 'hidden' : round(people.newByGroup[group] ?? 0)),
    pair,
    pairShare: (a, b) => shareOf(pair(a, b), [byGroup(a), byGroup(b)]),
    byPartners: people.byPartners.map((count) => (isSmall(count) ? 'hidden' : round(count))),
    roundedTo: step,
    hiddenPairs: pairs.hidden.size,
  };
}

/** New people add up to all people: what is hidden of them must hold ten, and be two at least. */
function hideLone(groups: readonly Group[], { newByGroup }: People, isHidden: (group: Group) => boolean): Set<Group> {
  const count = (group: Group): number => newByGroup[group] ?? 0;
  const rising = [...groups].sort((a, b) => count(a) - count(b));
  const hidden = new Set(groups.filter((group) => isHidden(group) || isSmall(count(group))));
  const isEnough = (): boolean => {
    const positive = [...hidden].filter((group) => count(group) > 0);
    const sum = positive.reduce((all, group) => all + count(group), 0);
    return positive.length === 0 || (positive.length > 1 && sum >= SMALLEST_SHOWN);
  };
  for (const group of rising) if (count(group) > 0 && !isEnough()) hidden.add(group);
  for (const group of rising) if (hidden.size === 1 && !isEnough()) hidden.add(group);
  return hidden;
}

const pairKey = (a: Group, b: Group): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function hidePairs(
  people: People,
  gone: ReadonlySet<Group>,
): { readonly counts: ReadonlyMap<string, number>; readonly hidden: ReadonlySet<string> } {
  const counts = new Map(people.pairs.map(({ a, b, people: count }) => [pairKey(a, b), count]));
  const hidden = new Set<string>();
  for (const { a, b, people: count } of people.pairs)
    if (isSmall(count) || (count > 0 && (gone.has(a) || gone.has(b)))) hidden.add(pairKey(a, b));
  const rising = [...counts].filter(([, count]) => count > 0).sort(([, one], [, other]) => one - other);
  for (const [key] of rising) if (hidden.size === 1) hidden.add(key);
  return { counts, hidden };
}

/** The power of ten that is not finer than an error. */
function stepOf(error: number): number {
  return error < 1 ? 1 : Math.max(SMALLEST_SHOWN, 10 ** Math.floor(Math.log10(error)));
}

function shareOf(count: Value, sizes: readonly Value[]): Value {
  const known = sizes.filter((size): size is number => typeof size === 'number');
  if (count === 'hidden' || known.length < sizes.length) return 'hidden';
  const smaller = Math.min(...known);
  return count === null || smaller <= 0 ? null : Math.min(1, count / smaller);
}
