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
  /** How many may wait; left out, as many as are written in a few seconds at the pace that was measured. */
  readonly maxWaiting?: number;
  /** Milliseconds that only go forward. */
  readonly nowMs?: () => number;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Group commit without a timer: what comes without a pause is written together, all that arrive meanwhile share the next
 * transaction. When a batch fails its items are written one by one, so that one bad item
 * harms nobody else.
 */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const { commit, maxBatch = 500, nowMs = () => performance.now() } = options;
  const waiting: Waiting<Item, Result>[] = [];
  const pace = createPace();
  let running: Promise<void> | undefined;

  /** Lets in who is at the door: a batch of one takes nearly as long as one of fifty, and all others would wait for it. */
  const gather = async (): Promise<void> => {
    for (let seen = 0; waiting.length > seen && waiting.length < ENOUGH;) {
      seen = waiting.length;
      await nextTurn();
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      await gather();
      const [batch, startedAt] = [waiting.splice(0, maxBatch), nowMs()];
      await writeBatch(batch, commit);
      pace.note(batch.length, nowMs() - startedAt);
    }
    running = undefined;
  };

  return {
    submit: (item) => {
      const maxWaiting = options.maxWaiting ?? pace.in(MOST_WAIT_SECONDS);
      if (waiting.length >= maxWaiting) return Promise.reject(new OverloadedError(pace.secondsFor(waiting.length)));
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

/** So many are worth a transaction, also while more come in. */
const ENOUGH = 50;

/** After what has arrived by now was read. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Whoever would wait longer for the disk is told so at once, and comes again. */
const MOST_WAIT_SECONDS = 5;

/** Whoever is sent away comes again within a minute, however much waits. */
const MOST_RETRY_SECONDS = 60;

/** What the slowest machine that was measured writes a second. */
const SLOWEST_PER_SECOND = 200;

/** A batch of few says how long a transaction takes, not how many items a second would go through. */
const TELLING_BATCH = 50;

/** How much of the pace a batch changes. */
const NEWEST_SHARE = 0.2;

/** How many items a second are written when many wait, by the latest large batches. */
function createPace(): {
  readonly note: (items: number, ms: number) => void;
  readonly in: (seconds: number) => number;
  readonly secondsFor: (items: number) => number;
} {
  let perSecond = SLOWEST_PER_SECOND;
  return {
    note: (items, ms) => {
      if (items < TELLING_BATCH) return;
      const measured = items / (Math.max(ms, 1) / 1000);
      perSecond = Math.max(SLOWEST_PER_SECOND, perSecond + NEWEST_SHARE * (measured - perSecond));
    },
    in: (seconds) => Math.round(perSecond * seconds),
    secondsFor: (items) => Math.min(MOST_RETRY_SECONDS, Math.max(1, Math.ceil(items / perSecond))),
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
