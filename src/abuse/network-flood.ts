import type { Limit, RateLimits } from '../platform/rate-limits/index.js';
import type { Signal } from './screening.js';

const TEN_MINUTES = 600;

/**
 * So many actions from one /24 or /48 in ten minutes are looked at first: twice the 200 people of an event, who stand
 * behind one address.
 */
const FLOOD: Limit = { name: 'actions-of-network', windows: [{ most: 400, seconds: TEN_MINUTES }] };

/** All that came in the same ten minutes by networks that can be told apart. */
const ALL: Limit = { name: 'actions', windows: [{ most: Infinity, seconds: TEN_MINUTES }] };

/**
 * On the day of a broadcast the network of a telephone company may well bring more than an event does, but it is one among
 * many. What is looked at is a network that brings much, and a good part of all.
 */
const PART_OF_ALL = 0.2;

/** Many actions from one network are held for review, beyond those that an event explains. Nobody is refused. */
export function networkFloodSignal(limits: RateLimits): Signal {
  return async ({ origin }) => {
    const { wide, isShared } = limits.keysOf(origin.ip);
    if (isShared) return [];
    const [all, network] = await Promise.all([limits.hit(ALL, ''), limits.hit(FLOOD, wide)]);
    if (!network.isOver) return [];
    const [ofNetwork = 0] = network.counts;
    const [ofAll = 0] = all.counts;
    return ofNetwork >= PART_OF_ALL * ofAll ? ['network-flood'] : [];
  };
}
