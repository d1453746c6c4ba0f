import { ConflictError } from '../platform/errors.js';
import { countryOf, layerOf, type DivisionId, type Layer } from './division.js';
import type { Address } from './geocoders/address.js';
import type { Asking, Geocoding } from './geocoders/geocoding.js';
import type { Geocoded, Located } from './geocoders/judge.js';
import type { DistrictMaps } from './maps/index.js';
import { countryDivision, type Place } from './place.js';
import { placeAtPoint } from './place-at-point.js';
import type { Country } from './postal-code.js';
import { usStateOf } from './us-states.js';

const OFF_THE_MAP = 'This address lies in no district that is known here.';

export type AddressTools = { readonly maps: DistrictMaps; readonly geocoding: Geocoding };

/** Why an address led nowhere, in words for the person. */
const NOWHERE: Readonly<Record<Exclude<Geocoded['kind'], 'found'>, string>> = {
  ambiguous: 'Several places have this address. Please add the town, or the postal code.',
  'not-found': 'We did not find this address. Please check the number and the street.',
  unavailable: 'Street addresses cannot be looked up at the moment.',
};

/**
 * Where a street address lies: what a geocoder says, held against the maps of today. Where the two differ both are candidates.
 * @throws InputError on field `address`, ConflictError `no-geocoder` where no service may be asked about the country
 */
export async function placeAtAddress(
  tools: AddressTools,
  { address, country, ...how }: { readonly address: Address; readonly country: Country } & Asking,
): Promise<Place> {
  if (!tools.geocoding.serves(country)) {
    throw new ConflictError(
      'no-geocoder',
      'Street addresses cannot be looked up here: no geocoder is named in GEOCODERS. Please look up by postal code or by point.',
    );
  }
  const geocoded = await tools.geocoding.find(address, country, how);
  if (geocoded.kind === 'found') return placeOf(tools.maps, geocoded, country);
  return { country, code: '', isNearLine: false, layers: new Map(), explanation: NOWHERE[geocoded.kind] };
}

async function placeOf(maps: DistrictMaps, located: Located, country: Country): Promise<Place> {
  const mapped = located.point && (await maps.hasAny()) ? await placeAtPoint(maps, located.point) : undefined;
  const isOutdated = await isOfEarlierCongress(maps, located);
  const told = located.divisions.filter(
    (division) => countryOf(division) === country && !(isOutdated && layerOf(division) === 'cd'),
  );
  const states = told.flatMap((division) => usStateOf(division)?.division ?? []);
  const layers = new Map<Layer, readonly DivisionId[]>([['country', [countryDivision(country)]]]);
  for (const [layer, divisions] of mapped?.country === country ? mapped.layers : []) layers.set(layer, divisions);
  for (const division of new Set([...states, ...told])) {
    const layer = layerOf(division);
    if (!layer) continue;
    const others = mapped?.layers.get(layer) ?? [];
    // The service knows the very house; the map only how near to a line its point lies.
    layers.set(layer, others.length === 0 || others.includes(division) ? [division] : [division, ...others]);
  }
  const notes = [`The address was found by ${located.source}.`, ...(mapped?.notes ?? [])];
  const unsure = new Set([...(mapped?.unsure ?? [])].filter((layer) => !told.some((one) => layerOf(one) === layer)));
  const place = { country, code: '', layers, isNearLine: mapped?.isNearLine ?? false, notes, unsure };
  return layers.size > 1 ? place : { ...place, layers: new Map(), explanation: OFF_THE_MAP };
}

/** Whether a service still answers with the districts of a Congress that is over, or that the loaded map has left behind. */
async function isOfEarlierCongress(maps: DistrictMaps, { congress }: Located): Promise<boolean> {
  if (congress === undefined) return false;
  const onMap = await maps.congress();
  return maps.isOver(congress) || (onMap !== undefined && congress < onMap.number);
}
