import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import type { Seal } from '../seal.js';
import { memoryCounters, redisCounters } from './counters.js';
import { createRateLimits, type RateLimits } from './rate-limits.js';
import { redisBoard } from './redis-board.js';
import { createTallies, type Tallies } from './tallies.js';

/** What counts how often things happen. */
export type Counting = {
  /** By network and by what else is counted, against limits. */
  readonly limits: RateLimits;
  /** In the last minutes, by what attacks have in common. */
  readonly tallies: Tallies;
};

export type CountingTools = {
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
  /** `redis://localhost:6379`; undefined where one process counts for itself. */
  readonly redisUrl: string | undefined;
  /** What the operator multiplies every limit by. */
  readonly scale: number;
};

/** Counts for all processes where there is Redis; what is given is used instead of what would be built. */
export function createCounting(tools: CountingTools, given: Partial<Counting>): Counting {
  const { redisUrl, seal, log } = tools;
  const createCounters = () => (redisUrl === undefined ? memoryCounters() : redisCounters(redisUrl, log));
  const createBoard = () => (redisUrl === undefined ? undefined : redisBoard({ redisUrl, seal, log }));
  return {
    limits: given.limits ?? createRateLimits({ ...tools, counters: createCounters() }),
    tallies: given.tallies ?? createTallies(createBoard()),
  };
}
