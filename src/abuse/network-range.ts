import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;

/** What an IPv6 host shares with its neighbours: one that is named alone stands for these bits. */
const IPV6_HOST_BITS = 64;

/** An IPv4 address that is written as one of IPv6 has so many bits before it. */
const MAPPED_BITS = 96;

/** Wider networks hold whole countries. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

/** A network as it is written here: `203.0.113.0/24`, `2001:db8::/48`. */
export type RangeText = string;

/**
 * Reads an address or a network: `203.0.113.9` -> `203.0.113.9/32`, `2001:db8::7` -> `2001:db8::/64`.
 * @returns undefined for a text that is none
 */
export function parseRange(text: string): RangeText | undefined {
  const [host = '', length, ...more] = text.trim().split('/');
  const isHost = ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv6.isValid(host);
  if (!isHost || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const written = ipaddr.parse(host);
  const address = ipaddr.process(host);
  const most = address.kind() === 'ipv4' ? 32 : 128;
  const isMapped = written.kind() !== address.kind();
  if (length === undefined) return rangeAt(address, most === 32 ? most : IPV6_HOST_BITS);
  const bits = Number(length) - (isMapped ? MAPPED_BITS : 0);
  return bits >= 0 && bits <= most ? rangeAt(address, bits) : undefined;
}

/** Whether a network holds whole countries, or nobody who could write from it: private ones, one's own machine. */
export function isUselessRange(range: RangeText): boolean {
  const [address, bits] = ipaddr.parseCIDR(range);
  const isPublic = ['unicast', 'reserved'].includes(address.range());
  return !isPublic || bits < WIDEST[address.kind()];
}

/** An address, with what is needed to find the networks that it is in; undefined for what is none. */
export function readAddress(ip: string): Address | undefined {
  return ipaddr.isValid(ip) ? ipaddr.process(ip) : undefined;
}

/** The network of so many bits that an address is in. */
export function rangeAt(address: Address, bits: number): RangeText {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.max(0, Math.min(8, bits - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}
