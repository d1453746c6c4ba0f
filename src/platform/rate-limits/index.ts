export { createCounting, type Counting, type CountingTools } from './counting.js';
export { createRateLimits, type Limit, type Hit, type RateLimits, type Window } from './rate-limits.js';
export { memoryCounters, redisCounters, type Counters } from './counters.js';
export { redisBoard } from './redis-board.js';
export { type Mark, type Slice, type SliceShape } from './slices.js';
export { createTallies, type Tallies, type Tally } from './tallies.js';
