import { z } from 'zod';
import type { DivisionId } from '../division.js';
import { parsePostalCode } from '../postal-code.js';
import { askJson, type Endpoint } from './ask-json.js';
import type { Geocoder, Match } from './geocoder.js';

const boundary = z.object({
  external_id: z.string(),
  related: z.object({ boundary_set_url: z.string() }),
});

const answer = z.object({
  code: z.string(),
  centroid: z.object({ coordinates: z.tuple([z.number(), z.number()]) }).nullish(),
  /** Districts of the code by official lists, where there are such. */
  boundaries_concordance: z.array(boundary).default([]),
  /** Districts at the code's middle, for the other kinds of districts. */
  boundaries_centroid: z.array(boundary).default([]),
});

/**
 * Boundary sets with ids that stand in the list of Open Civic Data, the newest of a kind first: at
 * `ocd-division/country:ca/` + area + `ed:` + external id + year.
 */
const SETS = [
  { slug: 'federal-electoral-districts-2023-representation-order', area: '', year: '-2023' },
  { slug: 'federal-electoral-districts', area: '', year: '-2013' },
  { slug: 'ontario-electoral-districts-representation-act-2015', area: 'province:on/', year: '-2015' },
  { slug: 'quebec-electoral-districts-2017', area: 'province:qc/', year: '-2017' },
  { slug: 'alberta-electoral-districts-2017', area: 'province:ab/', year: '-2017' },
] as const;

/** Rural codes, which have a 0 second, are so wide that their middle says nothing about an address. */
const RURAL = /^.0/;

/** Open North's Represent, without a key: the ridings of a Canadian postal code. It is told the code only. */
export function createRepresent(endpoint: Endpoint): Geocoder {
  return {
    name: 'represent',
    countries: ['ca'],
    readsStreet: false,
    subjectOf: ({ postalCode }) => postalCode,
    ask: async (code) => {
      const said = await askJson(endpoint, {
        path: `/postcodes/${code.replace(' ', '')}/`,
        shape: answer,
        isNothing: (status) => status === 404,
      });
      const isOther = said && parsePostalCode(said.code, 'ca') !== code;
      return { matches: said && !isOther ? readMatches(said) : [], isWhole: !isOther };
    },
  };
}

/** One match, or one for each federal riding that the code touches; of provinces only a certain riding is told. */
function readMatches(said: z.infer<typeof answer>): Match[] {
  const isRural = RURAL.test(said.code);
  const boundaries = [...said.boundaries_concordance, ...(isRural ? [] : said.boundaries_centroid)];
  const federal = newestOf(boundaries, '');
  const provincial = ['province:on/', 'province:qc/', 'province:ab/']
    .map((area) => newestOf(boundaries, area).divisions)
    .filter((divisions) => divisions.length === 1)
    .flat();
  const place = {
    matched: said.code,
    source: federal.year ? `represent, federal ridings of ${federal.year}` : 'represent',
  };
  if (federal.divisions.length > 1) return federal.divisions.map((riding) => ({ ...place, divisions: [riding] }));
  const [lng, lat] = said.centroid?.coordinates ?? [];
  const hasPoint = !isRural && lat !== undefined && lng !== undefined;
  return [{ ...place, divisions: [...federal.divisions, ...provincial], ...(hasPoint && { point: { lat, lng } }) }];
}

function newestOf(
  boundaries: readonly z.infer<typeof boundary>[],
  area: string,
): { readonly divisions: readonly DivisionId[]; readonly year?: string } {
  for (const set of SETS.filter((one) => one.area === area)) {
    const ids = boundaries
      .filter(({ related }) => related.boundary_set_url.split('/').includes(set.slug))
      .flatMap(({ external_id }) => (/^\d+$/.test(external_id) ? String(Number(external_id)) : []));
    if (ids.length === 0) continue;
    const divisions = ids.map((id) => `ocd-division/country:ca/${set.area}ed:${id}${set.year}`);
    return { divisions: [...new Set(divisions)], year: set.year.slice(1) };
  }
  return { divisions: [] };
}
