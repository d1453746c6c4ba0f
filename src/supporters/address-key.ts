import type { Seal } from '../platform/seal.js';
import { canonicalEmail } from './canonical-email.js';

/** Hexadecimal digits of an address key: 128 bits, so that the links that carry one stay short. */
const KEY_LENGTH = 32;

/** A keyed digest of an address as a person is known by it: tells addresses apart and names none. */
export function addressKey(seal: Seal, email: string): string {
  return seal.digest('address', canonicalEmail(email) ?? email).slice(0, KEY_LENGTH);
}
