import { createHash, randomBytes } from 'node:crypto';

/** The one source of randomness, so that tests can fix it. */
export type Ids = {
  /** A row id: 26 lower-case letters and digits that sort by the time they were made (the ULID layout). */
  readonly next: () => string;
  /** A secret for a link: 128 random bits as 22 characters that are safe in a URL. */
  readonly token: () => string;
  /** A number from 0 up to, not including, 1; for jitter. */
  readonly fraction: () => number;
};

/** Crockford's base 32 in lower case: no i, l, o or u, so that ids survive being read aloud. */
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

export function createIds(now: () => number, random: (bytes: number) => Buffer = randomBytes): Ids {
  let last = { at: -1, random: 0n };
  return {
    next: () => {
      const at = Math.max(now(), last.at);
      // Ids of one millisecond count up, so that they sort in the order they were made.
      const fresh = BigInt('0x' + random(10).toString('hex')) >> 1n;
      last = { at, random: at === last.at ? last.random + 1n : fresh };
      return base32(BigInt(last.at), 10) + base32(last.random, 16);
    },
    token: () => random(16).toString('base64url'),
    fraction: () => random(4).readUInt32BE() / 2 ** 32,
  };
}

/** The first id that a row can have that was made at this moment or later. */
export function firstIdAt(at: number): string {
  return base32(BigInt(Math.max(0, at)), 10) + '0'.repeat(16);
}

/** The SHA-256 of a text as 64 hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = BASE32.charAt(Number(rest & 31n)) + text;
  return text;
}
