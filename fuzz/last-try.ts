import type { Fuzzing } from './target.js';

/** What is asked, and the try that was begun last: when the time is over, that one is still in the middle. */
export type Watched = {
  readonly property: Fuzzing['property'];
  /** Resolves when the try that was begun last has ended, whichever way. */
  readonly lastTry: () => Promise<void>;
};

/** Nothing is to be looked at before the last try is over: rows that a data base is being filled with are half there. */
export function watchTries(property: Fuzzing['property']): Watched {
  let last: Promise<unknown> = Promise.resolve();
  const run = (given: unknown): ReturnType<typeof property.run> => {
    const result = property.run(given);
    last = Promise.resolve(result).catch(() => undefined);
    return result;
  };
  const watched = Object.assign(Object.create(property) as object, { run }) as Fuzzing['property'];
  return {
    property: watched,
    lastTry: async () => {
      await last;
    },
  };
}
