import { weeksLater } from '../platform/calendar.js';
import type { Slab } from './cube.js';
import type { TotalRow } from './facts.js';
import { dayValue, type Scene } from './scene.js';
import type { Place } from './shown.js';
import type { Value } from './table.js';

export type Values = Readonly<Record<string, Value>>;

/** All that is counted of a group in a campaign; `whole` is what its share is taken of. */
export function valuesOf(scene: Scene, place: Place, whole: Value): Values {
  const key = `${place.campaign} ${place.row}`;
  const values = scene.kept.get(key) ?? countedOf(scene, place);
  scene.kept.set(key, values);
  return { ...values, share: ratio(values['actions'] ?? null, whole) };
}

function countedOf(scene: Scene, place: Place): Values {
  const { shown, cube } = scene;
  const actions = shown.total(place);
  const ownWords = shown.ownWords(place);
  return {
    actions,
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

function reachOf({ cube, shown, kind }: Scene, place: Place, actions: Value): Values {
  if (actions === 'hidden') return { districts: 'hidden', states: 'hidden' };
  const districts = openCount();
  for (const slab of cube.districts.get(kind ?? '') ?? [])
    districts.add(slab, place, (column) => shown.district(slab, place, column));
  const states = openCount();
  states.add(cube.states, place, (column) => shown.state(place, column));
  return { districts: districts.covered(), states: states.covered() };
}

type Count = {
  readonly add: (slab: Slab, place: Place, valueOf: (column: number) => Value) => void;
  readonly covered: () => Value;
};

/** Counts areas with people; beside hidden cells the exact number would say how many of them are empty. */
function openCount(): Count {
  let [there, seen, hidden] = [0, 0, 0];
  return {
    add: ({ keys, width, layers }, { campaign, row }, valueOf) => {
      for (let column = 0; column < keys.length; column++) {
        const value = valueOf(column);
        if ((layers[campaign]?.[row * width + column] ?? 0) > 0) there++;
        if (value === 'hidden') hidden++;
        else if (Number(value) > 0) seen++;
      }
    },
    covered: () => (hidden === 0 ? there : Math.max(seen, Math.round(there / ROUGHLY) * ROUGHLY) || 'hidden'),
  };
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
