import type { Clock } from '../../platform/clock.js';

/** Keeps people from waiting for a service that is down. */
export type Breaker = {
  /** Whether the service may be asked now; who is told yes must say afterwards how it went. */
  readonly admits: () => boolean;
  readonly succeeded: () => void;
  readonly failed: () => void;
};

/** Failures in a row after which a service is left alone for a while. */
const MAX_FAILURES = 3;
const PAUSE_MS = 60_000;

/** Opens after three failures in a row; a minute later lets one question through, whose outcome closes it or opens it again. */
export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let pausedUntil = -Infinity;
  let isTrying = false;
  return {
    admits: () => {
      if (failures < MAX_FAILURES) return true;
      if (isTrying || clock.now() < pausedUntil) return false;
      isTrying = true;
      return true;
    },
    succeeded: () => {
      failures = 0;
      isTrying = false;
    },
    failed: () => {
      failures += 1;
      pausedUntil = clock.now() + PAUSE_MS;
      isTrying = false;
    },
  };
}
