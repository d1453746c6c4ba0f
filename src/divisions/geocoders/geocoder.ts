import type { DivisionId } from '../division.js';
import type { Country } from '../postal-code.js';

/** Degrees, WGS 84. */
export type Point = { readonly lat: number; readonly lng: number };

/** One place that a service found for what it was asked. */
export type Match = {
  /** What the service itself says, the state and its districts, without the country; empty where it knows points only. */
  readonly divisions: readonly DivisionId[];
  readonly point?: Point;
  /** The address or code as the service spells it. */
  readonly matched: string;
  /** The service and, where it tells, the date of its map: `us-census, 119th Congress`. */
  readonly source: string;
  /** The Congress whose map the `cd` division is of, where the service tells. */
  readonly congress?: number;
};

/** What a service answered, before anybody judged whether it can be so. */
export type Reading = {
  readonly matches: readonly Match[];
  /** False when the service says that a part of its answer failed: such an answer is not kept. */
  readonly isWhole: boolean;
};

/** No address has more matches than this: a longer answer is not one. */
export const MAX_MATCHES = 100;

/** An address as it can be asked for: one clean line, and the postal code in it where there is one. */
export type Question = { readonly line: string; readonly postalCode?: string };

/** One service on the network that knows where an address or code lies. */
export type Geocoder = {
  readonly name: GeocoderName;
  readonly countries: readonly Country[];
  /** Whether it is told the street; one that is told the postal code only cannot say more than the code does. */
  readonly readsStreet: boolean;
  /** The part of the question that the service is told, the least that it needs; undefined when it cannot be asked. */
  readonly subjectOf: (question: Question) => string | undefined;
  /** @throws OutgoingError when the service is away, refuses, or answers what cannot be read */
  readonly ask: (subject: string, country: Country) => Promise<Reading>;
};

/** The services Clarion can ask. */
export const GEOCODER_NAMES = ['us-census', 'postcodes-io', 'represent', 'nominatim', 'google-civic'] as const;
export type GeocoderName = (typeof GEOCODER_NAMES)[number];
