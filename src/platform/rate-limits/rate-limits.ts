import type { Clock } from '../clock.js';
import { createNetworkKeys, type NetworkKeys } from '../network-keys.js';
import type { Seal } from '../seal.js';
import { memoryCounters, type Counters } from './counters.js';

/** So many within so long, for example 10 in 10 seconds. */
export type Window = { readonly most: number; readonly seconds: number };

/** What is counted, with a short window for bursts and a long one for what goes on; all must have room. */
export type Limit = {
  readonly name: string;
  readonly windows: readonly Window[];
  /** Each process counts by itself, without asking Redis: for what guards the process more than it limits anybody. */
  readonly isOwn?: true;
};

/** What one more comes to. */
export type Hit = {
  readonly isOver: boolean;
  /** How many there were in each window with this one, in the order of the limit's windows. */
  readonly counts: readonly number[];
  /** Seconds until the windows that are full end; 0 where none is. */
  readonly retryAfterSeconds: number;
};

/**
 * Counts what happens how often, for all processes where there is Redis. It refuses nothing itself: whoever asks decides.
 *
 * A key is an id of ours, or a digest: never an address. For addresses there is `keysOf`:
 *
 *     const { narrow, wide, isShared } = limits.keysOf(request.ip);
 *     const { isOver, retryAfterSeconds } = await limits.hit(SENDING, narrow);
 *
 * How fast something goes at this moment, without counting it, tells `recent`:
 *
 *     const SUBMISSIONS = { name: 'submissions', windows: [{ most: Infinity, seconds: 60 }] };
 *     await limits.hit(SUBMISSIONS, campaignId);
 *     const [inLastMinute = 0] = await limits.recent(SUBMISSIONS, campaignId);
 */
export type RateLimits = {
  /** Counts one more in every window. Never fails. */
  readonly hit: (limit: Limit, key: string) => Promise<Hit>;
  /** About how many there were in the seconds before now that each window is long; counts nothing. Never fails. */
  readonly recent: (limit: Limit, key: string) => Promise<readonly number[]>;
  /** What an address is counted under: by itself and with its neighbours, as digests that are others each day. */
  readonly keysOf: (ip: string) => NetworkKeys;
  readonly close: () => void;
};

export type RateLimitTools = {
  readonly counters: Counters;
  readonly seal: Seal;
  readonly clock: Clock;
  /** What the operator multiplies every limit by; Infinity for no limits. */
  readonly scale: number;
};

/** Counts by windows that begin at full multiples of their length. */
export function createRateLimits(tools: RateLimitTools): RateLimits {
  const { clock, scale } = tools;
  const own = memoryCounters();
  return {
    hit: async ({ name, windows, isOwn }, key) => {
      const counters = isOwn ? own : tools.counters;
      const now = clock.now();
      const add = (window: Window): Promise<number> =>
        counters.add(keyIn(name, { window, now, key }), 2 * window.seconds);
      const counts = await Promise.all(windows.map(add));
      const full = windows.filter(({ most }, index) => (counts[index] ?? 0) > most * scale);
      const waits = full.map((window) => Math.ceil(window.seconds - elapsedIn(window, now)));
      return { isOver: full.length > 0, counts, retryAfterSeconds: Math.max(0, ...waits) };
    },
    recent: ({ name, windows, isOwn }, key) => {
      const counters = isOwn ? own : tools.counters;
      const now = clock.now();
      return Promise.all(
        windows.map(async (window) => {
          const before = keyIn(name, { window, now: now - 1000 * window.seconds, key });
          const numbers = [counters.read(keyIn(name, { window, now, key })), counters.read(before)] as const;
          const [current, last] = await Promise.all(numbers);
          // As if those of the window before had been spread evenly.
          return current + last * (1 - elapsedIn(window, now) / window.seconds);
        }),
      );
    },
    keysOf: createNetworkKeys(tools),
    close: tools.counters.close,
  };
}

type Counted = { readonly window: Window; readonly now: number; readonly key: string };

function keyIn(name: string, { window: { seconds }, now, key }: Counted): string {
  return `${name}:${seconds}:${Math.floor(now / 1000 / seconds)}:${key}`;
}

function elapsedIn({ seconds }: Window, now: number): number {
  return (now / 1000) % seconds;
}
