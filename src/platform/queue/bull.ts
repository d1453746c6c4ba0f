import Bull from 'bull';
import { Redis, type RedisOptions } from 'ioredis';
import { messageOf } from '../errors.js';
import { errorFacts, type Log } from '../log.js';
import { CALLS_AT_ONCE, gatherIds, inCalls, runCall, type Queue } from './queue.js';

type Call = { readonly ids: readonly string[] };

/** How the queue is called in Redis, and after how long the call of a process that fell silent goes to another one. */
type BullSettings = { readonly name: string; readonly lockMs: number };

const USUAL: BullSettings = { name: 'deliveries', lockMs: 30_000 };

/** A call whose consumers fell silent so often is dropped; the sweep finds its rows. */
const MOST_STALLS = 3;

const RECONNECT_AFTER_MS = 1_000;
const PING_TIMEOUT_MS = 1_000;

/** How long Bull may take to leave Redis once no call runs; an absent Redis would keep it for ever. */
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * The queue of many processes, over Redis. Where Redis is away calls are dropped at once, without
 * holding up the request that makes them.
 */
export function createBullQueue(redisUrl: string, log: Log, given: Partial<BullSettings> = {}): Queue {
  const { name, lockMs } = { ...USUAL, ...given };
  const outage = watchOutage(log);
  const { connect, disconnect } = openConnections(redisUrl, outage);
  const client = connect({ enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  client.on('ready', outage.end);
  const queue = new Bull<Call>(name, {
    prefix: '{clarion}',
    settings: { lockDuration: lockMs, stalledInterval: lockMs, maxStalledCount: MOST_STALLS },
    // Bull asks that its blocking and subscribing connections never give up (its reference, `createClient`).
    createClient: (kind) =>
      kind === 'client' ? client : connect({ maxRetriesPerRequest: null, enableReadyCheck: false }),
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  });
  queue.on('error', outage.tell);
  const running = new Set<Promise<void>>();

  return {
    name: 'bull',
    announce: gatherIds((ids) => {
      if (client.status === 'ready') void addCalls(queue, ids).catch(outage.tell);
    }),
    consume: (handle) => {
      void queue.process(CALLS_AT_ONCE, (job) => {
        const call = runCall(handle, job.data.ids, log).finally(() => running.delete(call));
        running.add(call);
        return call;
      });
    },
    isUp: () => answersPing(client),
    close: async () => {
      const left = queue
        .close()
        .finally(disconnect)
        .catch(() => undefined);
      // What was lost with the connection ends here too, though Bull no longer knows of it.
      await Promise.all(running);
      if (client.status === 'ready') await Promise.race([left, after(CLOSE_TIMEOUT_MS, undefined)]);
      disconnect();
    },
  };
}

type Connections = { readonly connect: (options: RedisOptions) => Redis; readonly disconnect: () => void };

/** Connections that are tried again until they are told to leave. */
function openConnections(redisUrl: string, outage: Outage): Connections {
  const connections: Redis[] = [];
  let isLeaving = false;
  return {
    connect: (options) => {
      // While it closes, Bull opens its blocking connection anew to break off a waiting command.
      const retryStrategy = (): number | null => (isLeaving ? null : RECONNECT_AFTER_MS);
      const connection = new Redis(redisUrl, { ...options, retryStrategy });
      connection.on('error', outage.tell);
      connections.push(connection);
      return connection;
    },
    disconnect: () => {
      isLeaving = true;
      for (const connection of connections) connection.disconnect();
    },
  };
}

async function addCalls(queue: Bull.Queue<Call>, ids: readonly string[]): Promise<void> {
  await queue.addBulk(inCalls(ids).map((call) => ({ data: { ids: call } })));
}

function after<Value>(ms: number, value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(resolve, ms, value).unref());
}

async function answersPing(client: Redis): Promise<boolean> {
  const answer = client.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([answer, after(PING_TIMEOUT_MS, false)]);
}

type Outage = { readonly tell: (error: unknown) => void; readonly end: () => void };

/** Every connection fails at each try, and so does every call under way: one line an outage is enough. */
function watchOutage(log: Log): Outage {
  let isTold = false;
  return {
    tell: (error) => {
      // Refused because the connection is not up, or not up yet; where that is a fault the connection tells it.
      if (messageOf(error).startsWith("Stream isn't writeable")) return;
      if (!isTold) log.warn(errorFacts(error), 'Redis is not reachable; letters wait and are found by the sweep');
      isTold = true;
    },
    end: () => {
      isTold = false;
    },
  };
}
