import { z } from 'zod';
import { askJson, type Endpoint } from './ask-json.js';
import type { Geocoder, Match } from './geocoder.js';

const degrees = z
  .string()
  .regex(/^-?\d+(?:\.\d+)?$/)
  .transform(Number);

const answer = z.array(
  z.object({
    lat: degrees,
    lon: degrees,
    display_name: z.string(),
    address: z.object({ country_code: z.string().optional(), house_number: z.string().optional() }).default({}),
  }),
);

/** More than one house at one address is rare; this many let us see that an answer is not certain. */
const MAX_RESULTS = 10;

/**
 * A server that speaks like Nominatim, on OpenStreetMap data: points only. Where it does not know the house it
 * answers with the street's or the city's middle, which would be a guess: only the house asked for is taken.
 */
export function createNominatim(endpoint: Endpoint): Geocoder {
  return {
    name: 'nominatim',
    countries: ['us', 'gb', 'ca'],
    readsStreet: true,
    subjectOf: ({ line }) => line,
    ask: async (address, country) => {
      const said = await askJson(endpoint, {
        path: '/search',
        params: {
          q: address,
          countrycodes: country,
          format: 'jsonv2',
          addressdetails: '1',
          limit: String(MAX_RESULTS),
        },
        shape: answer,
        isNothing: (status) => status === 400,
      });
      const houses = (said ?? []).filter(
        ({ address: found }) => found.country_code === country && isAskedHouse(address, found.house_number),
      );
      return { matches: houses.map(readMatch), isWhole: true };
    },
  };
}

/** A number inside a house is not the house's: `Apt 5`, `Flat 2b`, `#12`. */
const UNIT = /(?:\b(?:apartment|apt|flat|floor|room|rm|suite|ste|unit)\b\.?|#)\s*[\p{L}\p{N}-]+/giu;

/** Whether one of the house's numbers (`12`, `12;14`, `221B`) stands in the address. */
function isAskedHouse(address: string, houseNumber = ''): boolean {
  const words = new Set(
    address
      .replace(UNIT, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  );
  return (houseNumber.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).some(
    (number) => /\d/.test(number) && words.has(number),
  );
}

function readMatch(house: z.infer<typeof answer>[number]): Match {
  return {
    divisions: [],
    point: { lat: house.lat, lng: house.lon },
    matched: house.display_name,
    source: 'nominatim, OpenStreetMap contributors',
  };
}
