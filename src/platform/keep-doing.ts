import { setTimeout } from 'node:timers/promises';
import { errorFacts, type Log } from './log.js';

/** Work that is done again and again; `stop` lets what is under way end. */
export type Keeping = { readonly stop: () => Promise<void> };

/** Does something now and again after each pause, until it is stopped. What fails is logged, and tried after the next pause. */
export function keepDoing(
  log: Log,
  options: {
    readonly everyMs: number;
    readonly failed: string;
    readonly work: (signal: AbortSignal) => Promise<unknown>;
  },
): Keeping {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = (async () => {
    while (!signal.aborted) {
      await options.work(signal).catch((error: unknown) => {
        log.error(errorFacts(error), options.failed);
      });
      await setTimeout(options.everyMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
