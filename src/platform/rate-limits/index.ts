export { createRateLimits, type Limit, type Hit, type RateLimits, type Window } from './rate-limits.js';
export { memoryCounters, redisCounters, type Counters } from './counters.js';
