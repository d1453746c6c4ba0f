import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import { remember } from '../platform/remember.js';
import { follow, type Followed } from '../platform/revisions.js';
import { congressionalDistrict, countryOf, type DivisionId, type Layer } from './division.js';
import type { Address } from './geocoders/address.js';
import type { Asking, Geocoding } from './geocoders/geocoding.js';
import { helpedByMaps } from './mapped-districts.js';
import { createDistrictMaps, type Point } from './maps/index.js';
import { placeAtAddress } from './place-at-address.js';
import { placeAtPoint } from './place-at-point.js';
import { countryDivision, type Place } from './place.js';
import { parsePostalCode, postalCodeFault, postalCodeWords, type Country } from './postal-code.js';
import { codesInForce } from './codes-in-force.js';
import { findCodePoint, listCodeDivisions } from './store.js';
import { isAtLarge, usStateOf, usStates } from './us-states.js';
import { explainPlacelessZip, findTerritoryByZip } from './zip-prefixes.js';

/** The look-up of places, on the loaded data. */
export type Places = {
  /**
   * Where a code lies. Layers that only a map tells have all districts of the state as candidates, unless `codeOnly`.
   * @throws InputError when the text is not a postal code of that country
   */
  readonly findByCode: (text: string, country: Country, codeOnly?: boolean) => Promise<Place>;
  /** Where a point in degrees lies, or undefined where no map is loaded. @throws InputError when it is no point on earth */
  readonly findByPoint: (point: Point) => Promise<Place | undefined>;
  /** Where a street address lies; see placeAtAddress. */
  readonly findByAddress: (address: Address, country: Country, how?: Asking) => Promise<Place>;
  /** How a person may be asked to be more exact than their code: by street, where a geocoder serves the country, and by position on a map. */
  readonly exacter: (country: Country) => Promise<{ readonly street: boolean; readonly position: boolean }>;
  /** Whether postal codes can tell this layer anywhere in a state (`ocd-division/country:us/state:co`) or country. */
  readonly knowsLayer: (layer: Layer, within: DivisionId) => Promise<boolean>;
};

/** Postal codes of one country in memory. */
type CodeIndex = {
  readonly byCode: ReadonlyMap<string, ReadonlyMap<Layer, readonly DivisionId[]>>;
  /** All divisions of a layer in a state, by `layer state`. */
  readonly byState: ReadonlyMap<string, readonly DivisionId[]>;
  /** Where a code lies by these data; the same object each time. */
  readonly placeOf: (code: string) => Place;
};

/** Places of codes that were asked lately are kept ready: all ZIP codes, which take some ten megabytes. */
const MOST_PLACES = 50_000;

type Codes = Omit<CodeIndex, 'placeOf'>;

const NO_GEOCODING: Geocoding = {
  serves: () => false,
  servesStreets: () => false,
  find: () => Promise.resolve({ kind: 'unavailable' }),
};

export function createPlaces(tools: {
  readonly db: Db;
  readonly clock: Clock;
  readonly geocoding?: Geocoding;
  readonly nearLineMetres?: number;
}): Places {
  const followIndex = (country: Country): Followed<CodeIndex> =>
    follow({
      ...tools,
      names: ['data-sets'],
      isDaily: true,
      load: async (today) => indexOf(country, codesInForce(await listCodeDivisions(tools.db, country), today)),
    });
  const indexes = { us: followIndex('us'), gb: followIndex('gb'), ca: followIndex('ca') };
  const maps = createDistrictMaps(tools);
  const pointOf = ({ country, code }: Place): Promise<Point | undefined> => findCodePoint(tools.db, country, code);
  return {
    findByPoint: async (point) => ((await maps.hasAny()) ? placeAtPoint(maps, point) : undefined),
    findByAddress: (address, country, how) =>
      placeAtAddress({ maps, geocoding: tools.geocoding ?? NO_GEOCODING }, { address, country, ...how }),
    exacter: async (country) => ({
      street: tools.geocoding?.servesStreets(country) ?? false,
      position: await maps.hasAny(),
    }),
    findByCode: async (text, country, codeOnly = false) => {
      const code = parsePostalCode(text, country);
      if (code === undefined) throw new InputError([{ field: 'postal_code', message: postalCodeFault(country) }]);
      const index = await indexes[country].get();
      return helpedByMaps({ maps, pointOf }, index.placeOf(code), codeOnly);
    },
    knowsLayer: async (layer, within) => {
      if (layer === 'country' || layer === 'state') return true;
      const country = countryOf(within) ?? 'us';
      const territories = unlisted(await indexes[country].get(), layer, within);
      const mapped = await Promise.all(territories.map((territory) => maps.districtsOf(layer, territory)));
      return mapped.every((districts) => districts.length > 0);
    },
  };
}

/** The states (or abroad, the country) whose codes do not tell a layer that codes have to tell. */
function unlisted({ byState }: Codes, layer: Layer, within: DivisionId): DivisionId[] {
  if ((countryOf(within) ?? 'us') !== 'us') return byState.has(`${layer} `) ? [] : [within];
  const only = usStateOf(within);
  const states = only ? [only] : usStates.filter(({ kind }) => kind === 'state');
  return states
    .filter((state) => !(layer === 'cd' && isAtLarge(state)))
    .map(({ division }) => division)
    .filter((division) => !byState.has(`${layer} ${division}`));
}

function findByZip({ byCode }: Codes, layersFor: LayersFor, zip: string): Place {
  const known = byCode.get(zip) ?? new Map<Layer, readonly DivisionId[]>();
  const states = statesOf(zip, known);
  const place = { country: 'us', code: zip, isNearLine: false } as const;
  if (states.length === 0) return { ...place, layers: new Map(), explanation: explainUnknown(zip) };
  const { layers, unlisted } = layersFor(states, known);
  const notes =
    unlisted.size > 0 ? [`No list tells where ${zip} lies: it may be new, or for post-office boxes only.`] : [];
  return { ...place, layers, unlisted, notes };
}

type Known = ReadonlyMap<Layer, readonly DivisionId[]>;
type Layered = { readonly layers: Known; readonly unlisted: ReadonlySet<Layer> };
type LayersFor = (states: readonly DivisionId[], known: Known) => Layered;

/** Codes that lie in the same districts share what is known of them. */
function shareLayers(codes: Codes): LayersFor {
  const made = new Map<string, Layered>();
  return (states, known) => {
    const key = `${states.join()} ${[...known].join()}`;
    const found = made.get(key) ?? layersOf(codes, states, known);
    made.set(key, found);
    return found;
  };
}

function layersOf(index: Codes, states: readonly DivisionId[], known: Known): Layered {
  const layers = new Map<Layer, readonly DivisionId[]>([
    ['country', [countryDivision('us')]],
    ['state', states],
  ]);
  const unlisted = new Set<Layer>();
  for (const layer of ['cd', 'sldu', 'sldl'] as const) {
    const candidates = states.map((state) => candidatesIn(index, { layer, state, known: known.get(layer) ?? [] }));
    if (candidates.every((divisions) => divisions.length === 0)) continue;
    if (!known.has(layer) && candidates.some((divisions) => divisions.length > 1)) unlisted.add(layer);
    // Of two states one may have no data: then the state itself stands for "somewhere there".
    layers.set(
      layer,
      candidates.flatMap((divisions, index) => (divisions.length > 0 ? divisions : (states[index] ?? []))),
    );
  }
  return { layers, unlisted };
}

function statesOf(zip: string, known: ReadonlyMap<Layer, readonly DivisionId[]>): DivisionId[] {
  const named = [...known.values()].flat().flatMap((division) => usStateOf(division)?.division ?? []);
  const territory = findTerritoryByZip(zip)?.division;
  return [...new Set(named.length === 0 && territory ? [territory] : named)].sort();
}

/** The districts that a ZIP may lie in: its own, or all of the state where the data have the state but not this ZIP. */
function candidatesIn(
  index: Codes,
  where: {
    readonly layer: 'cd' | 'sldu' | 'sldl';
    readonly state: DivisionId;
    readonly known: readonly DivisionId[];
  },
): readonly DivisionId[] {
  const state = usStateOf(where.state);
  if (state && where.layer === 'cd' && isAtLarge(state)) return [congressionalDistrict(state, 'at-large')];
  const own = where.known.filter((division) => division.startsWith(where.state + '/'));
  return own.length > 0 ? own : (index.byState.get(`${where.layer} ${where.state}`) ?? []);
}

function explainUnknown(zip: string): string {
  return (
    explainPlacelessZip(zip) ??
    `We do not know the ZIP code ${zip}. Please check it; if it is new, use the ZIP code of a neighbouring street.`
  );
}

/** Outside the United States only the code's own divisions are known; without data a code still lies in its country. */
function findByOtherCode(index: Codes, country: Country, code: string): Place {
  const known = index.byCode.get(code);
  const place = { country, code, isNearLine: false } as const;
  if (!known && index.byCode.size > 0) {
    const explanation = `We do not know the ${postalCodeWords(country).name} ${code}. Please check it.`;
    return { ...place, layers: new Map(), explanation };
  }
  const layers = new Map<Layer, readonly DivisionId[]>([['country', [countryDivision(country)]], ...(known ?? [])]);
  return { ...place, layers };
}

type CodeRow = { readonly code: string; readonly layer: Layer; readonly division: DivisionId };

function indexOf(country: Country, rows: readonly CodeRow[]): CodeIndex {
  const codes = buildIndex(rows);
  const layersFor = shareLayers(codes);
  const find = (code: string): Place =>
    country === 'us' ? findByZip(codes, layersFor, code) : findByOtherCode(codes, country, code);
  return { ...codes, placeOf: remember(MOST_PLACES, find) };
}

function buildIndex(rows: readonly CodeRow[]): Codes {
  const byCode = new Map<string, Map<Layer, DivisionId[]>>();
  const byState = new Map<string, Set<DivisionId>>();
  // One string object for each division instead of one for each row, and one look for its state.
  const interned = new Map<string, { readonly division: DivisionId; readonly state: DivisionId }>();
  for (const { code, layer, division: text } of rows) {
    const known = interned.get(text) ?? { division: text, state: usStateOf(text)?.division ?? '' };
    interned.set(text, known);
    const { division, state } = known;
    const layers = byCode.get(code) ?? new Map<Layer, DivisionId[]>();
    byCode.set(code, layers.set(layer, [...(layers.get(layer) ?? []), division]));
    const key = `${layer} ${state}`;
    byState.set(key, (byState.get(key) ?? new Set()).add(division));
  }
  return { byCode, byState: new Map([...byState].map(([key, divisions]) => [key, [...divisions].sort()])) };
}
