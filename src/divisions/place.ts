import { layerOf, type DivisionId, type Layer } from './division.js';
import type { Country } from './postal-code.js';

/**
 * Where someone lives, as far as what they told us tells. A layer with one division is certain, one with several
 * is split, and a layer that is not there is unknown to the loaded data.
 */
export type Place = {
  readonly country: Country;
  /** The postal code in its canonical form; '' for a place not given by code. */
  readonly code: string;
  readonly layers: ReadonlyMap<Layer, readonly DivisionId[]>;
  /** Whether a district line runs so near that the answer may be the neighbour's. */
  readonly isNearLine: boolean;
  /** Layers that are answered, but not so that a split code could be settled by them: an old map, or only near a district. */
  readonly unsure?: ReadonlySet<Layer>;
  /** Layers that no list tells for this code: every district of the state is a candidate. */
  readonly unlisted?: ReadonlySet<Layer>;
  /** Why there is nothing to find here, in words for the person. */
  readonly explanation?: string;
  /** What the person should know of the data behind the answer. */
  readonly notes?: readonly string[];
};

/** The country's own division, `ocd-division/country:us`. */
export function countryDivision(country: Country): DivisionId {
  return `ocd-division/country:${country}`;
}

/**
 * Narrows a split place to one of its candidates and, with it, to the candidate's state; undefined when it
 * is none of them.
 */
export function narrowPlace(place: Place, chosen: DivisionId): Place | undefined {
  const layer = layerOf(chosen);
  if (!layer || !divisionsOf(place).includes(chosen)) return undefined;
  const state = stateOf(chosen);
  const isAkin = (division: DivisionId): boolean =>
    (division + '/').startsWith(state + '/') || state.startsWith(division + '/');
  const narrowed = [...place.layers]
    .map(([name, divisions]) => [name, name === layer ? [chosen] : divisions.filter(isAkin)] as const)
    .filter(([, divisions]) => divisions.length > 0);
  return { ...place, layers: new Map(narrowed) };
}

/** All divisions of a place, the country first. */
export function divisionsOf(place: Place): DivisionId[] {
  return [...place.layers.values()].flat();
}

function stateOf(division: DivisionId): DivisionId {
  return division.split('/').slice(0, 3).join('/');
}

/**
 * What a more exact place settles of a split one: for each split layer the one candidate that both share. Nothing where they
 * share none, as when the address is not in the code that was typed, or several, as near a line.
 */
export function settledBy(place: Place, exact: Place): DivisionId[] {
  const split = [...place.layers].filter(([layer, divisions]) => divisions.length > 1 && !exact.unsure?.has(layer));
  return split.flatMap(([layer, divisions]) => {
    const shared = divisions.filter((division) => exact.layers.get(layer)?.includes(division));
    return shared.length === 1 ? shared : [];
  });
}
