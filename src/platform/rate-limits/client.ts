import { Redis } from 'ioredis';

const RECONNECT_AFTER_MS = 1_000;
/** A count is not worth more of a person's time; it is made in memory then. */
const ANSWER_WITHIN_MS = 250;

/** A connection to Redis for counting: where Redis is away or slow what is asked fails at once. */
export function openClient(redisUrl: string, onFault: (error: unknown) => void): Redis {
  const client = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    commandTimeout: ANSWER_WITHIN_MS,
    retryStrategy: () => RECONNECT_AFTER_MS,
  });
  client.on('error', onFault);
  return client;
}
