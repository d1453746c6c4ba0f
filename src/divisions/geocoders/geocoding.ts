import type { Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { Log } from '../../platform/log.js';
import { OutgoingError } from '../../platform/outgoing.js';
import type { Seal } from '../../platform/seal.js';
import type { Country } from '../postal-code.js';
import { questionOf, type Address } from './address.js';
import type { Endpoint } from './ask-json.js';
import { createBreaker, type Breaker } from './breaker.js';
import { createCache, type Asked, type Cache } from './cache.js';
import type { Geocoder, GeocoderName } from './geocoder.js';
import { createGoogleCivic } from './google-civic.js';
import { judge, type Geocoded, type Judged } from './judge.js';
import { createNominatim } from './nominatim.js';
import { createPostcodesIo } from './postcodes-io.js';
import { createRepresent } from './represent.js';
import type { GeocoderSetting } from './setting.js';
import { createUsCensus } from './us-census.js';

/** Where street addresses lie, asked of the services that the operator allowed, in that order. */
export type Geocoding = {
  /** Whether any service can be asked about that country: a street address is asked of a person only then. */
  readonly serves: (country: Country) => boolean;
  /** Whether any of them is told the street, and not the postal code only. */
  readonly servesStreets: (country: Country) => boolean;
  /**
   * Asks one service after the other until one finds the address or finds that it can be several; a service that is away or finds
   * nothing is passed over. At most two seconds for each, and none that keeps failing. Only what a service is sure of comes back
   * as `found`; compare it with what the postal code says, as services now and then correct a code or a town silently.
   * No address is stored or logged.
   * @throws InputError on field `address` when it is empty or longer than 300 characters
   */
  readonly find: (address: Address, country: Country, how?: Asking) => Promise<Geocoded>;
};

/** `byStreet` leaves out services that are told the postal code only. */
export type Asking = { readonly byStreet?: boolean };

export type GeocodingTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly seal: Seal;
  readonly geocoders: readonly GeocoderSetting[];
  readonly googleCivicKey?: string | undefined;
  /** For tests of services that hang. */
  readonly timeoutMs?: number;
};

/** How long a person waits for one service. */
const TIMEOUT_MS = 2_000;

const PUBLIC_URLS: Readonly<Record<Exclude<GeocoderName, 'nominatim'>, string>> = {
  'us-census': 'https://geocoding.geo.census.gov/geocoder',
  'postcodes-io': 'https://api.postcodes.io',
  represent: 'https://represent.opennorth.ca',
  'google-civic': 'https://www.googleapis.com',
};

type Service = { readonly geocoder: Geocoder; readonly breaker: Breaker };

export function createGeocoding(tools: GeocodingTools): Geocoding {
  const services = tools.geocoders.map((setting): Service => ({
    geocoder: createGeocoder(setting, tools),
    breaker: createBreaker(tools.clock),
  }));
  const cache = createCache(tools);
  const serving = (country: Country, { byStreet = false }: Asking = {}): Service[] =>
    services.filter(({ geocoder }) => geocoder.countries.includes(country) && (geocoder.readsStreet || !byStreet));
  return {
    serves: (country) => serving(country).length > 0,
    servesStreets: (country) => serving(country, { byStreet: true }).length > 0,
    find: async (address, country, how) => {
      const question = questionOf(address, country);
      const asked = serving(country, how);
      let missed: Geocoded = { kind: asked.length > 0 ? 'not-found' : 'unavailable' };
      for (const service of asked) {
        const subject = service.geocoder.subjectOf(question);
        if (subject === undefined) continue;
        const query = { name: service.geocoder.name, subject, country };
        const geocoded = await consult({ ...tools, cache }, service, query);
        if (geocoded.kind === 'found' || geocoded.kind === 'ambiguous') return geocoded;
        if (geocoded.kind === 'unavailable') missed = geocoded;
      }
      return missed;
    },
  };
}

function createGeocoder({ name, baseUrl }: GeocoderSetting, tools: GeocodingTools): Geocoder {
  const usual = name === 'nominatim' ? undefined : PUBLIC_URLS[name];
  const url = baseUrl ?? usual;
  if (url === undefined) throw new Error('nominatim has no server');
  const endpoint: Endpoint = {
    baseUrl: url,
    isConfigured: baseUrl !== undefined,
    timeoutMs: tools.timeoutMs ?? TIMEOUT_MS,
  };
  switch (name) {
    case 'us-census':
      return createUsCensus(endpoint, tools.clock);
    case 'postcodes-io':
      return createPostcodesIo(endpoint);
    case 'represent':
      return createRepresent(endpoint);
    case 'nominatim':
      return createNominatim(endpoint);
    case 'google-civic':
      return createGoogleCivic(endpoint, tools.googleCivicKey ?? '');
  }
}

type Consulting = Pick<GeocodingTools, 'clock' | 'log'> & { readonly cache: Cache };

/** One service's answer, from the cache where it has one. */
async function consult({ cache, clock, log }: Consulting, service: Service, asked: Asked): Promise<Geocoded> {
  const { geocoder, breaker } = service;
  const kept = await cache.find(asked);
  if (kept) return kept;
  if (!breaker.admits()) return { kind: 'unavailable' };
  const startedAt = clock.now();
  const note = (outcome: string, reason?: string): void => {
    log.info({ service: asked.name, outcome, ms: clock.now() - startedAt, reason }, 'geocoder asked');
  };
  let judged: Judged;
  try {
    judged = judge(asked.country, await geocoder.ask(asked.subject, asked.country));
    breaker.succeeded();
  } catch (error) {
    breaker.failed();
    if (!(error instanceof OutgoingError)) throw error;
    // These messages name the server only.
    note('unavailable', error.message);
    return { kind: 'unavailable' };
  }
  note(judged.geocoded.kind);
  if (judged.isSound) await cache.keep(asked, judged.geocoded);
  return judged.geocoded;
}
