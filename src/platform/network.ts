import ipaddr from 'ipaddr.js';

/** `203.0.113.9`, `2001:db8:1:2`: an IPv4 address, or the 64 bits that an IPv6 host shares with its neighbours. */
export type Network = {
  readonly text: string;
  /** What one provider hands to one customer or site: `203.0.113` (/24), `2001:db8:1` (/48; RFC 6177). */
  readonly wide: string;
  /** It may stand for many people: a proxy of one's own, a private range, an address that is none. */
  readonly isShared: boolean;
};

/** The network that an address counts as. */
export function networkOf(ip: string): Network {
  if (!ipaddr.isValid(ip)) return { text: 'unknown', wide: 'unknown', isShared: true };
  const address = ipaddr.process(ip);
  const isShared = address.range() !== 'unicast' && address.range() !== 'reserved';
  if (address instanceof ipaddr.IPv6) {
    const first = (count: number): string =>
      address.parts
        .slice(0, count)
        .map((part) => part.toString(16))
        .join(':');
    return { text: first(4), wide: first(3), isShared };
  }
  return { text: address.toString(), wide: address.octets.slice(0, 3).join('.'), isShared };
}
