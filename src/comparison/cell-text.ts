import { dayOf, dayText } from '../platform/clock.js';
import { percent, plain } from '../platform/number-text.js';
import type { Column, Value } from './table.js';

/** What stands for a number that is not told; the notes of each table say why. */
export const HIDDEN_TEXT = 'hidden';

const RATES = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A value as people read it; a dash where there is nothing to say. */
export function cellText(value: Value | undefined, unit: Column['unit']): string {
  if (value === 'hidden') return HIDDEN_TEXT;
  if (value === null || value === undefined) return '–';
  if (unit === 'share') return percent(value);
  if (unit === 'day') return dayText(dayOf(value, 'utc'));
  return unit === 'rate' ? RATES.format(value) : plain(value);
}

/** The number behind a value; undefined where it is not told or there is none. */
export function numberOf(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
