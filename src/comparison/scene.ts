import { mondayOf, weeksLater } from '../platform/calendar.js';
import { dayOf, parseLocalTime } from '../platform/clock.js';
import { makeCube, type Cube, type DistrictSlab } from './cube.js';
import type { Facts } from './facts.js';
import { showPeople, type PeopleShown } from './people-shown.js';
import { showCube, type Shown } from './shown.js';
import { listSubjects, type Subject } from './subjects.js';
import type { Value } from './table.js';

/** All that tables are made of, with what may be shown of it. */
export type Scene = {
  readonly facts: Facts;
  readonly cube: Cube;
  readonly shown: Shown;
  readonly people: PeopleShown;
  /** In the order of the cube's rows. */
  readonly subjects: readonly Subject[];
  /** All Mondays from the first week with people to this one. */
  readonly mondays: readonly string[];
  readonly thisMonday: string;
  /** The kind of district of which most is known; undefined where nothing is. */
  readonly kind: string | undefined;
  /** Of divisions. */
  readonly names: Map<string, string>;
  /** What was counted before, by campaign and row. */
  readonly kept: Map<string, Readonly<Record<string, Value>>>;
};

const MOST_WEEKS = 520;

export function makeScene(facts: Facts): Scene {
  const cube = makeCube(facts);
  const shown = showCube(cube);
  const subjects = listSubjects(facts);
  const everywhere = cube.campaigns.length;
  const isHidden = (group: string): boolean =>
    shown.total({ campaign: everywhere, row: cube.groups.indexOf(group) }) === 'hidden';
  const thisMonday = mondayOf(dayOf(facts.asOf, facts.coalition.timeZone));
  return {
    facts,
    cube,
    shown,
    subjects,
    people: showPeople(facts, isHidden),
    thisMonday,
    mondays: mondaysFrom(cube.weeks.keys, thisMonday),
    kind: mainKind(cube),
    names: new Map(),
    kept: new Map(),
  };
}

/** The moment at which a day begins in UTC: what a value of the unit `day` holds. */
export function dayValue(on: string): number {
  return parseLocalTime(on, 'utc') ?? 0;
}

function mondaysFrom(known: readonly string[], thisMonday: string): string[] {
  const mondays = new Set(known);
  let monday = known[0] ?? thisMonday;
  for (let weeks = 0; weeks < MOST_WEEKS && monday <= thisMonday; weeks++) {
    mondays.add(monday);
    monday = weeksLater(monday, 1);
  }
  return [...mondays].sort();
}

function mainKind({ districts }: Cube): string | undefined {
  const known = [...districts].map(([kind, slabs]) => ({
    kind,
    people: slabs.reduce((sum, slab) => sum + inSlab(slab), 0),
  }));
  return known.sort((a, b) => b.people - a.people)[0]?.kind;
}

/** People of all campaigns whose district is known. */
function inSlab({ layers, width }: DistrictSlab): number {
  let sum = 0;
  for (const values of layers)
    for (let at = values.length - width; at < values.length - 1; at++) sum += values[at] ?? 0;
  return sum;
}
