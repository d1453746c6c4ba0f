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

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  return daysAfter(day, -((new Date(day).getUTCDay() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK));
}

const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `10 Mar`, for axes. */
export function shortDay(day: string): string {
  return SHORT_DAY.format(new Date(day));
}

/** `14:00` and `Wed 14:00` of moments in a time zone. */
export function hourNames(timeZone: string): {
  readonly tick: (at: number) => string;
  readonly label: (at: number) => string;
} {
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const tick = new Intl.DateTimeFormat('en-GB', hour);
  const label = new Intl.DateTimeFormat('en-GB', { ...hour, weekday: 'long', day: 'numeric', month: 'long' });
  return { tick: (at) => tick.format(new Date(at)), label: (at) => label.format(new Date(at)) };
}
