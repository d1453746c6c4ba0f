import type { TotalRow } from './facts.js';
import { dayValue, weeksLater, type Scene } from './scene.js';
import type { Place } from './shown.js';
import type { Value } from './table.js';

export type Values = Readonly<Record<string, Value>>;

/** All that is counted of a group in a campaign; `whole` is what its share is taken of. */
export function valuesOf(scene: Scene, place: Place, whole: Value): Values {
  const { shown, cube } = scene;
  const actions = shown.total(place);
  const ownWords = shown.ownWords(place);
  return {
    actions,
    share: ratio(actions, whole),
    rate: rateOf(scene, place.row, actions),
    ownWords,
    ownShare: actions === 'hidden' ? 'hidden' : ratio(ownWords, actions),
    ...lettersOf(scene, place, actions),
    optIns: actions === 'hidden' ? 'hidden' : shown.optIns(place),
    ...reachOf(scene, place, actions),
    ...timesOf(scene, place),
    ...(place.campaign === cube.campaigns.length ? wholeOf(scene, place.row) : {}),
  };
}

/** One number as a share of another; null where there is nothing to share. */
export function ratio(part: Value, whole: Value): Value {
  if (part === 'hidden' || whole === 'hidden') return 'hidden';
  return part === null || whole === null || whole <= 0 ? null : part / whole;
}

/** People for each 1,000 members of a row's partner. */
export function rateOf({ subjects }: Scene, row: number, people: Value): Value {
  const members = subjects[row]?.members ?? 0;
  if (members <= 0 || people === null) return null;
  return people === 'hidden' ? 'hidden' : Math.round((people / members) * 10_000) / 10;
}

function wholeOf({ people, subjects }: Scene, row: number): Values {
  const group = subjects[row]?.group;
  if (group === undefined) return { unique: people.unique, newPeople: people.unique };
  return { unique: people.byGroup(group), newPeople: people.newByGroup(group) };
}

const LETTER_COLUMNS = ['taken', 'delivered', 'waiting', 'failed', 'handed_over', 'cancelled', 'previewed'] as const;

function lettersOf({ cube }: Scene, { campaign, row }: Place, actions: Value): Values {
  if (actions === 'hidden')
    return Object.fromEntries([...LETTER_COLUMNS, 'deliveredShare'].map((key) => [key, 'hidden']));
  const mine = (campaign < cube.campaigns.length ? [cube.totals[campaign] ?? []] : cube.totals)
    .flatMap((rows) => (row < cube.groups.length ? [rows[row]] : rows))
    .filter((one): one is TotalRow => one !== undefined);
  const sum = (key: (typeof LETTER_COLUMNS)[number]): number =>
    mine.reduce((all, { letters }) => all + letters[key], 0);
  return {
    ...Object.fromEntries(LETTER_COLUMNS.map((key) => [key, sum(key)])),
    deliveredShare: ratio(sum('delivered'), sum('taken')),
  };
}

const ROUGHLY = 5;

function reachOf(scene: Scene, place: Place, actions: Value): Values {
  const { cube, shown, kind } = scene;
  if (actions === 'hidden') return { districts: 'hidden', states: 'hidden' };
  const inStates = cube.states.keys.map((_, column) => ({
    value: shown.state(place, column),
    isThere: isThere(cube.states.layers, place, place.row * cube.states.width + column),
  }));
  const slabs = kind === undefined ? [] : (cube.districts.get(kind) ?? []);
  const inDistricts = slabs.flatMap((slab) =>
    slab.keys.map((_, column) => ({
      value: shown.district(slab, place, column),
      isThere: isThere(slab.layers, place, place.row * slab.width + column),
    })),
  );
  return { districts: covered(inDistricts), states: covered(inStates) };
}

function isThere(layers: readonly Float64Array[], { campaign }: Place, at: number): boolean {
  return layers.some((values, layer) => (layer === campaign || campaign === layers.length) && (values[at] ?? 0) > 0);
}

/** How many areas there are people in; a number beside hidden cells would say how many of them are empty. */
function covered(areas: readonly { readonly value: Value; readonly isThere: boolean }[]): Value {
  const count = areas.filter((area) => area.isThere).length;
  if (areas.every(({ value }) => value !== 'hidden')) return count;
  const seen = areas.filter(({ value }) => typeof value === 'number' && value > 0).length;
  return Math.max(seen, Math.round(count / ROUGHLY) * ROUGHLY) || 'hidden';
}

function timesOf(scene: Scene, place: Place): Values {
  const { mondays, thisMonday } = scene;
  const speeds = [1, 2, 3, 4].map((weeks) => weekOf(scene, place, weeksLater(thisMonday, -weeks)));
  const first = mondays.find((monday) => Number(weekOf(scene, place, monday)) > 0);
  return {
    thisWeek: weekOf(scene, place, thisMonday),
    speed: median(speeds),
    firstWeek: first === undefined ? null : dayValue(first),
  };
}

/** People of a week; a week of which nothing is known had none. */
export function weekOf({ cube, shown }: Scene, place: Place, monday: string): Value {
  const column = cube.weeks.keys.indexOf(monday);
  return column < 0 ? 0 : shown.week(place, column);
}

function median(values: readonly Value[]): Value {
  const known = values.filter((value): value is number => typeof value === 'number').sort((a, b) => a - b);
  if (known.length < values.length) return 'hidden';
  const middle = known.length / 2;
  return ((known[Math.ceil(middle) - 1] ?? 0) + (known[Math.floor(middle)] ?? 0)) / 2;
}
