import { InputError } from '../../platform/errors.js';
import { parsePostalCode, type Country } from '../postal-code.js';
import type { Question } from './geocoder.js';

/** A street address as a person typed it: its parts, or all of it in one line. */
export type Address =
  | string
  | {
      readonly street: string;
      readonly locality?: string;
      readonly region?: string;
      readonly postalCode?: string;
    };

/** Longer than any address by far; the Census Geocoder takes about 100. */
export const MAX_ADDRESS_LENGTH = 300;

/** What in a line may be a postal code, in countries whose services are asked by code. */
const CODE_IN_LINE: Readonly<Partial<Record<Country, RegExp>>> = {
  gb: /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/gi,
  ca: /\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b/gi,
};

/**
 * Makes one clean line of an address: no control or invisible characters, one space between words.
 * @throws InputError when nothing is left, or more than 300 characters
 */
export function questionOf(address: Address, country: Country): Question {
  const line = cleanLine(typeof address === 'string' ? address : joined(address));
  const fault = (message: string): InputError => new InputError([{ field: 'address', message }]);
  if (line === '') throw fault('Please give a street address.');
  if (line.length > MAX_ADDRESS_LENGTH) {
    throw fault(`This address has ${line.length} characters; ${MAX_ADDRESS_LENGTH} is the most. Please shorten it.`);
  }
  const given = typeof address === 'string' ? undefined : address.postalCode;
  const texts = given === undefined ? (line.match(CODE_IN_LINE[country] ?? /$^/g) ?? []) : [given];
  const [postalCode, ...others] = new Set(texts.map((text) => parsePostalCode(text, country)));
  return { line, ...(postalCode && others.length === 0 && { postalCode }) };
}

/** Text without control, format and private characters and half surrogate pairs, and with single spaces. */
export function cleanLine(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/** A question such that two ways to write one address are mostly the same text; for keys. */
export function comparable(subject: string): string {
  return subject
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,]+/g, ' ')
    .trim();
}

function joined({ street, locality, region, postalCode }: Exclude<Address, string>): string {
  const regionAndCode = [region, postalCode].filter(Boolean).join(' ');
  return [street, locality, regionAndCode].filter(Boolean).join(', ');
}
