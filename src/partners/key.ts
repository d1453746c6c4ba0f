import { createHmac } from 'node:crypto';
import type { Seal } from '../platform/seal.js';
import type { Coalition } from './coalition.js';

/** For hiding a coalition's shared secret. */
export const KEY_PURPOSE = 'coalition key';

/** What is drawn from a coalition's shared secret; the same on every installation that has it. */
export type CoalitionKeys = {
  /** A person's keyed digest: HMAC-SHA-256 of the canonical address, the first 128 bits as 22 characters. */
  readonly person: (address: string) => string;
  /** By what files say which coalition they are of: 32 hexadecimal digits. */
  readonly publicId: string;
  /** Vouches for a text: HMAC-SHA-256 as base64url. */
  readonly mac: (text: string) => string;
};

export function keysOf(secret: string): CoalitionKeys {
  const drawn = (purpose: string): Buffer => createHmac('sha256', secret).update(purpose).digest();
  const [people, files] = [drawn('people'), drawn('files')];
  return {
    person: (address) => createHmac('sha256', people).update(address).digest().subarray(0, 16).toString('base64url'),
    publicId: drawn('public id').toString('hex').slice(0, 32),
    mac: (text) => createHmac('sha256', files).update(text).digest('base64url'),
  };
}

/**
 * The shared secret of a coalition, which whoever has it can count its people with.
 * @throws Error where the installation's secret is not the one under which the coalition's was hidden
 */
export function sharedSecret(
  { seal }: { readonly seal: Seal },
  { key, slug }: Pick<Coalition, 'key' | 'slug'>,
): string {
  const secret = seal.reveal(KEY_PURPOSE, key);
  if (secret === undefined) throw new Error(`The key of the coalition ${slug} was made under another SECRET.`);
  return secret;
}

/** Makes the keyed digests by which a coalition tells people apart. @throws Error as `sharedSecret` */
export function personKeys(
  tools: { readonly seal: Seal },
  coalition: Pick<Coalition, 'key' | 'slug'>,
): CoalitionKeys['person'] {
  return keysOf(sharedSecret(tools, coalition)).person;
}
