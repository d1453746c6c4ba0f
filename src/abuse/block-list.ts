import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { errorFacts, type Log } from '../platform/log.js';
import { follow } from '../platform/revisions.js';
import { createMatcher, type FindBlocks } from './block-match.js';
import type { Signal } from './screening.js';
import { addHits, BLOCKS_REVISION, listInForce, type Hits } from './store-blocks.js';

/** How long a hit may be known to this process only. */
const WRITE_EVERY_MS = 3_000;

/** The block lists of all organizations, in memory. */
export type BlockList = {
  /** Holds who is on a list; it refuses nobody, and the page that they see is everybody's. */
  readonly signal: Signal;
  /** Resolves when all hits so far are written, or could not be. */
  readonly flush: () => Promise<void>;
  /** Reads the lists anew before the next submission: one was changed here. */
  readonly forget: () => void;
};

export type BlockListTools = { readonly db: Db; readonly clock: Clock; readonly log: Log };

/** Follows the lists as they are changed in any process, within a second. */
export function createBlockList(tools: BlockListTools): BlockList {
  const { db, clock, log } = tools;
  const names = [BLOCKS_REVISION];
  const matchers = follow({ db, clock, names, load: async () => createMatcher(await listInForce(db, clock.now())) });
  const hits = createHitCounter(tools);
  let last: FindBlocks = () => [];
  return {
    signal: async (submission) => {
      try {
        last = await matchers.get();
      } catch (error) {
        // What was known last is better than nothing, and what follows will say that the data base is away.
        log.warn(errorFacts(error), 'block lists could not be read');
      }
      const found = last(submission);
      for (const id of found) hits.note(id, submission.at);
      return found.length > 0 ? ['blocked'] : [];
    },
    flush: hits.flush,
    forget: matchers.forget,
  };
}

type HitCounter = { readonly note: (id: string, at: number) => void; readonly flush: () => Promise<void> };

function createHitCounter({ db, log }: BlockListTools): HitCounter {
  let waiting = new Map<string, Hits>();
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();
  const add = ({ id, hits, at }: Hits): void => {
    waiting.set(id, { id, hits: hits + (waiting.get(id)?.hits ?? 0), at });
  };
  const write = async (): Promise<void> => {
    const taken = [...waiting.values()];
    waiting = new Map();
    if (taken.length === 0) return;
    await addHits(db, taken).catch((error: unknown) => {
      log.warn(errorFacts(error), 'hits of block lists could not be written yet');
      taken.forEach(add);
    });
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    written = written.then(write);
    return written;
  };
  return {
    flush,
    note: (id, at) => {
      add({ id, hits: 1, at });
      timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS).unref();
    },
  };
}
