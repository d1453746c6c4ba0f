import { z } from 'zod';
import { parsePostalCode } from '../postal-code.js';
import { ukConstituency } from '../uk.js';
import { askJson, type Endpoint } from './ask-json.js';
import type { Geocoder, Match } from './geocoder.js';

const answer = z.object({
  result: z.object({
    postcode: z.string(),
    /** England, Scotland, Wales, Northern Ireland; also the Channel Islands and the Isle of Man, which elect no member. */
    country: z.string().nullish(),
    region: z.string().nullish(),
    latitude: z.number().nullish(),
    longitude: z.number().nullish(),
    parliamentary_constituency_2024: z.string().nullish(),
  }),
});

/**
 * postcodes.io, without a key, on ONS data: the constituency of a whole postcode. It is told the postcode only. Old servers that
 * know no constituencies of 2024 give the point alone.
 */
export function createPostcodesIo(endpoint: Endpoint): Geocoder {
  return {
    name: 'postcodes-io',
    countries: ['gb'],
    readsStreet: false,
    subjectOf: ({ postalCode }) => postalCode,
    ask: async (postcode) => {
      const said = await askJson(endpoint, {
        path: `/postcodes/${encodeURIComponent(postcode)}`,
        shape: answer.transform(({ result }) => result),
        isNothing: (status) => status === 404,
      });
      const isOther = said && parsePostalCode(said.postcode, 'gb') !== postcode;
      return { matches: said && !isOther ? [readMatch(said)] : [], isWhole: !isOther };
    },
  };
}

function readMatch(said: z.infer<typeof answer>['result']): Match {
  const name = said.parliamentary_constituency_2024;
  const constituency = name && ukConstituency(name, { nation: said.country ?? '', region: said.region ?? '' });
  return {
    divisions: constituency ? [constituency] : [],
    matched: said.postcode,
    source: 'postcodes-io, constituencies of 2024',
    ...(typeof said.latitude === 'number' &&
      typeof said.longitude === 'number' && { point: { lat: said.latitude, lng: said.longitude } }),
  };
}
