import type { DivisionId } from '../division.js';

/** How far around a point districts are put in order of nearness; those beyond follow by number. */
export const NEARBY_METRES = 40_000;

/** Puts districts in the order that a person looks for theirs: the nearest first, then by number and name. */
export function orderDistricts(
  districts: readonly DivisionId[],
  distances: ReadonlyMap<DivisionId, number> = new Map(),
): DivisionId[] {
  const distance = (division: DivisionId): number => distances.get(division) ?? Infinity;
  return [...districts].sort((one, other) => {
    const [near, far] = [distance(one), distance(other)];
    return near === far ? one.localeCompare(other, 'en', { numeric: true }) : near - far;
  });
}
