/** Runs a bounded number of tasks side by side, the others in the order they came. */
export type Limiter = {
  readonly run: (task: () => Promise<void>) => Promise<void>;
  /** Resolves when no task runs or waits. */
  readonly idle: () => Promise<void>;
};

export function createLimiter(atOnce: number): Limiter {
  const waiting: (() => void)[] = [];
  const tasks = new Set<Promise<void>>();
  let running = 0;

  const runWhenFree = async (task: () => Promise<void>): Promise<void> => {
    if (running < atOnce) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await task();
    } finally {
      // The place goes straight to the next in line, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };

  return {
    run: (task) => {
      const run = runWhenFree(task).finally(() => tasks.delete(run));
      tasks.add(run);
      return run;
    },
    idle: async () => {
      while (tasks.size > 0) await Promise.allSettled(tasks);
    },
  };
}
