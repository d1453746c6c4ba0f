import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { errorFacts, type Log } from '../log.js';
import { openClient } from './client.js';

/** Numbers that are forgotten by themselves. */
export type Counters = {
  /** Adds one and answers the number with it; it is forgotten so many seconds after the first. Never fails. */
  readonly add: (key: string, keepSeconds: number) => Promise<number>;
  /** The number now; 0 for one that was forgotten. Never fails. */
  readonly read: (key: string) => Promise<number>;
  readonly close: () => void;
};

/** More different numbers than a quiet day has; beyond it all are forgotten, so that a flood cannot fill the memory. */
const MOST_KEYS = 300_000;

/** The library's own limit is not used: whoever counts decides what is too much. */
const UNLIMITED = { points: Number.MAX_SAFE_INTEGER, duration: 60 };

type Limiter = Pick<RateLimiterMemory, 'penalty' | 'get'>;

function countersOver(limiter: Limiter, close: () => void): Counters {
  return {
    add: async (key, keepSeconds) => {
      return (await limiter.penalty(key, 1, { customDuration: keepSeconds })).consumedPoints;
    },
    read: async (key) => (await limiter.get(key))?.consumedPoints ?? 0,
    close,
  };
}

/** Counts in this process. */
export function memoryCounters(): Counters {
  return countersOver(boundedMemory(), () => undefined);
}

/** A memory that begins anew when it holds too much. */
function boundedMemory(mostKeys = MOST_KEYS): RateLimiterMemory {
  const memory = new RateLimiterMemory({ ...UNLIMITED, keyPrefix: '' });
  const add = memory.penalty.bind(memory);
  let madeKeys = 0;
  memory.penalty = async (...asked) => {
    const counted = await add(...asked);
    if (counted.isFirstInDuration) madeKeys += 1;
    if (madeKeys > mostKeys) {
      for (const { key } of memory.dump().storage) void memory.delete(key);
      madeKeys = 0;
    }
    return counted;
  };
  return memory;
}

/** Counts for all processes together in Redis; while it is away each process counts by itself. */
export function redisCounters(redisUrl: string, log: Log): Counters {
  let isTold = false;
  const client = openClient(redisUrl, (error) => {
    if (!isTold) log.warn(errorFacts(error), 'Redis is not reachable; each process counts its own requests');
    isTold = true;
  });
  client.on('ready', () => {
    isTold = false;
  });
  const limiter = new RateLimiterRedis({
    ...UNLIMITED,
    storeClient: client,
    keyPrefix: '{clarion}:rates',
    rejectIfRedisNotReady: true,
    insuranceLimiter: boundedMemory(),
  });
  return countersOver(limiter, () => {
    client.disconnect();
  });
}
