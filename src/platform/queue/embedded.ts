import type { Log } from '../log.js';
import { CALLS_AT_ONCE, inCalls, runCall, type Handler, type Queue } from './queue.js';

/** Calls beyond this number are dropped; the sweep finds their rows. */
const MAX_WAITING_CALLS = 10_000;

/** The queue of a single process: a list in memory. */
export function createEmbeddedQueue(log: Log): Queue {
  const waiting: string[][] = [];
  const running = new Set<Promise<void>>();
  let handler: Handler | undefined;

  const pump = (): void => {
    while (handler && running.size < CALLS_AT_ONCE) {
      const ids = waiting.shift();
      if (!ids) return;
      const call = runCall(handler, ids, log).finally(() => {
        running.delete(call);
        pump();
      });
      running.add(call);
    }
  };

  return {
    name: 'embedded',
    announce: (ids) => {
      if (waiting.length < MAX_WAITING_CALLS) waiting.push(...inCalls(ids));
      setImmediate(pump);
    },
    consume: (handle) => {
      handler = handle;
      setImmediate(pump);
    },
    isUp: () => Promise.resolve(true),
    close: async () => {
      handler = undefined;
      await Promise.all(running);
    },
  };
}
