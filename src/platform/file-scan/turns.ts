/** Lets no more than so many do something at the same time. */
export type Turns = {
  /** Does it when there is a turn for it. @throws Error where too many wait, or the signal comes before the turn */
  readonly take: <Value>(act: () => Promise<Value>, signal: AbortSignal) => Promise<Value>;
};

export function createTurns({ most, mostWaiting }: { readonly most: number; readonly mostWaiting: number }): Turns {
  let busy = 0;
  const waiting = new Set<() => void>();
  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        waiting.delete(begin);
        reject(new Error('had no turn in time'));
      };
      const begin = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.add(begin);
    });
  const end = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      busy -= 1;
      return;
    }
    // The turn goes over to who waited longest.
    waiting.delete(next);
    next();
  };
  return {
    take: async (act, signal) => {
      signal.throwIfAborted();
      if (busy < most) busy += 1;
      else if (waiting.size >= mostWaiting) throw new Error('has too much to do');
      else await wait(signal);
      try {
        return await act();
      } finally {
        end();
      }
    },
  };
}
