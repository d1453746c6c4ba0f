import { DateTime } from 'luxon';

/** Hours in which letters may be sent, by the clock at the target's place: `{from: "08:00", to: "18:00", days: ["mon"]}`. */
export type SendingWindow = { readonly from: string; readonly to: string; readonly days: readonly string[] };

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAYS_TO_LOOK_AHEAD = 8;

/** The moment itself where the window is open then, else when it next opens. */
export function nextOpening(window: SendingWindow, zone: string, at: number): number {
  const local = DateTime.fromMillis(at, { zone });
  for (let days = 0; days < DAYS_TO_LOOK_AHEAD; days++) {
    const day = local.plus({ days }).startOf('day');
    const [opens, closes] = [timeOn(day, window.from), timeOn(day, window.to)];
    // Where the clock is put forward over both, such a day has no such hours.
    if (!window.days.includes(WEEKDAYS[day.weekday - 1] ?? '') || at >= closes || opens >= closes) continue;
    return Math.max(at, opens);
  }
  return at;
}

/** A time of the day, `08:30`, on the day's own clock. */
function timeOn(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute }).toMillis();
}
