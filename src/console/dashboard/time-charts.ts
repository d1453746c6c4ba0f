import type { DayCount, HourCount } from '../../counts/index.js';
import { dayText } from '../../platform/clock.js';
import { daysAfter, daysFrom, mondayOf } from '../../platform/calendar.js';
import { hourNames, shortDay } from './calendar.js';
import { columnChart, type Column } from '../../charts/index.js';
import { counted, plain } from '../../platform/number-text.js';

/** A chart with its heading and the numbers behind it. */
export type ChartView = {
  readonly title: string;
  readonly svg: string;
  /** What stands for each part's colour. */
  readonly legend: readonly { readonly className: string; readonly name: string }[];
  readonly heads: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
  /** Said where the table holds only the newest of them. */
  readonly more?: string;
};

const HOUR_MS = 3_600_000;
export const HOURS_SHOWN = 48;

/** So many days are shown one by one; more become weeks, unless somebody asks for days. */
const MOST_DAYS = 92;

/** A year of days is as much as a chart can tell apart. */
const MOST_DAYS_ASKED = 366;

/** The newest so many stand in the table below the chart; all are in the table of days. */
const MOST_ROWS_BELOW = 60;

/** People by hour, the last 48 hours up to now. */
export function hoursChart(rows: readonly HourCount[], now: number, timeZone: string): ChartView {
  const names = hourNames(timeZone);
  const counts = new Map(rows.map(({ hourAt, actions }) => [hourAt, actions]));
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  const columns = Array.from({ length: HOURS_SHOWN }, (_, index): Column => {
    const at = last - (HOURS_SHOWN - 1 - index) * HOUR_MS;
    return { label: names.label(at), tick: names.tick(at), values: [counts.get(at) ?? 0] };
  });
  const sum = columns.reduce((total, { values }) => total + (values[0] ?? 0), 0);
  const best = [...columns].sort((one, other) => (other.values[0] ?? 0) - (one.values[0] ?? 0))[0];
  const most = sum > 0 && best ? ` Most in the hour from ${best.label}: ${plain(best.values[0] ?? 0)}.` : '';
  const name = `People who wrote in each of the last ${HOURS_SHOWN} hours: ${plain(sum)} together.${most}`;
  return {
    title: `By hour, the last ${HOURS_SHOWN} hours`,
    svg: columnChart({ name, unit: 'people', parts: [{ className: 'mark-new', name: 'people' }], columns }),
    legend: [],
    heads: ['Hour', 'People'],
    rows: columns
      .filter(({ values }) => values[0] !== 0)
      .reverse()
      .map(({ label, values }) => ({ label, cells: values.map(plain) })),
  };
}

const PARTS = [
  { className: 'mark-new', name: 'new to you' },
  { className: 'mark', name: 'wrote before' },
] as const;

/** Whether days are so many that the chart shows weeks, where nobody asks otherwise. */
export function isLong(first: string, today: string): boolean {
  return daysAfter(first, MOST_DAYS) <= today;
}

/** People by day or week from a first day to today. */
export function daysChart(
  rows: readonly DayCount[],
  of: { readonly first: string; readonly today: string; readonly by: 'day' | 'week' },
): ChartView {
  const first = [of.first, daysAfter(of.today, 1 - MOST_DAYS_ASKED)].sort().at(of.by === 'day' ? 1 : 0) ?? of.first;
  const columns = of.by === 'week' ? weeks(rows, of) : days(rows, { first, today: of.today });
  const sum = columns.reduce((total, column) => total + totalOf(column), 0);
  const best = [...columns].sort((one, other) => totalOf(other) - totalOf(one))[0];
  const most =
    best && sum > 0
      ? ` Most ${of.by === 'day' ? 'on' : 'in the'} ${best.label.replace('Week', 'week')}: ${plain(totalOf(best))}.`
      : '';
  const name = `People who wrote by ${of.by}, ${counted(columns.length, of.by, `${of.by}s`)} up to today: ${plain(sum)} together.${most}`;
  const isCut = first !== of.first;
  return {
    title: `By ${of.by}${of.by === 'week' ? ', the last one not over' : ''}${isCut ? `, the last ${MOST_DAYS_ASKED} days` : ''}`,
    svg: columnChart({ name, unit: 'people', parts: PARTS, columns }),
    legend: PARTS,
    heads: [of.by === 'day' ? 'Day' : 'Week', 'New to you', 'Wrote before', 'People'],
    rows: columns
      .slice(-MOST_ROWS_BELOW)
      .reverse()
      .map((column) => ({ label: column.label, cells: [...column.values, totalOf(column)].map(plain) })),
    ...(columns.length > MOST_ROWS_BELOW && { more: `The newest ${MOST_ROWS_BELOW} of ${plain(columns.length)}.` }),
  };
}

function days(
  rows: readonly DayCount[],
  { first, today }: { readonly first: string; readonly today: string },
): Column[] {
  const known = new Map(rows.map((row) => [row.day, row]));
  return daysFrom(first, today).map((day) => {
    const { actions = 0, newPeople = 0 } = known.get(day) ?? {};
    return { label: dayText(day), tick: shortDay(day), values: [newPeople, actions - newPeople] };
  });
}

/** From Monday to Sunday; the last one is not over. */
function weeks(
  rows: readonly DayCount[],
  { first, today }: { readonly first: string; readonly today: string },
): Column[] {
  const sums = new Map<string, [number, number]>();
  for (const { day, actions, newPeople } of rows) {
    const [fresh, again] = sums.get(mondayOf(day)) ?? [0, 0];
    sums.set(mondayOf(day), [fresh + newPeople, again + actions - newPeople]);
  }
  return daysFrom(mondayOf(first), today)
    .filter((day) => day === mondayOf(day))
    .map((day) => ({ label: `Week of ${dayText(day)}`, tick: shortDay(day), values: sums.get(day) ?? [0, 0] }));
}

function totalOf({ values }: Column): number {
  return values.reduce((sum, value) => sum + value, 0);
}
