import { parsePostalCode, type Country } from '../divisions/index.js';
import { InputError } from '../platform/errors.js';
import type { Whereabouts } from './find.js';

/** What a look-up may be given; the first of code, point and address that is there counts. */
export type AskedPlace = {
  readonly zip?: string | undefined;
  readonly address?: string | undefined;
  readonly lat?: string | undefined;
  readonly lng?: string | undefined;
};

/** The longest that any code, number or address of ours is. */
const MAX_LENGTH = 300;

/** Reads what was given into a place to look for. @throws InputError naming the field (`zip`, `lat`, `lng`) */
export function whereaboutsOf(asked: AskedPlace, country: Country): Whereabouts {
  for (const [field, text] of Object.entries(asked)) {
    if (text !== undefined && text.length > MAX_LENGTH) {
      throw new InputError([{ field, message: `is longer than ${MAX_LENGTH} characters` }]);
    }
  }
  if (asked.zip !== undefined) return { country, postalCode: asked.zip };
  if (asked.address !== undefined) return { country, address: asked.address };
  if (asked.lat === undefined && asked.lng === undefined) {
    throw new InputError([
      {
        field: 'zip',
        message: 'Give a ZIP code: /api/v1/lookup?zip=80202, or a point: ?lat=39.74&lng=-104.99, or an address.',
      },
    ]);
  }
  return { point: { lat: degreesOf('lat', asked.lat), lng: degreesOf('lng', asked.lng) } };
}

/** What one argument of a command is: a point, a postal code, or else a street address. */
export function placeIn(text: string, country: Country): AskedPlace {
  const point = pointIn(text);
  if (point) return point;
  const isCode = parsePostalCode(text, country) !== undefined || !/\s|,/.test(text.trim());
  return isCode ? { zip: text } : { address: text };
}

/** `39.74, -104.99` as a person types it; undefined for other text. */
function pointIn(text: string): AskedPlace | undefined {
  const [, lat, lng] = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  return lat === undefined ? undefined : { lat, lng };
}

function degreesOf(field: 'lat' | 'lng', text: string | undefined): number {
  if (text === undefined) {
    throw new InputError([{ field, message: `is missing: a point has both, such as lat=39.74&lng=-104.99` }]);
  }
  if (!/^[+-]?\d{1,3}(?:\.\d+)?$/.test(text.trim())) {
    throw new InputError([{ field, message: 'must be degrees as a decimal number, such as 39.74' }]);
  }
  return Number(text);
}
