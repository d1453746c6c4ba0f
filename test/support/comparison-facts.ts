import { NO_SOURCE, OTHER_LINKS, type Facts, type Group } from '../../src/comparison/index.js';
import { congressionalDistrict, usStates, type UsState } from '../../src/divisions/index.js';
import type { Coalition } from '../../src/partners/index.js';
import { mondayOf } from '../../src/platform/calendar.js';
import { dayOf } from '../../src/platform/clock.js';
import { DAY } from './world.js';

/** Seats in the House after the census of 2020: about how many people live where. */
const SEATS = `AL7 AK1 AZ9 AR4 CA52 CO8 CT5 DE1 FL28 GA14 HI2 ID2 IL17 IN9 IA4 KS4 KY6 LA6 ME2 MD8 MA9 MI13 MN8 MS4
  MO8 MT2 NE3 NV4 NH2 NJ12 NM3 NY26 NC14 ND1 OH15 OK5 OR6 PA17 RI2 SC7 SD1 TN9 TX38 UT4 VT1 VA11 WA10 WV2 WI8 WY1`
  .split(/\s+/)
  .map((entry) => ({ abbr: entry.slice(0, 2), seats: Number(entry.slice(2)) }));

const CAMPAIGNS = [
  { slug: 'hotel-training', title: 'Train hotel staff to see trafficking' },
  { slug: 'safe-harbor', title: 'Safe harbor for children who were trafficked' },
  { slug: 'supply-chains', title: 'Say where it was made' },
] as const;

/** How many of the coalition's people wrote in the first, second, … campaign; all did in the first. */
const SHARES = [1, 0.4, 0.12];

const WEEKS = 9;

/** How likely a person who came by a link came by that of the first, second, … partner. */
const WEIGHTS = [34, 22, 15, 8, 4];

type Act = { readonly person: number; readonly campaign: string; readonly week: string; readonly group: Group };
type Person = { readonly state: UsState; readonly district: string | undefined };

/** Plausible numbers of a coalition, the same each time; `people` is how many wrote. */
export function sampleFacts(coalition: Coalition, asOf: number, people = 24_000): Facts {
  const draw = drawer(7);
  const partners = coalition.partners.filter(({ state }) => state === 'joined' || state === 'left');
  const groups = [...partners.map(({ id }) => id), OTHER_LINKS, NO_SOURCE];
  const persons = Array.from({ length: people }, () => somebody(draw));
  const acts = persons.flatMap((_, person) => actsOf(draw, { person, groups, asOf }));
  return {
    coalition,
    campaigns: CAMPAIGNS,
    totals: tally(acts, ({ group, campaign }) => ({ group, campaign })).map(({ key, count }) => ({
      ...key,
      ...measures(count),
      optIns: Math.floor(count * 0.31),
      letters: lettersOf(count),
    })),
    weeks: tally(acts, ({ group, campaign, week }) => ({ group, campaign, week })).map(withMeasures),
    places: [
      ...tally(acts, (act) => ({
        ...cellOf(act),
        layer: 'state',
        division: persons[act.person]?.state.division ?? '',
      })),
      ...tally(
        acts.filter(({ person }) => persons[person]?.district !== undefined),
        (act) => ({ ...cellOf(act), layer: 'cd', division: persons[act.person]?.district ?? '' }),
      ),
    ].map(withMeasures),
    people: peopleOf(acts, groups),
    asOf,
    installations: [],
  };
}

function cellOf({ group, campaign }: Act): { readonly group: Group; readonly campaign: string } {
  return { group, campaign };
}

function somebody(draw: () => number): Person {
  const { abbr, seats } = pick(
    draw,
    SEATS,
    SEATS.map(({ seats: many }) => many),
  );
  const state = usStates.find((one) => one.abbr === abbr) ?? usStates[0];
  if (!state) throw new Error('There is no state.');
  const number = seats === 1 ? 'at-large' : String(1 + Math.floor(draw() * seats));
  return { state, district: draw() < 0.85 ? congressionalDistrict(state, number) : undefined };
}

function actsOf(
  draw: () => number,
  of: { readonly person: number; readonly groups: readonly Group[]; readonly asOf: number },
): Act[] {
  const weights = [...of.groups.slice(0, -2).map((_, index) => WEIGHTS[index] ?? 2), 6, 11];
  const home = pick(draw, of.groups, weights);
  return CAMPAIGNS.flatMap(({ slug }, index) => {
    if (draw() > (SHARES[index] ?? 0) && index > 0) return [];
    const group = draw() < 0.85 ? home : pick(draw, of.groups, weights);
    const before = Math.min(WEEKS - 1, Math.floor(draw() ** 0.8 * WEEKS));
    return [{ person: of.person, campaign: slug, group, week: mondayOf(dayOf(of.asOf - before * 7 * DAY, 'utc')) }];
  });
}

type Key = { readonly group: Group; readonly campaign: string };

function tally<K extends Key>(
  acts: readonly Act[],
  keyOf: (act: Act) => K,
): { readonly key: K; readonly count: number }[] {
  const counts = new Map<string, { readonly key: K; count: number }>();
  for (const act of acts) {
    const key = keyOf(act);
    const text = JSON.stringify(key);
    const entry = counts.get(text) ?? { key, count: 0 };
    entry.count += 1;
    counts.set(text, entry);
  }
  return [...counts.values()];
}

function measures(count: number): { readonly actions: number; readonly ownWords: number } {
  return { actions: count, ownWords: Math.floor(count * 0.36) };
}

function withMeasures<K extends Key>({ key, count }: { readonly key: K; readonly count: number }) {
  return { ...key, ...measures(count) };
}

function lettersOf(count: number): Facts['totals'][number]['letters'] {
  const taken = count * 3;
  const [waiting, failed, handedOver] = [0.04, 0.02, 0.3].map((share) => Math.floor(taken * share));
  const rest = { waiting: waiting ?? 0, failed: failed ?? 0, handed_over: handedOver ?? 0, cancelled: 0, previewed: 0 };
  const delivered = taken - rest.waiting - rest.failed - rest.handed_over;
  return { taken, delivered, ...rest };
}

function peopleOf(acts: readonly Act[], groups: readonly Group[]): Facts['people'] {
  const byPerson = new Map<number, Group[]>();
  for (const { person, group } of acts) byPerson.set(person, [...(byPerson.get(person) ?? []), group]);
  const sets = [...byPerson.values()].map((list) => ({ first: list[0], all: new Set(list) }));
  const partners = groups.slice(0, -2);
  const each = (matches: (group: Group) => (one: (typeof sets)[number]) => boolean): Record<Group, number> =>
    Object.fromEntries(groups.map((group) => [group, sets.filter(matches(group)).length]));
  const pairs = partners.flatMap((one, at) =>
    partners.slice(at + 1).map((other) => {
      const [a = '', b = ''] = [one, other].sort();
      return { a, b, people: sets.filter(({ all }) => all.has(a) && all.has(b)).length };
    }),
  );
  const depth = ({ all }: (typeof sets)[number]): number => partners.filter((partner) => all.has(partner)).length;
  return {
    unique: sets.length,
    byGroup: each(
      (group) =>
        ({ all }) =>
          all.has(group),
    ),
    pairs: pairs.filter(({ people }) => people > 0),
    byPartners: partners.map((_, index) => sets.filter((one) => depth(one) === index + 1).length),
    newByGroup: each(
      (group) =>
        ({ first }) =>
          first === group,
    ),
    error: 0,
    behind: 0,
  };
}

function pick<Item>(draw: () => number, items: readonly Item[], weights: readonly number[]): Item {
  let left = draw() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  const item = items[Math.max(0, index)];
  if (item === undefined) throw new Error('There is nothing to pick.');
  return item;
}

/** Numbers from 0 to 1 that look like chance and are the same each time (mulberry32). */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
