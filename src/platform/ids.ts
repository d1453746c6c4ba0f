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
  const drawn = draw(random);
  let last: Made = { at: -1, moment: '', random: [0, 0, 0, 0] };
  return {
    next: () => {
      const at = Math.max(now(), last.at);
      // Ids of one millisecond count up, so that they sort in the order they were made.
      if (at === last.at) last = { ...last, random: countedUp(last.random) };
      else last = { at, moment: momentIn32(at), random: randomIn20s(drawn(10)) };
      return last.moment + last.random.map(in32).join('');
    },
    token: () => drawn(16).toString('base64url'),
    fraction: () => drawn(4).readUInt32BE() / 2 ** 32,
  };
}

const DRAWN_AT_ONCE = 4096;

/** Random bytes, each used once, fetched many at a time: a call to the system for each id would cost more than the id. */
function draw(random: (bytes: number) => Buffer): (bytes: number) => Buffer {
  let left: Buffer = Buffer.alloc(0);
  return (bytes) => {
    if (left.length < bytes) left = random(DRAWN_AT_ONCE);
    const [given, rest] = [left.subarray(0, bytes), left.subarray(bytes)];
    left = rest;
    return given;
  };
}

/** The first id that a row can have that was made at this moment or later. */
export function firstIdAt(at: number): string {
  return momentIn32(Math.max(0, at)) + '0'.repeat(16);
}

/** The SHA-256 of a text as 64 hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** 80 bits as four whole numbers of 20 bits, four digits each, the greatest first. */
type Random = readonly [number, number, number, number];

type Made = { readonly at: number; readonly moment: string; readonly random: Random };

const BITS_20 = 0xfffff;

/** The highest bit stays free for counting up. */
function randomIn20s(bytes: Buffer): Random {
  const [high, low] = [bytes.readUIntBE(0, 5), bytes.readUIntBE(5, 5)];
  return [(high / 2 ** 20) & (BITS_20 >> 1), high & BITS_20, (low / 2 ** 20) & BITS_20, low & BITS_20];
}

function countedUp([a, b, c, d]: Random): Random {
  if (d < BITS_20) return [a, b, c, d + 1];
  if (c < BITS_20) return [a, b, c + 1, 0];
  return b < BITS_20 ? [a, b + 1, 0, 0] : [a + 1, 0, 0, 0];
}

/** A moment of 50 bits as ten digits. */
function momentIn32(at: number): string {
  return `${in32(at / 2 ** 30)}${in32((at / 2 ** 10) & BITS_20)}${PAIRS[at % 2 ** 10]}`;
}

/** 20 bits as four digits. */
function in32(bits: number): string {
  return `${PAIRS[bits >> 10]}${PAIRS[bits & 0x3ff]}`;
}

/** All pairs of digits: 00, 01 … zz. */
const PAIRS = Array.from({ length: 1024 }, (_, at) => BASE32.charAt(at >> 5) + BASE32.charAt(at & 31));
