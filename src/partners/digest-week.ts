import { mondayOf, weeksLater, daysAfter } from '../platform/calendar.js';
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
  const monday = mondayOf(today);
  const week = [weekBefore(monday, timeZone), weekBefore(weeksLater(monday, -1), timeZone)].find(
    ({ dueAt }) => dueAt <= now,
  );
  return week && now - week.dueAt < STALE_AFTER_MS ? week : undefined;
}

/** The week that is told on a Monday. */
export function weekBefore(weekOn: string, timeZone: string): DigestWeek {
  const [fromOn, toOn] = [weeksLater(weekOn, -1), daysAfter(weekOn, -1)];
  return { weekOn, fromOn, toOn, dueAt: nine(weekOn, timeZone), dueBefore: nine(fromOn, timeZone) };
}

function nine(on: string, timeZone: string): number {
  return parseLocalTime(`${on} 09:00`, timeZone) ?? Infinity;
}
