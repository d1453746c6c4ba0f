import { z } from 'zod';
import { layerOf } from '../division.js';
import { askJson, type Endpoint } from './ask-json.js';
import type { Geocoder } from './geocoder.js';

const part = z.string().default('');

const answer = z.object({
  normalizedInput: z.object({ line1: part, city: part, state: part, zip: part }),
  /** By OCD division id. */
  divisions: z.record(z.string(), z.unknown()).default({}),
});

const refusal = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })) }) });

/** Google's Civic Information API, `divisionsByAddress`, with the operator's key; it gives no point and no date. */
export function createGoogleCivic(endpoint: Endpoint, key: string): Geocoder {
  return {
    name: 'google-civic',
    countries: ['us'],
    readsStreet: true,
    subjectOf: ({ line }) => line,
    ask: async (address) => {
      const said = await askJson(endpoint, {
        path: '/civicinfo/v2/divisionsByAddress',
        params: { address },
        // In a header, since addresses of pages end up in logs of proxies.
        headers: { 'X-Goog-Api-Key': key },
        shape: answer,
        isNothing: (status, body) => status === 404 || (status === 400 && cannotParse(body)),
      });
      // Without a street Google has understood a city or a ZIP code only, and answers for its middle.
      if (!said?.normalizedInput.line1) return { matches: [], isWhole: true };
      const { line1, city, state, zip } = said.normalizedInput;
      const divisions = Object.keys(said.divisions).filter((id) => !['country', undefined].includes(layerOf(id)));
      return {
        matches: [{ divisions, matched: `${line1}, ${city}, ${state} ${zip}`, source: 'google-civic' }],
        isWhole: true,
      };
    },
  };
}

/** An address that cannot be taken apart has the same status as a key that is wrong. */
function cannotParse(body: unknown): boolean {
  const read = refusal.safeParse(body);
  return read.success && read.data.error.errors.some(({ reason }) => reason === 'parseError');
}
