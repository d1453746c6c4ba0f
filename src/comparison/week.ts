import { dayOf } from '../platform/clock.js';

const DAY_MS = 86_400_000;

/** 1 January 1970 was a Thursday. */
const DAYS_SINCE_MONDAY = 3;

/** The Monday of a day's week (ISO 8601): `2027-03-08`, of `2027-03-14`. */
export function mondayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const since = (((at / DAY_MS + DAYS_SINCE_MONDAY) % 7) + 7) % 7;
  return dayOf(at - since * DAY_MS, 'utc');
}
