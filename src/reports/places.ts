/** How many people of one postal area wrote. */
export type Place = { readonly area: string; readonly people: number };

/** Where letters came from, so that nobody can be singled out. */
export type Places = {
  readonly rows: readonly Place[];
  /** People from areas that are not named: those with fewer than `SMALLEST_CELL`, and what follows the largest. */
  readonly elsewhere: number;
};

/** Fewer people than this are told of no place. */
export const SMALLEST_CELL = 5;

const MOST_ROWS = 30;

/**
 * Names the areas from which at least five people wrote, the largest first. What is left stands together; where that
 * would be one to four people, the smallest named area joins them, since it could be told by subtraction.
 */
export function foldPlaces(places: readonly Place[]): Places {
  const sorted = places
    .filter(({ people }) => people > 0)
    .sort((one, other) => other.people - one.people || one.area.localeCompare(other.area, 'en'));
  const rows = sorted.filter(({ area, people }) => area !== '' && people >= SMALLEST_CELL).slice(0, MOST_ROWS);
  let elsewhere = sum(sorted) - sum(rows);
  while (elsewhere > 0 && elsewhere < SMALLEST_CELL && rows.length > 0) elsewhere += rows.pop()?.people ?? 0;
  return { rows, elsewhere };
}

function sum(places: readonly Place[]): number {
  return places.reduce((total, { people }) => total + people, 0);
}
