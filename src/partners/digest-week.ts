import { dayOf, parseLocalTime } from '../platform/clock.js';

const DAY_MS = 86_400_000;

/** After so long a week is not told any more: the next one is near. */
const STALE_AFTER_MS = 3 * DAY_MS;

/** A week of which members are told on the Monday that follows. */
export type DigestWeek = {
  /** That Monday: `2027-03-15`. */
  readonly weekOn: string;
  /** The Monday before, on which the week begins. */
  readonly fromOn: string;
  /** Its last day, a Sunday. */
  readonly toOn: string;
  /** Monday at 09:00 in the coalition's time zone, whichever offset it has on that day. */
  readonly dueAt: number;
  /** The same of the Monday before. */
  readonly dueBefore: number;
};

/** The week that is to be told now; undefined from Thursday on, when its Monday is too long ago. */
export function digestWeek(now: number, timeZone: string): DigestWeek | undefined {
  const today = dayOf(now, timeZone);
  const monday = addDays(today, -((new Date(`${today}T00:00Z`).getUTCDay() + 6) % 7));
  const week = [weekBefore(monday, timeZone), weekBefore(addDays(monday, -7), timeZone)].find(
    ({ dueAt }) => dueAt <= now,
  );
  return week && now - week.dueAt < STALE_AFTER_MS ? week : undefined;
}

/** The week that is told on a Monday. */
export function weekBefore(weekOn: string, timeZone: string): DigestWeek {
  const [fromOn, toOn] = [addDays(weekOn, -7), addDays(weekOn, -1)];
  return { weekOn, fromOn, toOn, dueAt: nine(weekOn, timeZone), dueBefore: nine(fromOn, timeZone) };
}

function nine(on: string, timeZone: string): number {
  return parseLocalTime(`${on} 09:00`, timeZone) ?? Infinity;
}

function addDays(on: string, days: number): string {
  return new Date(Date.parse(`${on}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
