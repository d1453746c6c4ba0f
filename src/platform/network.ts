import ipaddr from 'ipaddr.js';

/** `203.0.113.9`, `2001:db8:1:2`: an IPv4 address, or the 64 bits that an IPv6 host shares with its neighbours. */
export type Network = {
  readonly text: string;
  /** It may stand for many people: a proxy of one's own, a private range, an address that is none. */
  readonly isShared: boolean;
};

/** The network that an address counts as. */
export function networkOf(ip: string): Network {
  if (!ipaddr.isValid(ip)) return { text: 'unknown', isShared: true };
  const address = ipaddr.process(ip);
  const isShared = address.range() !== 'unicast' && address.range() !== 'reserved';
  if (address instanceof ipaddr.IPv6) {
    const parts = address.parts.slice(0, 4);
    return { text: parts.map((part) => part.toString(16)).join(':'), isShared };
  }
  return { text: address.toString(), isShared };
}
