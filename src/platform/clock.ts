import { DateTime, IANAZone } from 'luxon';
import { remember } from './remember.js';

/** The one source of time, so that tests can move it. */
export type Clock = {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
};

export const systemClock: Clock = { now: () => Date.now() };

/** The calendar day of a moment in a time zone, as `2026-11-21`. */
export function dayOf(at: number, zone: string): string {
  const known = latestDays.get(zone);
  if (known && at >= known.from && at < known.until) return known.day;
  const moment = DateTime.fromMillis(at, { zone });
  const day = moment.toISODate() ?? '';
  const from = moment.startOf('day');
  if (moment.isValid) {
    latestDays.set(zone, { day, from: from.toMillis(), until: from.plus({ days: 1 }).startOf('day').toMillis() });
  }
  return day;
}

/** The day that was last asked for in each zone: whoever asks for today asks for the same one all day long. */
const latestDays = new Map<string, { readonly day: string; readonly from: number; readonly until: number }>();

/** A moment as people read it, with its zone: `21 November 2026, 16:05 EST`. */
export function momentText(at: number, zone: string): string {
  const moment = DateTime.fromMillis(at, { zone });
  // American English knows the short names of most zones; British English says GMT-5.
  return `${moment.setLocale('en-GB').toFormat('d LLLL yyyy, HH:mm')} ${moment.setLocale('en-US').toFormat('ZZZZ')}`;
}

/** A page of a year in weeks names each of its days many times. */
const DAYS_KEPT = 2_000;

/** A day as people read it: `2026-11-21` becomes `21 November 2026`. */
export const dayText = remember(DAYS_KEPT, (on: string): string =>
  DateTime.fromISO(on, { zone: 'utc', locale: 'en-GB' }).toFormat('d LLLL yyyy'),
);

/** Whether a text is a day of the calendar such as `2026-11-21`: not `2026-02-30`. */
export function isCalendarDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/** Whole days from one day to a moment, for ages such as "158 days old". */
export function daysSince(on: string, now: number): number {
  return Math.floor(DateTime.fromMillis(now, { zone: 'utc' }).diff(DateTime.fromISO(on, { zone: 'utc' }), 'days').days);
}

/** The end of a day in a zone, which is the beginning of the next one; undefined when it is no such day. */
export function endOfDay(on: string, zone: string): number | undefined {
  const day = DateTime.fromISO(on, { zone });
  return day.isValid ? day.plus({ days: 1 }).startOf('day').toMillis() : undefined;
}

/** Reads a local time such as `2026-12-01 09:00` in a zone; undefined when it is no such moment. */
export function parseLocalTime(text: string, zone: string): number | undefined {
  const moment = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone });
  return moment.isValid ? moment.toMillis() : undefined;
}

/** Whether the name is a time zone of the IANA data base, such as `America/Denver`. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}
