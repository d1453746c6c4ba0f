import type { Log } from '../log.js';
import { CALLS_AT_ONCE, MAX_IDS_PER_CALL, runCall, type Handler, type Queue } from './queue.js';

/** Ids beyond this number are dropped; the sweep finds their rows. */
const MAX_WAITING_IDS = 100_000;

/** The queue of a single process: a list in memory. One call takes along all that wait, whoever announced them. */
export function createEmbeddedQueue(log: Log): Queue {
  const waiting: string[] = [];
  const running = new Set<Promise<void>>();
  let handler: Handler | undefined;

  const pump = (): void => {
    while (handler && running.size < CALLS_AT_ONCE) {
      const ids = waiting.splice(0, MAX_IDS_PER_CALL);
      if (ids.length === 0) return;
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
      if (waiting.length < MAX_WAITING_IDS) waiting.push(...ids);
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
