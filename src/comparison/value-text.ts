import { dayOf, dayText } from '../platform/clock.js';
import { percent, plain } from '../platform/number-text.js';
import type { Column, Value } from './table.js';

/** What stands in files and documents for a number that is hidden. */
export const HIDDEN_TEXT = 'under 10 or hidden';

const RATE = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A value as people read it: `1,234`, `34 %`, `12.5`, `8 March 2027`; '' where there is nothing to say. */
export function valueText({ unit }: Pick<Column, 'unit'>, value: Value | undefined): string {
  if (value === 'hidden') return HIDDEN_TEXT;
  if (value === null || value === undefined) return '';
  switch (unit) {
    case 'count':
      return plain(value);
    case 'share':
      return percent(value);
    case 'rate':
      return RATE.format(value);
    case 'day':
      return dayText(dayOf(value, 'utc'));
  }
}

/** A value as programs read it: shares from 0 to 1, days as `2027-03-08`. */
export function valueData({ unit }: Pick<Column, 'unit'>, value: Value | undefined): Value | string {
  if (value === undefined || value === null || value === 'hidden') return value ?? null;
  if (unit === 'day') return dayOf(value, 'utc');
  return unit === 'share' ? Math.round(value * 10_000) / 10_000 : value;
}
