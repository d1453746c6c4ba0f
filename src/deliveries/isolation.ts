import { setTimeout } from 'node:timers/promises';

/** Others wait no longer than this for a task that runs alone: what kills a worker does so at once. */
const LONGEST_WAIT_MS = 30_000;

/** Lets a task run with nothing else under way. */
export type Isolation = {
  /** Whether a task is, or waits to be, alone, for however long. */
  readonly isTaken: () => boolean;
  /** Runs when all that is under way has ended; tasks that want to be alone go one after the other. */
  readonly run: <Result>(task: () => Promise<Result>) => Promise<Result>;
  /** Resolves when no task is, or wants to be, alone. */
  readonly over: () => Promise<void>;
};

export function createIsolation(underWay: ReadonlySet<Promise<unknown>>): Isolation {
  let alone: Promise<unknown> | undefined;
  let tasks = 0;
  return {
    isTaken: () => tasks > 0,
    over: async () => {
      while (alone) await alone;
    },
    run: async (task) => {
      tasks++;
      // Not by `over`, which another one would leave in the same moment.
      while (alone) await alone;
      const run = Promise.allSettled(underWay)
        .then(task)
        .finally(() => tasks--);
      const waited = new AbortController();
      const patience = setTimeout(LONGEST_WAIT_MS, undefined, { ref: false, signal: waited.signal });
      const held = Promise.race([run, patience])
        .catch(() => undefined)
        .finally(() => {
          waited.abort();
          if (alone === held) alone = undefined;
        });
      alone = held;
      return run;
    },
  };
}
