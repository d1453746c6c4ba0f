import type { Cube, DistrictSlab, Slab } from './cube.js';
import { cover } from './cover.js';
import { hide, openPlane, type Layer, type Plane, type Way } from './plane.js';
import { componentsOf, graphOf } from './residual.js';

/** Which cells are hidden; the rows of all are the groups and, behind them, all groups together. */
export type Hidden = {
  /** By campaign, then all campaigns: at `campaign * groups + group`. */
  readonly totals: Uint8Array;
  readonly weeks: Uint8Array;
  readonly states: Uint8Array;
  readonly districts: ReadonlyMap<DistrictSlab, Uint8Array>;
};

/**
 * Hides small cells, and as many others as it takes that nobody can work them out from all that is shown: sums, other
 * campaigns, other views. Decision record 19 says why this is enough.
 */
export function hideSmall(cube: Cube): Hidden {
  const totals = totalsPlane(cube);
  cover(totals);
  const under = (slab: Slab): Plane =>
    openPlane({ rows: cube.groups.length, width: slab.width }, slab.layers, {
      layers: campaignsOf(slab),
      ...belowTotals(cube, totals),
    });
  const weeks = under(cube.weeks);
  cover(weeks);
  const states = under(cube.states);
  cover(states);
  const districts = new Map<DistrictSlab, Uint8Array>();
  for (const slabs of cube.districts.values())
    for (const slab of slabs) districts.set(slab, hideInState(cube, slab, states));
  return { totals: totals.hidden, weeks: weeks.hidden, states: states.hidden, districts };
}

/** Campaigns by groups, with all campaigns as the row of sums; each campaign's own total is public. */
function totalsPlane({ groups, campaigns, actions, ownWords }: Cube): Plane {
  const size = { rows: campaigns.length, width: groups.length };
  const table = (of: (campaign: number, group: number) => number): Float64Array => {
    const values = new Float64Array((size.rows + 1) * size.width);
    for (let group = 0; group < size.width; group++) {
      let sum = 0;
      for (let campaign = 0; campaign < size.rows; campaign++) {
        values[campaign * size.width + group] = of(campaign, group);
        sum += of(campaign, group);
      }
      values[size.rows * size.width + group] = sum;
    }
    return values;
  };
  const own = (campaign: number, group: number): number => ownWords[campaign]?.[group] ?? 0;
  const all = (campaign: number, group: number): number => actions[campaign]?.[group] ?? 0;
  // Who wrote own words and who did not are shown apart, so that each must be hidden by itself.
  const layers = [{ values: table(own) }, { values: table((c, g) => all(c, g) - own(c, g)) }];
  return openPlane(size, [table(all)], { layers });
}

const campaignsOf = ({ layers }: Slab): Layer[] => layers.slice(0, -1).map((values) => ({ values }));

/** What groups can do for each other where their totals are hidden: by way of another campaign, or of all campaigns. */
function belowTotals({ groups, campaigns }: Cube, totals: Plane): Pick<Plane, 'isSumHidden' | 'ways'> {
  const size = groups.length;
  const isOpen = (campaign: number, group: number): boolean =>
    group < size && totals.hidden[campaign * size + group] === 1;
  const waysOf = (campaign: number): Way[] =>
    totals.layers.flatMap(({ values: all }, layer) => {
      const labels = componentsOf(graphOf(totals, layer, { without: campaign }));
      const values = Float64Array.from({ length: size + 1 }, (_, group) =>
        group < size ? (all[campaign * size + group] ?? 0) : 0,
      );
      const way = (isWhole: boolean, labelOf: (group: number) => number): Way => ({
        labels: Int32Array.from({ length: size + 1 }, (_, row) => (isOpen(campaign, row) ? labelOf(row) : -1)),
        values,
        isWhole,
      });
      return [
        way(false, (group) => labels[totals.rows + 1 + group] ?? -1),
        way(true, (group) => (isOpen(campaigns.length, group) ? 0 : -1)),
      ];
    });
  const ways = campaigns.map((_, campaign) => waysOf(campaign));
  return { isSumHidden: (layer, row) => isOpen(layer, row), ways: (layer) => ways[layer] ?? [] };
}

/** The districts of a state: where the state's cell is hidden, all of them are. */
function hideInState({ groups }: Cube, slab: DistrictSlab, states: Plane): Uint8Array {
  const rows = groups.length;
  const cellOf = (row: number): number => row * states.width + slab.parent;
  const isHidden = (row: number): boolean => states.hidden[cellOf(row)] === 1;
  const ways = states.layers.map((_, layer) =>
    (['all', 'whole'] as const).map((which): Way => {
      const labels = componentsOf(graphOf(states, layer, { without: rows + 1 + slab.parent, ways: which }));
      return {
        labels: Int32Array.from({ length: rows + 1 }, (_, row) => (isHidden(row) ? (labels[row] ?? -1) : -1)),
        values: Float64Array.from({ length: rows + 1 }, (_, row) => states.layers[layer]?.values[cellOf(row)] ?? 0),
        isWhole: which === 'whole',
      };
    }),
  );
  const plane = openPlane({ rows, width: slab.width }, slab.layers, {
    layers: campaignsOf(slab),
    isSumHidden: (_, row) => isHidden(row),
    ways: (layer) => ways[layer] ?? [],
  });
  for (let row = 0; row <= rows; row++)
    if (isHidden(row))
      hide(
        plane,
        Array.from({ length: slab.width }, (_, column) => row * slab.width + column),
      );
  cover(plane);
  return plane.hidden;
}
