import { NO_SOURCE, OTHER_LINKS, type Facts, type Group, type TotalRow } from './facts.js';

/**
 * A table of groups by weeks, states or the districts of a state, once for each campaign. A cell is found at
 * `row * width + column`; the row behind the last group is all groups together, the column behind the last key is for
 * people of whom it is not known.
 */
export type Slab = {
  readonly keys: readonly string[];
  /** Columns: the keys and one more; of weeks only where somebody's is not known. */
  readonly width: number;
  /** For each campaign, and behind them all together. */
  readonly layers: readonly Float64Array[];
};

/** The districts of one kind in one state; those of no state stand in the column of the states that are not known. */
export type DistrictSlab = Slab & { readonly parent: number };

/** Facts as tables of numbers, all with the same rows. */
export type Cube = {
  readonly groups: readonly Group[];
  readonly campaigns: readonly string[];
  /** For each campaign and for all together: who wrote, and of them with own words, by group and in all. */
  readonly actions: readonly Float64Array[];
  readonly ownWords: readonly Float64Array[];
  readonly totals: readonly (readonly (TotalRow | undefined)[])[];
  readonly weeks: Slab;
  readonly states: Slab;
  /** By kind of district. */
  readonly districts: ReadonlyMap<string, readonly DistrictSlab[]>;
};

type Counted = { readonly group: Group; readonly campaign: string; readonly key: string; readonly actions: number };
type Frame = Pick<Cube, 'groups' | 'campaigns'> & { readonly row: ReadonlyMap<string, number> };

export function makeCube(facts: Facts): Cube {
  const groups = [...facts.coalition.partners.map(({ id }) => id), OTHER_LINKS, NO_SOURCE];
  const campaigns = facts.campaigns.map(({ slug }) => slug);
  const frame: Frame = { groups, campaigns, row: new Map(groups.map((group, index) => [group, index])) };
  const actions = margin(frame, facts.totals, 'actions');
  const weeks = facts.weeks.map((row) => ({ ...row, key: row.week }));
  const places = facts.places.map((row) => ({ ...row, key: row.division }));
  const states = slabOf(
    frame,
    places.filter(({ layer }) => layer === 'state'),
    (layer, row) => actions[layer]?.[row] ?? 0,
  );
  const kinds = [...new Set(places.map(({ layer }) => layer))].filter((layer) => layer !== 'state').sort();
  return {
    groups,
    campaigns,
    actions,
    ownWords: margin(frame, facts.totals, 'ownWords'),
    totals: totalRows(frame, facts.totals),
    weeks: withoutRest(slabOf(frame, weeks, (layer, row) => actions[layer]?.[row] ?? 0)),
    states,
    districts: new Map(
      kinds.map((kind) => [
        kind,
        districtSlabs(
          frame,
          states,
          places.filter(({ layer }) => layer === kind),
        ),
      ]),
    ),
  };
}

/** The row of a group; what is no group of the coalition came by other links. */
function rowOf({ row, groups }: Frame, group: Group): number {
  return row.get(group) ?? groups.indexOf(OTHER_LINKS);
}

function margin(frame: Frame, rows: readonly TotalRow[], of: 'actions' | 'ownWords'): Float64Array[] {
  const size = frame.groups.length;
  const margins = frame.campaigns.map((campaign) => {
    const sums = new Float64Array(size + 1);
    for (const row of rows) {
      if (row.campaign !== campaign) continue;
      add(sums, rowOf(frame, row.group), row[of]);
      add(sums, size, row[of]);
    }
    return sums;
  });
  return [...margins, sumOf(margins, size + 1)];
}

function sumOf(layers: readonly Float64Array[], length: number): Float64Array {
  const sum = new Float64Array(length);
  for (const values of layers) for (let at = 0; at < length; at++) add(sum, at, values[at] ?? 0);
  return sum;
}

function totalRows(frame: Frame, rows: readonly TotalRow[]): (TotalRow | undefined)[][] {
  return frame.campaigns.map((campaign) => {
    const mine = rows.filter((row) => row.campaign === campaign);
    return frame.groups.map((_, index) => {
      const found = mine.filter(({ group }) => rowOf(frame, group) === index);
      return found.length > 1 ? found.reduce(addTotals) : found[0];
    });
  });
}

/** Two rows as one, in all that can be added up. */
function addTotals(one: TotalRow, other: TotalRow): TotalRow {
  const letters = { ...one.letters };
  for (const term of Object.keys(letters) as (keyof typeof letters)[]) letters[term] += other.letters[term];
  return {
    ...one,
    actions: one.actions + other.actions,
    ownWords: one.ownWords + other.ownWords,
    optIns: one.optIns + other.optIns,
    letters,
  };
}

/** A table whose rows add up to what is given; people who are missing from it stand in the last column. */
function slabOf(frame: Frame, rows: readonly Counted[], marginOf: (layer: number, row: number) => number): Slab {
  const keys = [...new Set(rows.map(({ key }) => key))].sort();
  const column = new Map(keys.map((key, index) => [key, index]));
  const [size, width] = [frame.groups.length, keys.length + 1];
  const layers = frame.campaigns.map(() => new Float64Array((size + 1) * width));
  const layerOf = new Map(frame.campaigns.map((slug, index) => [slug, layers[index]]));
  for (const row of rows) {
    const values = layerOf.get(row.campaign);
    if (values) add(values, rowOf(frame, row.group) * width + (column.get(row.key) ?? 0), row.actions);
  }
  for (const [layer, values] of layers.entries()) {
    for (let row = 0; row < size; row++) {
      let known = 0;
      for (let at = row * width; at < (row + 1) * width; at++) known += values[at] ?? 0;
      values[(row + 1) * width - 1] = Math.max(0, marginOf(layer, row) - known);
      for (let at = 0; at < width; at++) add(values, size * width + at, values[row * width + at] ?? 0);
    }
  }
  return { keys, width, layers: [...layers, sumOf(layers, (size + 1) * width)] };
}

/** Weeks are always known: a column that everybody knows to be empty could cover nothing. */
function withoutRest(slab: Slab): Slab {
  const { keys, width } = slab;
  if (keys.length === 0 || slab.layers.some((values) => (values.at(-1) ?? 0) > 0)) return slab;
  return {
    keys,
    width: keys.length,
    layers: slab.layers.map((values) => values.filter((_, at) => at % width < keys.length)),
  };
}

function districtSlabs(frame: Frame, states: Slab, rows: readonly Counted[]): DistrictSlab[] {
  const byParent = new Map<number, Counted[]>();
  const found = new Map(states.keys.map((key, index) => [key, index]));
  for (const row of rows) {
    const state = row.key.split('/').slice(0, 3).join('/');
    const parent = found.get(state) ?? states.width - 1;
    const list = byParent.get(parent) ?? [];
    byParent.set(parent, list);
    list.push(row);
  }
  return [...byParent].map(([parent, mine]) => ({
    parent,
    ...slabOf(frame, mine, (layer, row) => states.layers[layer]?.[row * states.width + parent] ?? 0),
  }));
}

function add(to: Float64Array, at: number, value: number): void {
  to[at] = (to[at] ?? 0) + value;
}
