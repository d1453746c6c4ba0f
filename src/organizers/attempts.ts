import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { dailyDigest } from '../platform/network-keys.js';
import { networkOf } from '../platform/network.js';
import type { Seal } from '../platform/seal.js';
import { deleteAttempts, findAttempts, lockAttempts, putAttempts, takeBackAttempt } from './store-attempts.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After so many tries each further one has to wait, twice as long as the one before. */
type Pace = { readonly free: number; readonly firstMs: number; readonly longestMs: number };

const PACES = {
  // Longest waits are short: whoever guesses at an owner's address can make them wait, but never lock them out.
  account: { free: 5, firstMs: 5 * SECOND_MS, longestMs: 15 * MINUTE_MS },
  network: { free: 30, firstMs: 5 * SECOND_MS, longestMs: 15 * MINUTE_MS },
  // An address inside a network of one's own may be a proxy that stands for everybody.
  shared: { free: 300, firstMs: SECOND_MS, longestMs: MINUTE_MS },
  mails: { free: 3, firstMs: 20 * MINUTE_MS, longestMs: HOUR_MS },
  invitations: { free: 40, firstMs: 20 * MINUTE_MS, longestMs: HOUR_MS },
} as const satisfies Readonly<Record<string, Pace>>;

/** Tries are forgotten after a quiet hour. */
const QUIET_MS = HOUR_MS;

/** What tries are counted under. */
export type TryKey = { readonly key: string; readonly pace: keyof typeof PACES };

export type AttemptTools = { readonly db: Db; readonly clock: Clock; readonly seal: Seal };

/** Too many tries came before this one; it was not looked at. HTTP 429 with Retry-After. */
export class TooManyTriesError extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(`There were too many tries. The next one is possible ${waitText(retryAfterSeconds)}.`);
    this.name = 'TooManyTriesError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** `in 20 seconds`, `in 3 minutes` */
function waitText(seconds: number): string {
  const [count, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `in ${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Tries about one account, person or organization. */
export function accountKey({ seal }: Pick<AttemptTools, 'seal'>, what: Counted, whose: string): TryKey {
  return { key: `${what}:${seal.digest('attempts', `${what} ${whose}`)}`, pace: COUNTED[what] };
}

/** What is counted for one account, and how patiently. */
const COUNTED = {
  'sign-in': 'account',
  code: 'account',
  password: 'account',
  reset: 'mails',
  'address-asked': 'mails',
  'address-mailed': 'mails',
  invited: 'mails',
  invites: 'invitations',
} as const satisfies Readonly<Record<string, keyof typeof PACES>>;
type Counted = keyof typeof COUNTED;

/**
 * Tries from one network: an IPv4 address, or the 64 bits that an IPv6 host shares with its neighbours. It is kept as a
 * digest whose key changes each day.
 */
export function networkKey(tools: AttemptTools, what: string, ip: string): TryKey {
  const { text, isShared } = networkOf(ip);
  const digest = dailyDigest(tools, 'attempts', `${what} ${text}`);
  return { key: `${what}-from:${digest}`, pace: isShared ? 'shared' : 'network' };
}

/**
 * Counts a try before it is made, so that many at once are all counted; answers how many there were under the first
 * key. @throws TooManyTriesError where one of the keys has to wait; nothing is counted then
 */
export function countTry({ db, clock }: AttemptTools, keys: readonly TryKey[]): Promise<number> {
  const now = clock.now();
  return writing(db, async (trx) => {
    const counted = new Map<string, number>();
    // In one order, so that no two wait for each other.
    for (const { key, pace } of [...keys].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      await lockAttempts(trx, key);
      const before = await findAttempts(trx, key);
      const untilAt = before?.untilAt ?? 0;
      if (untilAt > now) throw new TooManyTriesError(Math.ceil((untilAt - now) / SECOND_MS));
      const isQuiet = now - (before?.lastAt ?? 0) >= QUIET_MS;
      const tries = isQuiet ? 1 : (before?.tries ?? 0) + 1;
      counted.set(key, tries);
      await putAttempts(trx, { key, tries, lastAt: now, untilAt: now + waitMs(PACES[pace], tries) });
    }
    return counted.get(keys[0]?.key ?? '') ?? 0;
  });
}

function waitMs({ free, firstMs, longestMs }: Pace, tries: number): number {
  return tries < free ? 0 : Math.min(firstMs * 2 ** Math.min(tries - free, 20), longestMs);
}

/** The try was a right one: the account begins anew, and the network is not charged for it. */
export async function forgetTries({ db }: AttemptTools, keys: readonly TryKey[]): Promise<void> {
  for (const { key, pace } of keys) {
    if (pace === 'account') await deleteAttempts(db, key);
    else await takeBackAttempt(db, key);
  }
}

/** From this count on an account's owner is told that somebody tries. */
export const WORTH_NOTING = PACES.account.free;
