import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { errorFacts, type Log } from '../platform/log.js';
import { follow } from '../platform/revisions.js';
import { writeLater } from '../platform/write-later.js';
import { createMatcher, type FindBlocks } from './block-match.js';
import type { Signal } from './screening.js';
import { addHits, BLOCKS_REVISION, listInForce, type Hits } from './store-blocks.js';

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
export function createBlockList({ db, clock, log }: BlockListTools): BlockList {
  const names = [BLOCKS_REVISION];
  const matchers = follow({ db, clock, names, load: async () => createMatcher(await listInForce(db, clock.now())) });
  const hits = writeLater<Hits>({
    keyOf: ({ id }) => id,
    sum: (one, other) => ({ id: one.id, hits: one.hits + other.hits, at: Math.max(one.at, other.at) }),
    write: (taken) => addHits(db, taken),
    what: 'hits of block lists',
    log,
  });
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
      for (const id of found) hits.note({ id, hits: 1, at: submission.at });
      return found.length > 0 ? ['blocked'] : [];
    },
    flush: hits.flush,
    forget: matchers.forget,
  };
}
