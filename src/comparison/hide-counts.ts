import { cover } from './cover.js';
import type { Cube } from './cube.js';
import { isSmall, openPlane, type Layer } from './plane.js';

/** Numbers by campaign and group, with all campaigns at the end. */
export type Table = { readonly values: Float64Array; readonly hidden: Uint8Array };

/**
 * A number of people among those who wrote, such as who added own words, by campaign and group. It is hidden where those who
 * wrote are, where it is small or, `isPart`, where the others are few; and so much more that it cannot be worked out.
 */
export function hideCounts(
  { groups, campaigns, actions }: Cube,
  totals: Uint8Array,
  { of, isPart }: { readonly of: (campaign: number, group: number) => number; readonly isPart: boolean },
): Table {
  const [rows, width] = [campaigns.length, groups.length];
  const values = sumUp(rows, width, of);
  const others = sumUp(rows, width, (campaign, group) => (actions[campaign]?.[group] ?? 0) - of(campaign, group));
  const isFew = (cell: number): boolean => isSmall(values[cell] ?? 0) || (isPart && isSmall(others[cell] ?? 0));
  const canRise = (cell: number): boolean => !isPart || totals[cell] === 1 || (others[cell] ?? 0) > 0;
  const layer: Layer = {
    values,
    rises: Uint8Array.from(values, (_, cell) => Number(canRise(cell))),
    needs: Uint8Array.from(values, (_, cell) => Number(isFew(cell) || canRise(cell))),
  };
  const plane = openPlane({ rows, width }, [], { layers: [layer] });
  for (let cell = 0; cell < values.length; cell++) {
    plane.costs[cell] = (plane.costs[cell] ?? 0) + (values[cell] ?? 0);
    if (totals[cell] === 1 || isFew(cell)) plane.hidden[cell] = 1;
  }
  cover(plane);
  return { values, hidden: plane.hidden };
}

function sumUp(rows: number, width: number, of: (campaign: number, group: number) => number): Float64Array {
  const values = new Float64Array((rows + 1) * width);
  for (let campaign = 0; campaign < rows; campaign++) {
    for (let group = 0; group < width; group++) {
      const count = of(campaign, group);
      values[campaign * width + group] = count;
      values[rows * width + group] = (values[rows * width + group] ?? 0) + count;
    }
  }
  return values;
}
