import type { DayCount, HourCount } from '../../counts/index.js';
import { daysAfter } from '../../platform/calendar.js';
import type { Range } from './range.js';
import { daysChart, hoursChart, HOURS_SHOWN, isLong, type ChartView } from './time-charts.js';

const HOUR_MS = 3_600_000;

/** The shortest time that the chart of days shows, beside today: a young campaign still gets a week to stand in. */
const LEAST_DAYS = 6;

type Charted = {
  /** The days of the range. */
  readonly shown: readonly DayCount[];
  readonly range: Range;
  readonly now: number;
  readonly today: string;
  readonly address: (query: Readonly<Record<string, string>>) => string;
};

type Asked = {
  /** Hours that begin at a moment or later. */
  readonly hours: (fromAt: number) => Promise<HourCount[]>;
  /** `day` or `week`, as asked; anything else for what fits. */
  readonly by: string;
  readonly timeZone: string;
};

/** The charts over time, and the links to days or weeks where there is a choice. */
export async function chartPart(
  of: Charted,
  asked: Asked,
): Promise<{ readonly charts: readonly ChartView[]; readonly byLinks: readonly object[] }> {
  const hours = hoursChart(await asked.hours(of.now - HOURS_SHOWN * HOUR_MS), of.now, asked.timeZone);
  if (of.range.key === 'today') return { charts: [hours], byLinks: [] };
  const first =
    of.range.since ?? [of.shown[0]?.day ?? of.today, daysAfter(of.today, -LEAST_DAYS)].sort()[0] ?? of.today;
  const by = asked.by === 'day' || asked.by === 'week' ? asked.by : isLong(first, of.today) ? 'week' : 'day';
  const days = daysChart(of.shown, { first, today: of.today, by });
  const byLinks = (['day', 'week'] as const).map((one) => ({
    label: `By ${one}`,
    href: of.address({ by: one }),
    isHere: one === by,
  }));
  return { charts: [days, hours], byLinks: of.range.key === '7' ? [] : byLinks };
}
