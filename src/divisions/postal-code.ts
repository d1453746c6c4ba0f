/** Countries whose postal codes we can read, by ISO 3166 code in lower case. */
export type Country = 'us' | 'gb' | 'ca';

type CodePattern = {
  /** What people there call it. */
  readonly name: string;
  readonly example: string;
  readonly pattern: RegExp;
  readonly canonical: (text: string) => string;
};

const PATTERNS: Readonly<Record<Country, CodePattern>> = {
  us: {
    name: 'ZIP code',
    example: '80202',
    pattern: /^(\d{5})(?:[- ]?\d{4})?$/,
    canonical: (text) => text.slice(0, 5),
  },
  gb: {
    name: 'postcode',
    example: 'SW1A 2AA',
    // Royal Mail, Programmers' guide to PAF: outward code, then a digit and two letters.
    pattern: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/,
    canonical: (text) => text.replace(' ', '').replace(/(...)$/, ' $1'),
  },
  ca: {
    name: 'postal code',
    example: 'K1A 0A9',
    pattern: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/,
    canonical: (text) => text.replace(' ', '').replace(/(...)$/, ' $1'),
  },
};

/** Reads a postal code as people type it; undefined when it has not the form of the country's codes. */
export function parsePostalCode(text: string, country: Country): string | undefined {
  const { pattern, canonical } = PATTERNS[country];
  const tidy = text.trim().replace(/\s+/g, ' ').toUpperCase();
  return pattern.test(tidy) ? canonical(tidy) : undefined;
}

/** What to call a postal code on a page of that country, and an example of one. */
export function postalCodeWords(country: Country): { readonly name: string; readonly example: string } {
  const { name, example } = PATTERNS[country];
  return { name, example };
}

/** The sentence for a code that cannot be read. */
export function postalCodeFault(country: Country): string {
  const { name, example } = PATTERNS[country];
  return `This is not a ${name}. A ${name} looks like ${example}.`;
}
