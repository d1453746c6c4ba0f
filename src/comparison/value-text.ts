import { dayOf, dayText } from '../platform/clock.js';
import { percent, plain } from '../platform/number-text.js';
import type { Column, Value } from './table.js';

/** What stands for a number that is hidden, and where there is nothing to say. */
type Words = { readonly hidden: string; readonly nothing: string };

/** On pages, where the notes of each table say why something is hidden. */
const PAGE_WORDS: Words = { hidden: 'hidden', nothing: '–' };

/** In files and documents, which are read without the page. */
export const FILE_WORDS: Words = { hidden: 'under 10 or hidden', nothing: '' };

const RATES = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A value as people read it: `1,234`, `34 %`, `12.5`, `8 March 2027`. */
export function valueText(value: Value | undefined, unit: Column['unit'], words = PAGE_WORDS): string {
  if (value === 'hidden') return words.hidden;
  if (value === null || value === undefined) return words.nothing;
  if (unit === 'share') return percent(value);
  if (unit === 'day') return dayText(dayOf(value, 'utc'));
  return unit === 'rate' ? RATES.format(value) : plain(value);
}

/** The number behind a value; undefined where it is not told or there is none. */
export function numberOf(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A value as programs read it: shares from 0 to 1, days as `2027-03-08`. */
export function valueData({ unit }: Pick<Column, 'unit'>, value: Value | undefined): string | number | null {
  if (value === undefined || value === null || value === 'hidden') return value ?? null;
  if (unit === 'day') return dayOf(value, 'utc');
  return unit === 'share' ? Math.round(value * 10_000) / 10_000 : value;
}
