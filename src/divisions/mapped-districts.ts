import type { DivisionId, Layer } from './division.js';
import type { DistrictMaps, Point } from './maps/index.js';
import { countryDivision, type Place } from './place.js';

const MAPPED_LAYERS: readonly Layer[] = ['cd', 'sldu', 'sldl', 'constituency'];

type MapTools = {
  readonly maps: DistrictMaps;
  /** Where a code lies, if that is known. */
  readonly pointOf: (place: Place) => Promise<Point | undefined>;
};

/** Orders by nearness what no list tells and, unless `codeOnly`, adds the layers that only a map tells. */
export async function helpedByMaps(tools: MapTools, place: Place, codeOnly: boolean): Promise<Place> {
  const ordered = await nearestFirst(tools, place);
  return codeOnly ? ordered : addMappedDistricts(tools, ordered);
}

/** Puts the candidates of a code that no list has in the order of their distance from the code's own point, where a map tells it. */
async function nearestFirst({ maps, pointOf }: MapTools, place: Place): Promise<Place> {
  if (!place.unlisted?.size || !(await maps.hasAny())) return place;
  const near = await pointOf(place);
  if (!near) return place;
  const layers = new Map(place.layers);
  for (const layer of place.unlisted) {
    const states = place.layers.get('state') ?? [];
    const order = (await Promise.all(states.map((state) => maps.districtsOf(layer, state, near)))).flat();
    const rank = (division: DivisionId): number => (order.includes(division) ? order.indexOf(division) : order.length);
    layers.set(
      layer,
      [...(layers.get(layer) ?? [])].sort((one, other) => rank(one) - rank(other)),
    );
  }
  return { ...place, layers };
}

/**
 * Fills layers that no list of postal codes tells, but a map does: every district of the state (or country) is a
 * candidate, the nearest to the code's own point first, since a code's point is no proof of where a person lives.
 */
async function addMappedDistricts({ maps, pointOf }: MapTools, place: Place): Promise<Place> {
  if (place.layers.size === 0 || !(await maps.hasAny())) return place;
  const territories = place.layers.get('state') ?? [countryDivision(place.country)];
  const added = new Map<Layer, readonly DivisionId[]>();
  for (const layer of MAPPED_LAYERS.filter((one) => !place.layers.has(one))) {
    const inOrder = (near?: Point): Promise<(readonly DivisionId[])[]> =>
      Promise.all(territories.map((territory) => maps.districtsOf(layer, territory, near)));
    if ((await inOrder()).every((found) => found.length === 0)) continue;
    const districts = await inOrder(await pointOf(place));
    // Of two states one may have no map: then the state itself stands for "somewhere there".
    const candidates = districts.map((found, index) => (found.length > 0 ? found : (territories[index] ?? [])));
    added.set(layer, candidates.flat());
  }
  return added.size === 0 ? place : { ...place, layers: new Map([...place.layers, ...added]) };
}
