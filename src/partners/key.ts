import { createHmac } from 'node:crypto';
import type { Seal } from '../platform/seal.js';
import type { Coalition } from './coalition.js';

/** For hiding a coalition's shared secret. */
export const KEY_PURPOSE = 'coalition key';

/**
 * Makes the keyed digests by which a coalition tells people apart: HMAC-SHA-256 of the canonical address under a key drawn
 * from the coalition's shared secret, the first 128 bits as 22 characters. The same on every installation that has it.
 * @throws Error where the installation's secret is not the one under which the coalition's was hidden
 */
export function personKeys(
  { seal }: { readonly seal: Seal },
  { key, slug }: Pick<Coalition, 'key' | 'slug'>,
): (address: string) => string {
  const secret = seal.reveal(KEY_PURPOSE, key);
  if (secret === undefined) throw new Error(`The key of the coalition ${slug} was made under another SECRET.`);
  const own = createHmac('sha256', secret).update('people').digest();
  return (address) => createHmac('sha256', own).update(address).digest().subarray(0, 16).toString('base64url');
}
