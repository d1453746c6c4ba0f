import { countryOf, isDivisionId, layerOf, type DivisionId } from '../division.js';
import type { Country } from '../postal-code.js';
import { usStateOf } from '../us-states.js';
import { cleanLine, MAX_ADDRESS_LENGTH } from './address.js';
import { distanceMetres, isInCountry, rounded } from './area.js';
import type { Match, Point, Reading } from './geocoder.js';

/** A place that a geocoder is sure of. */
export type Located = {
  /**
   * What the service itself says: the state and districts of the layers it knows, at most one of each, without the country.
   * Empty where it knows points only. Layers that are not there are unknown, not absent.
   */
  readonly divisions: readonly DivisionId[];
  /** Degrees with four decimals (about 10 m), for a look-up in boundaries; where the service tells one. */
  readonly point?: Point;
  /** The address as the service spells it, to show to the person who typed it and to nobody else; not kept in the cache. */
  readonly matched?: string;
  /** The service and, where it tells, the date of its map: `us-census, 119th Congress`. */
  readonly source: string;
  /** The Congress whose map a `cd` division is of, where the service tells: after a new map it may be the last one. */
  readonly congress?: number;
};

/** What the geocoders know of an address. */
export type Geocoded =
  | ({ readonly kind: 'found' } & Located)
  /** Several places fit, and none is taken. No candidates are named where there are more than can be read: ask for more. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Located[] }
  | { readonly kind: 'not-found' }
  /** No service could be asked, or none that could be asked found it and another one may have known. */
  | { readonly kind: 'unavailable' };

/** An answer after judgement, and whether it may be kept: whole, and without parts that cannot be so. */
export type Judged = { readonly geocoded: Geocoded; readonly isSound: boolean };

/** Matches nearer than this are one place: a building and the shop in it, or the two sides of a street. */
const SAME_PLACE_METRES = 50;

/** More candidates than this nobody reads. */
const MAX_CANDIDATES = 10;

/** Takes what can be so and holds together; where matches differ they are candidates and none is the answer. */
export function judge(country: Country, reading: Reading): Judged {
  const located = reading.matches.flatMap((match) => trusted(match, country) ?? []);
  const told = (matches: readonly Pick<Match, 'divisions'>[]): number => matches.flatMap((one) => one.divisions).length;
  const isAllTrusted = located.length === reading.matches.length && told(located) === told(reading.matches);
  return { geocoded: settled(located), isSound: reading.isWhole && isAllTrusted };
}

function settled(located: readonly Located[]): Geocoded {
  const [first, ...others] = located;
  if (!first) return { kind: 'not-found' };
  const isOnePlace = others.every((other) => isNear(first, other));
  const isOneArea = others.every((other) => sameDivisions(first, other));
  if (isOneArea && isOnePlace) return { kind: 'found', ...first };
  if (isOneArea && first.divisions.some((division) => layerOf(division) !== 'state')) {
    // The districts are certain wherever it is; the point and the words of one match are not.
    const { point: _point, matched: _matched, ...certain } = first;
    return { kind: 'found', ...certain };
  }
  const candidates = [...new Map(located.map((one) => [JSON.stringify(one), one])).values()];
  return { kind: 'ambiguous', candidates: candidates.length > MAX_CANDIDATES ? [] : candidates };
}

function isNear(one: Located, other: Located): boolean {
  if (!one.point || !other.point) return false;
  return distanceMetres(one.point, other.point) <= SAME_PLACE_METRES;
}

function sameDivisions(one: Located, other: Located): boolean {
  return one.divisions.join() === other.divisions.join();
}

/** A match that can be so: in the country asked for, in one state, with a place to it; undefined for any other. */
function trusted(match: Match, country: Country): Located | undefined {
  const { point, divisions } = match;
  if (point && !isInCountry(point, country)) return undefined;
  if (!divisions.every((id) => isDivisionId(id) && countryOf(id) === country)) return undefined;
  if (new Set(divisions.map((id) => usStateOf(id)?.division)).size > 1) return undefined;
  const certain = withoutContradictions(divisions);
  if (!point && certain.length === 0) return undefined;
  return {
    divisions: certain,
    source: match.source,
    matched: cleanLine(match.matched).slice(0, MAX_ADDRESS_LENGTH),
    ...(point && { point: rounded(point) }),
    ...(match.congress !== undefined && { congress: match.congress }),
  };
}

/** Nobody lives in two districts of one kind: where two are named, neither is told. */
function withoutContradictions(divisions: readonly DivisionId[]): DivisionId[] {
  const ids = [...divisions].sort();
  const kindOf = (id: DivisionId): string => id.slice(0, id.lastIndexOf(':'));
  return ids.filter((id) => ids.filter((other) => kindOf(other) === kindOf(id)).length === 1);
}
