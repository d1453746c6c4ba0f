import { systemClock, type Clock } from '../../src/platform/clock.js';

/** 10 March 2027, 15:00 UTC: a day on which the shipped campaign is in season. */
const START = Date.UTC(2027, 2, 10, 15);

/**
 * How much faster than the wall's the program's clock runs. A lease of 20 seconds then lasts 6.7, somewhat more than the
 * five real seconds after which workers renew theirs.
 */
export const CLOCK_FACTOR = 3;

/** A clock that all processes of a run read alike; `startedAt` is the run's own start by the wall's clock. */
export function createFastClock(startedAt: number): Clock {
  return { now: () => START + Math.round((systemClock.now() - startedAt) * CLOCK_FACTOR) };
}
