import type { DivisionId, Layer } from './division.js';
import type { DistrictMaps, Point } from './maps/index.js';
import { countryDivision, type Place } from './place.js';

const MAPPED_LAYERS: readonly Layer[] = ['cd', 'sldu', 'sldl', 'constituency'];

/**
 * Fills layers that no list of postal codes tells, but a map does: every district of the state (or country) is a
 * candidate, the nearest to the code's own point first, since a code's point is no proof of where a person lives.
 */
export async function addMappedDistricts(
  tools: { readonly maps: DistrictMaps; readonly pointOf: (place: Place) => Promise<Point | undefined> },
  place: Place,
): Promise<Place> {
  const { maps, pointOf } = tools;
  if (place.layers.size === 0 || !(await maps.hasAny())) return place;
  const territories = place.layers.get('state') ?? [countryDivision(place.country)];
  const added = new Map<Layer, readonly DivisionId[]>();
  for (const layer of MAPPED_LAYERS.filter((one) => !place.layers.has(one))) {
    const near = await pointOf(place);
    const districts = await Promise.all(territories.map((territory) => maps.districtsOf(layer, territory, near)));
    if (districts.every((found) => found.length === 0)) continue;
    // Of two states one may have no map: then the state itself stands for "somewhere there".
    const candidates = districts.map((found, index) => (found.length > 0 ? found : (territories[index] ?? [])));
    added.set(layer, candidates.flat());
  }
  return added.size === 0 ? place : { ...place, layers: new Map([...place.layers, ...added]) };
}
