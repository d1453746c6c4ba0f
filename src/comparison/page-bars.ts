import { columnChart, shareBar } from '../charts/index.js';
import { dayText, isCalendarDay } from '../platform/clock.js';
import type { Column, Table } from './table.js';
import { numberOf, valueText } from './value-text.js';

const MOST_BARS = 20;

/** A bar of a chart; its number stands beside it. */
export type Bar = {
  readonly name: string;
  readonly svg: string;
  readonly text: string;
  /** `bar-other` for what no partner brought. */
  readonly kind: string;
};

/** The measure of each row as a bar, in the order of the table. */
export function barsOf(table: Table, measure: Column, isPartner: (key: string) => boolean): readonly Bar[] {
  const rows = table.rows.slice(0, MOST_BARS);
  const max = Math.max(0, ...rows.map(({ values }) => numberOf(values[measure.key]) ?? 0));
  return rows.map(({ key, name, values }) => {
    const value = values[measure.key];
    const isOther = table.question.view === 'partners' && !isPartner(key);
    return {
      name,
      svg: shareBar(max === 0 ? 0 : (numberOf(value) ?? 0) / max, isOther ? 'mark' : 'mark-new'),
      text: valueText(value, measure.unit),
      kind: isOther ? 'bar-other' : 'bar-own',
    };
  });
}

/** All weeks as columns, the earliest first, whatever the order of the table. */
export function weekColumns(
  table: Table,
  measure: Column,
): { readonly svg: string; readonly note: string | undefined } | undefined {
  if (measure.unit !== 'count' || table.rows.length === 0) return undefined;
  const rows = table.rows.filter(({ key }) => isCalendarDay(key)).sort((one, other) => (one.key < other.key ? -1 : 1));
  const hidden = rows.filter(({ values }) => values[measure.key] === 'hidden').length;
  const svg = columnChart({
    name: `${measure.name} in each of ${rows.length} weeks. The table has the numbers.`,
    unit: measure.name.toLowerCase(),
    parts: [{ className: 'mark-new', name: measure.name }],
    columns: rows.map(({ key, values }) => ({
      label: `Week of ${dayText(key)}`,
      tick: weekTick(key),
      values: [numberOf(values[measure.key]) ?? 0],
    })),
  });
  const note = hidden === 0 ? undefined : 'Weeks whose number is hidden have no column here.';
  return { svg, note };
}

/** `2027-03-08` as `8 Mar`. */
export function weekTick(monday: string): string {
  const [day = '', month = ''] = dayText(monday).split(' ');
  return `${day} ${month.slice(0, 3)}`;
}
