import { isPartner } from './group.js';
import type { Reach } from './store-reach.js';

/** By which groups somebody came, and when first by each. */
export type Ways = ReadonlyMap<string, number>;

/** One action of a person: by which group, and when. */
export type Coming = { readonly person: string; readonly group: string; readonly at: number };

/** What some people's actions change. */
export type Tally = {
  /** Whoever came by a group for the first time, or earlier than was known. */
  readonly rows: readonly Coming[];
  readonly changes: readonly Reach[];
};

/** Adds actions to what is known of their people; what is known already changes nothing. */
export function tally(known: ReadonlyMap<string, Ways>, comings: readonly Coming[]): Tally {
  const after = new Map<string, Map<string, number>>();
  for (const { person, group, at } of comings) {
    const ways = after.get(person) ?? new Map(known.get(person));
    ways.set(group, Math.min(at, ways.get(group) ?? at));
    after.set(person, ways);
  }
  const rows = [...after].flatMap(([person, ways]) =>
    [...ways].flatMap(([group, at]) => (known.get(person)?.get(group) === at ? [] : [{ person, group, at }])),
  );
  return { rows, changes: differenceOf([...after].map(([person, ways]) => [known.get(person), ways])) };
}

/** What is taken away where people are forgotten. */
export function tallyForgotten(known: ReadonlyMap<string, Ways>): readonly Reach[] {
  return differenceOf([...known.values()].map((ways) => [ways, undefined]));
}

function differenceOf(moves: readonly (readonly [Ways | undefined, Ways | undefined])[]): Reach[] {
  const sums = new Map<string, { readonly reach: Reach; people: number }>();
  const add = (ways: Ways | undefined, people: 1 | -1): void => {
    for (const reach of reachesOf(ways)) {
      const key = `${reach.kind} ${reach.a} ${reach.b}`;
      const sum = sums.get(key) ?? { reach, people: 0 };
      sum.people += people;
      sums.set(key, sum);
    }
  };
  for (const [before, after] of moves) {
    add(before, -1);
    add(after, 1);
  }
  return [...sums.values()].filter(({ people }) => people !== 0).map(({ reach, people }) => ({ ...reach, people }));
}

/** Everything that one person counts for. */
function reachesOf(ways: Ways | undefined): Reach[] {
  if (!ways) return [];
  const groups = [...ways.keys()].sort();
  const partners = groups.filter(isPartner);
  const one = (kind: Reach['kind'], a = '', b = ''): Reach => ({ kind, a, b, people: 1 });
  const pairs = partners.flatMap((a, index) => partners.slice(index + 1).map((b) => one('pair', a, b)));
  return [
    one('all'),
    one('new', firstOf(ways)),
    ...groups.map((group) => one('partner', group)),
    ...pairs,
    ...(partners.length > 0 ? [one('depth', String(partners.length))] : []),
  ];
}

/** The group of the first action; of two at the same moment the one whose name comes first. */
function firstOf(ways: Ways): string {
  const [first] = [...ways].sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  return first?.[0] ?? '';
}
