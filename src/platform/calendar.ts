const DAY_MS = 86_400_000;
const DAYS_OF_WEEK = 7;

/** A day so many days later: `2027-02-28` and 1 is `2027-03-01`. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The days from one to another, both included. */
export function daysFrom(first: string, last: string): string[] {
  const count = Math.max(0, Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1);
  return Array.from({ length: count }, (_, index) => daysAfter(first, index));
}

/** The Monday of a day's week (ISO 8601): `2027-03-08`, of `2027-03-14`. */
export function mondayOf(day: string): string {
  return daysAfter(day, -((new Date(day).getUTCDay() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK));
}

/** The Monday so many weeks later. */
export function weeksLater(monday: string, weeks: number): string {
  return daysAfter(monday, weeks * DAYS_OF_WEEK);
}
