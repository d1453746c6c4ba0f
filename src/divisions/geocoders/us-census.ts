import { z } from 'zod';
import { dayOf, type Clock } from '../../platform/clock.js';
import { congressionalDistrict, ordinal, type DivisionId } from '../division.js';
import { findUsStateByFips } from '../us-states.js';
import { askJson, type Endpoint } from './ask-json.js';
import { censusLegislativeDistrict } from './census-label.js';
import { MAX_MATCHES, type Geocoder, type Match, type Reading } from './geocoder.js';

/** One area of a layer; a layer that failed holds `{status: "Layer query encountered an error: …"}`. */
const area = z.object({
  GEOID: z.string().optional(),
  NAME: z.string().optional(),
  BASENAME: z.string().optional(),
  status: z.string().optional(),
});

const addressMatch = z.object({
  matchedAddress: z.string(),
  coordinates: z.object({ x: z.number(), y: z.number() }).optional(),
  geographies: z.record(z.string(), z.unknown()),
});

const answer = z.object({ result: z.object({ addressMatches: z.array(addressMatch).max(MAX_MATCHES) }) });

/** `119th Congressional Districts`, `2024 State Legislative Districts - Upper`: a new map has a new number in front. */
const LAYERS = {
  state: /^()States$/,
  cd: /^(\d+)(?:st|nd|rd|th) Congressional Districts$/,
  sldu: /^(\d{4}) State Legislative Districts - Upper$/,
  sldl: /^(\d{4}) State Legislative Districts - Lower$/,
} as const;

const DAY_MS = 86_400_000;

/** The U.S. Census Geocoder, without a key: addresses of the states, the federal district and Puerto Rico. */
export function createUsCensus(endpoint: Endpoint, clock: Clock): Geocoder {
  return {
    name: 'us-census',
    countries: ['us'],
    readsStreet: true,
    subjectOf: ({ line }) => line,
    ask: async (address) => {
      const said = await askJson(endpoint, {
        path: '/geographies/onelineaddress',
        params: { address, benchmark: 'Public_AR_Current', vintage: 'Current_Current', layers: 'all', format: 'json' },
        shape: answer.transform(({ result }) => result.addressMatches.map((match) => readMatch(match, clock.now()))),
        // An address that the service cannot take apart.
        isNothing: (status) => status === 400,
      });
      return { matches: (said ?? []).map(({ match }) => match), isWhole: (said ?? []).every(({ isWhole }) => isWhole) };
    },
  };
}

function readMatch(
  said: z.infer<typeof addressMatch>,
  now: number,
): { readonly match: Match; readonly isWhole: Reading['isWhole'] } {
  const layer = (pattern: RegExp, newest = Infinity): Layer => newestLayer(said.geographies, pattern, newest);
  const states = layer(LAYERS.state);
  // A map that is published before its Congress meets is not in force yet.
  const districts = layer(LAYERS.cd, congressAt(now));
  const [upper, lower] = [layer(LAYERS.sldu), layer(LAYERS.sldl)];
  const divisions = new Set<DivisionId | undefined>([
    ...[states, districts, upper, lower].flatMap(({ areas }) => areas.map((one) => stateOf(one)?.division)),
    ...districts.areas.map(readDistrict),
    ...upper.areas.map((one) => censusLegislativeDistrict(stateOf(one), 'sldu', one)),
    ...lower.areas.map((one) => censusLegislativeDistrict(stateOf(one), 'sldl', one)),
  ]);
  const congress = districts.areas.length > 0 ? districts.number : undefined;
  return {
    isWhole: [states, districts, upper, lower].every(({ hasFailed }) => !hasFailed),
    match: {
      divisions: [...divisions].filter((division) => division !== undefined),
      matched: said.matchedAddress,
      source: congress === undefined ? 'us-census' : `us-census, ${ordinal(String(congress))} Congress`,
      ...(said.coordinates && { point: { lat: said.coordinates.y, lng: said.coordinates.x } }),
      ...(congress !== undefined && { congress }),
    },
  };
}

type Area = z.infer<typeof area>;
type Layer = { readonly number: number; readonly areas: readonly Area[]; readonly hasFailed: boolean };

function newestLayer(geographies: Readonly<Record<string, unknown>>, pattern: RegExp, newest: number): Layer {
  const layers = Object.entries(geographies)
    .flatMap(([name, areas]) => {
      const number = pattern.exec(name)?.[1];
      return number === undefined ? [] : [{ number: Number(number), areas }];
    })
    .filter(({ number }) => number <= newest)
    .sort((one, other) => other.number - one.number);
  const read = z.array(area).safeParse(layers[0]?.areas ?? []);
  const areas = read.success ? read.data : [];
  return {
    number: layers[0]?.number ?? 0,
    areas: areas.filter(({ GEOID }) => GEOID !== undefined && !GEOID.includes('ZZ')),
    hasFailed: !read.success || areas.some(({ status }) => status !== undefined),
  };
}

function stateOf({ GEOID = '' }: Area): ReturnType<typeof findUsStateByFips> {
  return findUsStateByFips(GEOID.slice(0, 2));
}

function readDistrict(one: Area): DivisionId | undefined {
  const number = /^\d\d(\d\d)$/.exec(one.GEOID ?? '')?.[1];
  const state = stateOf(one);
  return state && number && congressionalDistrict(state, number);
}

/** The Congress in session: the 1st met in 1789, and each ends on 3 January of an odd year (20th Amendment). */
function congressAt(now: number): number {
  const year = Number(dayOf(now - 2 * DAY_MS, 'utc').slice(0, 4));
  return Math.floor((year - 1789) / 2) + 1;
}
