import type { Country } from '../postal-code.js';
import type { Point } from './geocoder.js';

/** South, west, north, east. */
type Box = readonly [number, number, number, number];

/**
 * Boxes around the inhabited land of each country, to see that a point at 0, 0 or across the world is none of it. They are wide at
 * borders and coasts: which side of a line a point is on is for boundaries to say.
 */
const BOXES: Readonly<Record<Country, readonly Box[]>> = {
  us: [
    [24.3, -125, 49.5, -66.8],
    [51, -180, 71.5, -129.9],
    [51, 172, 53.1, 180],
    [18.8, -160.4, 22.4, -154.7],
    // Puerto Rico and the Virgin Islands; Guam and the Northern Marianas; American Samoa.
    [17.6, -68, 18.6, -64.5],
    [13.1, 144.5, 20.6, 146.2],
    [-14.7, -171.2, -11, -168.1],
  ],
  gb: [[49.8, -8.7, 60.9, 1.9]],
  ca: [[41.6, -141.1, 83.2, -52.5]],
};

export function isInCountry({ lat, lng }: Point, country: Country): boolean {
  return BOXES[country].some(
    ([south, west, north, east]) => lat >= south && lat <= north && lng >= west && lng <= east,
  );
}

/** A point with four decimals: near enough for a district, and no further into the house than that. */
export function rounded({ lat, lng }: Point): Point {
  return { lat: Math.round(lat * 1e4) / 1e4, lng: Math.round(lng * 1e4) / 1e4 };
}

/** Metres between two points that are near each other, on a flat map at their latitude. */
export function distanceMetres(one: Point, other: Point): number {
  const metresPerDegree = 111_320;
  const north = (one.lat - other.lat) * metresPerDegree;
  const east = (one.lng - other.lng) * metresPerDegree * Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
