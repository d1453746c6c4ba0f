import { errorFacts, type Log } from './log.js';

/** How long something may be known to this process only; one that is killed loses as much. */
const WRITE_EVERY_MS = 3_000;

/** So many keys wait at the most where the data base takes nothing; what comes then under others is not counted. */
const MAX_WAITING = 20_000;

/** Adds up in memory what comes too often to be written each time, and writes it together; each process adds its own. */
export type LaterWriter<Item> = {
  /** Never waits and never fails. */
  readonly note: (item: Item) => void;
  /** Resolves when all that was noted before is written, or could not be. */
  readonly flush: () => Promise<void>;
};

/** What is added up: items of one key to one, and how they are written. What could not be written waits for the next time. */
export type LaterOptions<Item> = {
  readonly keyOf: (item: Item) => string;
  readonly sum: (one: Item, other: Item) => Item;
  readonly write: (items: readonly Item[]) => Promise<void>;
  /** What is counted, for the log: `views`. */
  readonly what: string;
  readonly log: Log;
  readonly everyMs?: number;
  readonly maxWaiting?: number;
};

export function writeLater<Item>(options: LaterOptions<Item>): LaterWriter<Item> {
  const { everyMs = WRITE_EVERY_MS, maxWaiting = MAX_WAITING } = options;
  let waiting = new Map<string, Item>();
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();

  const add = (item: Item): void => {
    const key = options.keyOf(item);
    const known = waiting.get(key);
    if (known !== undefined) waiting.set(key, options.sum(known, item));
    else if (waiting.size < maxWaiting) waiting.set(key, item);
  };
  const write = async (): Promise<void> => {
    const taken = [...waiting.values()];
    waiting = new Map();
    if (taken.length === 0) return;
    try {
      await options.write(taken);
    } catch (error) {
      options.log.warn(errorFacts(error), `${options.what} could not be written yet`);
      taken.forEach(add);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    written = written.then(write);
    return written;
  };
  return {
    flush,
    note: (item) => {
      add(item);
      timer ??= setTimeout(() => void flush(), everyMs).unref();
    },
  };
}
