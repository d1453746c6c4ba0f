import type { Cube, DistrictSlab, Slab } from './cube.js';
import { hideCounts } from './hide-counts.js';
import { hideSmall } from './hide-small.js';
import type { Value } from './table.js';

/** A campaign's number in the cube, or all of them; a group's, or all of them. */
export type Place = { readonly campaign: number; readonly row: number };

/** Numbers of people as they may be shown; nothing else of the cube is to be shown by itself. */
export type Shown = {
  readonly total: (place: Place) => Value;
  readonly ownWords: (place: Place) => Value;
  readonly optIns: (place: Place) => Value;
  readonly week: (place: Place, column: number) => Value;
  readonly state: (place: Place, column: number) => Value;
  readonly district: (slab: DistrictSlab, place: Place, column: number) => Value;
};

export function showCube(cube: Cube): Shown {
  const hidden = hideSmall(cube);
  const groups = cube.groups.length;
  const total = ({ campaign, row }: Place): Value => {
    if (row < groups && hidden.totals[campaign * groups + row] === 1) return 'hidden';
    return cube.actions[campaign]?.[row] ?? 0;
  };
  const cell = (slab: Slab, pattern: Uint8Array, { campaign, row, column }: Place & { column: number }): Value => {
    const at = row * slab.width + column;
    if (pattern[at] !== 1) return slab.layers[campaign]?.[at] ?? 0;
    // Where the sum is shown as nobody, everybody knows its parts.
    return total({ campaign, row }) === 0 ? 0 : 'hidden';
  };
  const counted = (isPart: boolean, of: (campaign: number, group: number) => number): ((place: Place) => Value) => {
    const { values, hidden: pattern } = hideCounts(cube, hidden.totals, { isPart, of });
    return ({ campaign, row }) => {
      const at = campaign * groups + row;
      if (row < groups) return pattern[at] === 1 ? (total({ campaign, row }) === 0 ? 0 : 'hidden') : (values[at] ?? 0);
      return values.subarray(campaign * groups, (campaign + 1) * groups).reduce((sum, value) => sum + value, 0);
    };
  };
  return {
    total,
    ownWords: counted(true, (campaign, group) => cube.ownWords[campaign]?.[group] ?? 0),
    optIns: counted(false, (campaign, group) => cube.totals[campaign]?.[group]?.optIns ?? 0),
    // In the first week all people are its people: a table of totals, and no other.
    week: (place, column) =>
      cube.weeks.width === 1 ? total(place) : cell(cube.weeks, hidden.weeks, { ...place, column }),
    state: (place, column) => cell(cube.states, hidden.states, { ...place, column }),
    district: (slab, place, column) =>
      cell(slab, hidden.districts.get(slab) ?? new Uint8Array(slab.width * (groups + 1)).fill(1), { ...place, column }),
  };
}
