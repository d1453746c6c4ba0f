import Bull from 'bull';
import { Redis, type RedisOptions } from 'ioredis';
import { errorFacts, type Log } from '../log.js';
import { CALLS_AT_ONCE, inCalls, type Queue } from './queue.js';

type Call = { readonly ids: readonly string[] };

const RECONNECT_AFTER_MS = 1_000;
const PING_TIMEOUT_MS = 1_000;

/**
 * The queue of many processes, over Redis. Where Redis is away calls are dropped at once, without
 * holding up the request that makes them.
 */
export function createBullQueue(redisUrl: string, log: Log, name = 'deliveries'): Queue {
  const connections: Redis[] = [];
  const connect = (options: RedisOptions): Redis => {
    const connection = new Redis(redisUrl, { ...options, retryStrategy: () => RECONNECT_AFTER_MS });
    connection.on('error', onceADrop(log));
    connections.push(connection);
    return connection;
  };
  const client = connect({ enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  const queue = new Bull<Call>(name, {
    prefix: '{clarion}',
    // Bull asks that its blocking and subscribing connections never give up (its reference, `createClient`).
    createClient: (kind) =>
      kind === 'client' ? client : connect({ maxRetriesPerRequest: null, enableReadyCheck: false }),
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  });
  queue.on('error', onceADrop(log));

  return {
    name: 'bull',
    announce: (ids) => {
      if (client.status === 'ready') void addCalls(queue, ids, log);
    },
    consume: (handle) => {
      void queue.process(CALLS_AT_ONCE, async (job) => {
        await handle(job.data.ids).catch((error: unknown) => {
          log.error({ ...errorFacts(error), rows: job.data.ids.length }, 'a queue call failed');
        });
      });
    },
    isUp: () => answersPing(client),
    close: async () => {
      await queue.close().catch(() => undefined);
      for (const connection of connections) connection.disconnect();
    },
  };
}

async function addCalls(queue: Bull.Queue<Call>, ids: readonly string[], log: Log): Promise<void> {
  try {
    await queue.addBulk(inCalls(ids).map((call) => ({ data: { ids: call } })));
  } catch (error) {
    log.warn(errorFacts(error), 'Redis did not take a wake-up call; the sweep will find these rows');
  }
}

async function answersPing(client: Redis): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, PING_TIMEOUT_MS, false).unref());
  return Promise.race([
    client.ping().then(
      () => true,
      () => false,
    ),
    late,
  ]);
}

/** A lost connection emits an error at each try; one line an outage is enough. */
function onceADrop(log: Log): (error: Error) => void {
  let lastAt = -Infinity;
  return (error) => {
    const now = performance.now();
    if (now - lastAt > 60_000)
      log.warn(errorFacts(error), 'Redis is not reachable; letters wait and are found by the sweep');
    lastAt = now;
  };
}
