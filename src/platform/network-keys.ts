import { dayOf, type Clock } from './clock.js';
import { networkOf } from './network.js';
import type { Seal } from './seal.js';

/** What is counted under a network: keyed digests that nobody can turn back, of a key that changes each day. */
export type NetworkKeys = {
  /** Of the IPv4 address, or of the IPv6 /64. */
  readonly narrow: string;
  /** Of the IPv4 /24, or of the IPv6 /48. */
  readonly wide: string;
  /** It may stand for many people, as a proxy of one's own does. */
  readonly isShared: boolean;
};

const DAY_MS = 24 * 60 * 60 * 1000;

export type NetworkKeyTools = { readonly seal: Seal; readonly clock: Clock };

/** A digest of one thing about a network, another one each day (UTC). */
export function dailyDigest({ seal, clock }: NetworkKeyTools, purpose: string, text: string): string {
  return seal.digest(purpose, `${today(clock)} ${text}`);
}

let lastDay = { number: -1, text: '' };

/** The day as text, made once a day: it is asked for with every request. */
function today(clock: Clock): string {
  const number = Math.floor(clock.now() / DAY_MS);
  if (number !== lastDay.number) lastDay = { number, text: dayOf(clock.now(), 'utc') };
  return lastDay.text;
}

const MOST_REMEMBERED = 10_000;

/** Answers the keys of an address; those of the last addresses are remembered, as digests cost more than looking up. */
export function createNetworkKeys(tools: NetworkKeyTools): (ip: string) => NetworkKeys {
  const known = new Map<string, NetworkKeys>();
  let day = -1;
  return (ip) => {
    const today = Math.floor(tools.clock.now() / DAY_MS);
    if (today !== day || known.size >= MOST_REMEMBERED) known.clear();
    day = today;
    const found = known.get(ip) ?? keysOf(tools, ip);
    known.set(ip, found);
    return found;
  };
}

function keysOf(tools: NetworkKeyTools, ip: string): NetworkKeys {
  const { text, wide, isShared } = networkOf(ip);
  return {
    narrow: dailyDigest(tools, 'networks', text),
    wide: dailyDigest(tools, 'networks', `wide ${wide}`),
    isShared,
  };
}
