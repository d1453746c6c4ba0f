import { setTimeout } from 'node:timers/promises';

/** Others wait no longer than this for a task that runs alone: what kills a worker does so at once. */
const LONGEST_WAIT_MS = 30_000;

/** Lets a task run with nothing else under way. */
export type Isolation = {
  /** Runs when all that is under way has ended; tasks that want to be alone go one after the other. */
  readonly run: <Result>(task: () => Promise<Result>) => Promise<Result>;
  /** Resolves when no task is, or wants to be, alone. */
  readonly over: () => Promise<void>;
};

export function createIsolation(underWay: ReadonlySet<Promise<unknown>>): Isolation {
  let alone: Promise<unknown> | undefined;
  return {
    over: async () => {
      while (alone) await alone;
    },
    run: async (task) => {
      // Not by `over`, which another one would leave in the same moment.
      while (alone) await alone;
      const run = Promise.allSettled(underWay).then(task);
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
