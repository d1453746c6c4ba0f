/** Runs a bounded number of tasks side by side, the others in the order they came. */
export type Limiter = {
  readonly run: (task: () => Promise<void>) => Promise<void>;
  /** How many may run side by side from now on; those that run end by themselves. */
  readonly allow: (atOnce: number) => void;
  /** Resolves when no task runs or waits. */
  readonly idle: () => Promise<void>;
};

export function createLimiter(atFirst: number): Limiter {
  const waiting: (() => void)[] = [];
  const tasks = new Set<Promise<void>>();
  let running = 0;
  let atOnce = atFirst;

  // A place is taken for the next in line at once, so that nobody slips in between.
  const fill = (): void => {
    for (; running < atOnce; running++) {
      const next = waiting.shift();
      if (!next) return;
      next();
    }
  };
  const runWhenFree = async (task: () => Promise<void>): Promise<void> => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      fill();
    });
    try {
      await task();
    } finally {
      running--;
      fill();
    }
  };

  return {
    run: (task) => {
      const run = runWhenFree(task).finally(() => tasks.delete(run));
      tasks.add(run);
      return run;
    },
    allow: (now) => {
      atOnce = now;
      fill();
    },
    idle: async () => {
      while (tasks.size > 0) await Promise.allSettled(tasks);
    },
  };
}
