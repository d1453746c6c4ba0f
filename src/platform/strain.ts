/** How far behind with its work a process may be before it refuses what is cheap to ask again. */
const MAX_DELAY_MS = 1_000;

/** A timer is set for so long, and what it is late by is how far behind the process is. */
const PROBE_MS = 50;

/** Tells whether a process is behind with its work. */
export type Strain = { readonly isTooMuch: () => boolean };

/** For programs that nobody measures, as in tests, where one process does everything. */
export const unmeasured: Strain = { isTooMuch: () => false };

/** What a strain is measured with: a clock that only goes forward, in milliseconds, and a timer. */
export type Stopwatch = { readonly now: () => number; readonly later: (ring: () => void, ms: number) => void };

const stopwatch: Stopwatch = {
  now: () => performance.now(),
  later: (ring, ms) => void setTimeout(ring, ms).unref(),
};

/** Measures only while somebody asks: each question sets a timer where none is set, and a process at rest has none. */
export function createStrain({ now, later }: Stopwatch = stopwatch): Strain {
  let dueAt: number | undefined;
  let wasLate = false;
  return {
    isTooMuch: () => {
      const moment = now();
      if (dueAt === undefined) {
        const due = moment + PROBE_MS;
        dueAt = due;
        later(() => {
          wasLate = now() - due > MAX_DELAY_MS;
          dueAt = undefined;
        }, PROBE_MS);
      }
      return wasLate || moment - dueAt > MAX_DELAY_MS;
    },
  };
}
