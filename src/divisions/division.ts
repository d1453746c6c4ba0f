import type { Country } from './postal-code.js';
import { usStateOf, type UsState } from './us-states.js';

/** An Open Civic Data division id: `ocd-division/country:us/state:ny/cd:10`. */
export type DivisionId = string;

/**
 * A kind of political area; a place lies in at most one division of each. The names are those of the OCD
 * id's last part, with `state` also for the federal district and the territories.
 */
export type Layer = 'country' | 'state' | 'cd' | 'sldu' | 'sldl' | 'constituency' | 'ward';

/** At-large seats are 0, 00, 98 or AL, depending on who writes (Census, clerks, the House). */
const AT_LARGE = /^(?:0+|98|al|at[- ]?large)$/i;

/** The division of a seat in the U.S. House: `('WI', '2')`, and any spelling of at-large. */
export function congressionalDistrict(state: UsState, district: string): DivisionId {
  const key = AT_LARGE.test(district.trim()) ? 'at-large' : String(Number(district));
  return `${state.division}/cd:${key}`;
}

/** The layer of a division, or undefined for a kind we do not use. */
export function layerOf(division: DivisionId): Layer | undefined {
  const parts = division.split('/');
  const kind = parts.at(-1)?.split(':')[0] ?? '';
  if (kind === 'district' || kind === 'territory') return 'state';
  if (kind === 'ed') return 'constituency';
  return (['country', 'state', 'cd', 'sldu', 'sldl', 'constituency', 'ward'] as const).find((layer) => layer === kind);
}

/** Whether a text has the form of an OCD division id (opencivicdata.org, proposal 2), whatever kinds of area it names. */
export function isDivisionId(text: string): boolean {
  return (
    /^ocd-division\/country:[a-z]{2}(?:\/[a-z][a-z0-9_]*:[\p{L}\p{M}\p{N}_.~-]+)*$/u.test(text) &&
    text === text.toLowerCase()
  );
}

/** The country of a division, or undefined for one we do not know. */
export function countryOf(division: DivisionId): Country | undefined {
  const code = /^ocd-division\/country:([a-z]{2})(?:\/|$)/.exec(division)?.[1];
  return (['us', 'gb', 'ca'] as const).find((country) => country === code);
}

/** The short name people use for a district: `WI-02`, `WY-AL`, `CO-SD-12`; the last part of the id for others. */
export function districtLabel(division: DivisionId): string {
  const key = division.split(':').at(-1) ?? division;
  const state = usStateOf(division)?.abbr ?? '';
  switch (layerOf(division)) {
    case 'cd':
      return `${state}-${key === 'at-large' ? 'AL' : key.padStart(2, '0')}`;
    case 'sldu':
      return `${state}-SD-${key.toUpperCase().replaceAll('_', ' ')}`;
    case 'sldl':
      return `${state}-HD-${key.toUpperCase().replaceAll('_', ' ')}`;
    case 'ward':
      return `Ward ${titled(key)}`;
    case 'constituency':
      return titled(key);
    default:
      return key.replaceAll('_', ' ');
  }
}

/** The division in full words: `Wisconsin's 2nd congressional district`. */
export function divisionName(division: DivisionId): string {
  const key = division.split(':').at(-1) ?? division;
  const state = usStateOf(division)?.name ?? '';
  switch (layerOf(division)) {
    case 'state':
      return state;
    case 'cd':
      return key === 'at-large'
        ? `${state} (one district at large)`
        : `${state}'s ${ordinal(key)} congressional district`;
    case 'sldu':
      return `${state} upper chamber, district ${titled(key)}`;
    case 'sldl':
      return `${state} lower chamber, district ${titled(key)}`;
    case 'ward':
      return `Ward ${titled(key)}`;
    default:
      return titled(key);
  }
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });

/** `2` -> `2nd`; what is no number stays. */
export function ordinal(key: string): string {
  const number = Number(key);
  if (!Number.isInteger(number)) return key;
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${number}${suffixes[ORDINALS.select(number)] ?? 'th'}`;
}

/** Text as it stands in a division id: lower case, spaces as underscores, other marks dropped (OCD naming rules). */
export function divisionKey(label: string): string {
  return label
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, '_')
    .replace(/[^\p{L}\p{N}_.~-]/gu, '');
}

/** Capital letters for all words but the small ones within, and for the letter of a number: `Vale of Glamorgan`, `21A`. */
function titled(key: string): string {
  const capitals = /^\p{Ll}|(?<=\s)(?!(?:an|and|in|of|on|the|upon)\b)\p{Ll}|(?<=\d)\p{Ll}$/gu;
  return key.replaceAll('_', ' ').replace(capitals, (letter) => letter.toUpperCase());
}
