import { layerOf, usStateOf, type Layer, type Place } from '../divisions/index.js';
import type { Roster } from '../offices/index.js';
import type { Target } from './target.js';

/** The days that an answer's data are good for: of several data sets the oldest, so that nothing seems fresher than it is. */
export type AsOf = { readonly members?: string | undefined; readonly districts?: string | undefined };

/** Which day the named officials, and the districts that led to them, are good for. */
export function asOf(place: Place, targets: readonly Target[], { dataSets, offices }: Roster): AsOf {
  const oldest = (parts: readonly string[]): string | undefined =>
    dataSets
      .filter(({ covers }) => covers.some((part) => parts.includes(part)))
      .map((dataSet) => dataSet.asOf)
      .sort()[0];
  const bodies = targets.flatMap(({ officeId }) => offices.get(officeId)?.bodyId ?? []);
  const layers = new Set(targets.flatMap(({ division }) => layerOf(division) ?? []));
  const states = (place.layers.get('state') ?? []).flatMap((division) => usStateOf(division)?.abbr ?? []);
  const parts = [...layers].filter(isDrawn).flatMap((layer) => states.map((abbr) => `${layer} ${abbr}`));
  return { members: oldest(bodies), districts: oldest(parts) };
}

/** States do not move; districts do. */
function isDrawn(layer: Layer): boolean {
  return layer !== 'country' && layer !== 'state';
}
