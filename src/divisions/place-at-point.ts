import { InputError } from '../platform/errors.js';
import { congressionalDistrict, countryOf, ordinal, type DivisionId, type Layer } from './division.js';
import type { DistrictMaps, Located, Point } from './maps/index.js';
import { countryDivision, type Place } from './place.js';
import { isAtLarge, usStateOf } from './us-states.js';

/**
 * Where a point lies on the loaded maps. Near a line both sides are candidates; a state whose map is not loaded stands
 * for its districts. @throws InputError when the numbers are no point on earth
 */
export async function placeAtPoint(maps: DistrictMaps, point: Point): Promise<Place> {
  checkPoint(point);
  const located = await maps.locate(point);
  const divisions = [...located.layers.values()].flat();
  const country = divisions.map(countryOf).find((one) => one !== undefined);
  const place = { country: country ?? 'us', code: '', isNearLine: located.nearLine.size > 0 } as const;
  if (!country) return { ...place, layers: new Map(), explanation: await explainNowhere(maps, point) };
  const layers = country === 'us' ? usLayers(located) : new Map([...located.layers]);
  const notes = layers.has('cd') ? await datedMapNotes(maps) : [];
  const unsure = new Set<Layer>([...located.outside, ...(notes.length > 0 ? (['cd'] as const) : [])]);
  const outside = [...located.layers.keys()].every((layer) => located.outside.has(layer)) && {
    explanation: 'This point lies just outside of all districts that we know; please check that it is right.',
  };
  return { ...place, layers: new Map([['country', [countryDivision(country)]], ...layers]), notes, unsure, ...outside };
}

async function datedMapNotes(maps: DistrictMaps): Promise<string[]> {
  const congress = await maps.congress();
  return congress?.hasEnded
    ? [
        `The lines are those of the ${ordinal(String(congress.number))} Congress, which has ended; some have moved since.`,
      ]
    : [];
}

function usLayers(located: Located): Map<Layer, readonly DivisionId[]> {
  const known = [...located.layers.values()].flat();
  const states = [...new Set(known.flatMap((division) => usStateOf(division) ?? []))];
  const layers = new Map<Layer, readonly DivisionId[]>([['state', states.map(({ division }) => division).sort()]]);
  for (const layer of ['cd', 'sldu', 'sldl', 'ward'] as const) {
    const found = located.layers.get(layer) ?? [];
    const perState = states.map((state) => {
      const own = found.filter((division) => division.startsWith(state.division + '/'));
      const atLarge = layer === 'cd' && isAtLarge(state) ? [congressionalDistrict(state, 'at-large')] : [];
      return own.length > 0 ? own : atLarge;
    });
    if (perState.every((divisions) => divisions.length === 0)) continue;
    layers.set(
      layer,
      perState.flatMap((divisions, index) => (divisions.length > 0 ? divisions : (states[index]?.division ?? []))),
    );
  }
  return layers;
}

function checkPoint({ lat, lng }: Point): void {
  const faults = [
    ...(Math.abs(lat) <= 90 ? [] : [{ field: 'lat', message: 'a latitude is a number from -90 to 90, such as 39.74' }]),
    ...(Math.abs(lng) <= 180
      ? []
      : [{ field: 'lng', message: 'a longitude is a number from -180 to 180, such as -104.99' }]),
  ];
  if (faults.length > 0) throw new InputError(faults);
}

async function explainNowhere(maps: DistrictMaps, { lat, lng }: Point): Promise<string> {
  const canSwap = Math.abs(lng) <= 90;
  const swapped = canSwap && (await maps.locate({ lat: lng, lng: lat })).layers.size > 0;
  return swapped
    ? `The point ${lat}, ${lng} lies in no district; ${lng}, ${lat} would. Latitude comes first: are the two swapped?`
    : `The point ${lat}, ${lng} lies in no district whose map is loaded here: at sea, abroad, or on a map that is missing.`;
}
