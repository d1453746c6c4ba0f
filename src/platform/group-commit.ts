import { OverloadedError } from './errors.js';

/** Gathers what is submitted while one batch is being written and writes it as the next batch. */
export type GroupCommit<Item, Result> = {
  /** Resolves after the batch that holds the item is on the disk. @throws OverloadedError when too many wait */
  readonly submit: (item: Item) => Promise<Result>;
  /** Resolves when nothing waits and nothing is being written. */
  readonly idle: () => Promise<void>;
};

export type GroupCommitOptions<Item, Result> = {
  /** Writes all items in one transaction and answers in their order. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly maxBatch?: number;
  readonly maxWaiting?: number;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Group commit without a timer: the first item is written at once, all that arrive meanwhile share the
 * next transaction. When a batch fails its items are written one by one, so that one bad item
 * harms nobody else.
 */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const { commit, maxBatch = 500, maxWaiting = 20_000 } = options;
  const waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await writeBatch(waiting.splice(0, maxBatch), commit);
    running = undefined;
  };

  return {
    submit: (item) => {
      if (waiting.length >= maxWaiting) return Promise.reject(new OverloadedError(5));
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= Promise.resolve().then(drain);
      });
    },
    idle: async () => {
      while (running) await running;
    },
  };
}

async function writeBatch<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  commit: GroupCommitOptions<Item, Result>['commit'],
): Promise<void> {
  try {
    const results = await commit(batch.map((entry) => entry.item));
    batch.forEach((entry, index) => {
      entry.resolve(results[index] as Result);
    });
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error);
    else for (const entry of batch) await writeBatch([entry], commit);
  }
}
