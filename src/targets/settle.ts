import { settledBy, type Country, type DivisionId, type Place, type Places, type Point } from '../divisions/index.js';
import { InputError } from '../platform/errors.js';

/** What a person adds where their code lies in several districts. */
export type Exacter = { readonly street: string } | { readonly point: Point };

/** The answers that a street or a position gives to "which of these is yours?", or why it gives none. */
export type Settled = { readonly answers: readonly DivisionId[]; readonly sentence?: string };

/**
 * Holds a street or a position against the districts of a code. What does not lie in the code, or too near to a line, settles
 * nothing: the person chooses. @throws InputError when the code cannot be read
 */
export async function settle(
  places: Places,
  code: { readonly country: Country; readonly postalCode: string },
  by: Exacter,
): Promise<Settled> {
  const place = await places.findByCode(code.postalCode, code.country);
  const exact = await exactPlace(places, code, by);
  if ('sentence' in exact) return { answers: [], sentence: exact.sentence };
  const answers = settledBy(place, exact.place);
  const split = [...place.layers.values()].filter((divisions) => divisions.length > 1);
  const isElsewhere = [...place.layers].some(([layer, divisions]) => {
    const told = exact.place.layers.get(layer);
    return told !== undefined && !told.some((one) => divisions.includes(one));
  });
  if (isElsewhere) return { answers: [], sentence: `${nameOf(by)} does not lie in ${place.code}. ${CHOOSE}` };
  if (answers.length === split.length) return { answers };
  if (exact.place.isNearLine) {
    return { answers, sentence: `${nameOf(by)} lies so near to a district line that we cannot be sure. ${CHOOSE}` };
  }
  return exact.place.unsure?.size ? { answers, sentence: `The map here is out of date. ${CHOOSE}` } : { answers };
}

const CHOOSE = 'Please choose your district.';

async function exactPlace(
  places: Places,
  { country, postalCode }: { readonly country: Country; readonly postalCode: string },
  by: Exacter,
): Promise<{ readonly place: Place } | { readonly sentence: string }> {
  const can = await places.exacter(country);
  const isPossible = 'street' in by ? can.street : can.position;
  if (!isPossible) return { sentence: `This cannot be looked up here. ${CHOOSE}` };
  try {
    const place =
      'street' in by
        ? await places.findByAddress({ street: by.street, postalCode }, country, { byStreet: true })
        : await places.findByPoint(by.point);
    if (!place) return { sentence: `This cannot be looked up here. ${CHOOSE}` };
    return place.layers.size > 0 && place.explanation === undefined
      ? { place }
      : { sentence: [place.explanation, CHOOSE].filter(Boolean).join(' ') };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { sentence: error.faults.map(({ message }) => message).join(' ') };
  }
}

function nameOf(by: Exacter): string {
  return 'street' in by ? 'This street address' : 'Your position';
}
