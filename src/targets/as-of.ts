import { layerOf, usStateOf, type Layer, type Place } from '../divisions/index.js';
import type { Roster } from '../offices/index.js';
import type { Target } from './target.js';

/** The days that an answer's data are good for: of several data sets the oldest, so that nothing seems fresher than it is. */
export type AsOf = { readonly members?: string | undefined; readonly districts?: string | undefined };

/** Which day the named officials, and the districts that led to them, are good for. */
export function asOf(place: Place, targets: readonly Target[], { dataSets, offices }: Roster): AsOf {
  const oldest = (isMeant: (part: string) => boolean): string | undefined =>
    dataSets
      .filter(({ covers }) => covers.some(isMeant))
      .map((dataSet) => dataSet.asOf)
      .sort()[0];
  const bodies: readonly string[] = targets.flatMap(({ officeId }) => offices.get(officeId)?.bodyId ?? []);
  const layers = new Set(targets.flatMap(({ division }) => layerOf(division) ?? []));
  const states = (place.layers.get('state') ?? []).flatMap((division) => usStateOf(division)?.abbr ?? []);
  const drawn = [...layers].filter(isDrawn);
  return {
    members: oldest((part) => bodies.includes(part)),
    districts: oldest((part) => drawn.some((layer) => isOf(part, { layer, states, country: place.country }))),
  };
}

/** States do not move; districts do. */
function isDrawn(layer: Layer): boolean {
  return layer !== 'country' && layer !== 'state';
}

/** Whether a part of a data set tells a layer there: `cd CO`, `cd-2025-01-03 CO`, `cd-map-2025-01-03 co`, `gb constituency`. */
function isOf(
  part: string,
  { layer, states, country }: { readonly layer: Layer; readonly states: readonly string[]; readonly country: string },
): boolean {
  const [kind = '', territory = ''] = part.split(' ');
  const isLayer = kind === layer || kind.startsWith(`${layer}-`);
  const isHere = states.length === 0 || states.includes(territory.toUpperCase());
  return (isLayer && isHere) || (kind === country && territory.startsWith(layer));
}
