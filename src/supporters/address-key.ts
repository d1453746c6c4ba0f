import type { Seal } from '../platform/seal.js';
import { canonicalEmail } from './canonical-email.js';

/** Hexadecimal digits of an address key: 128 bits, so that the links that carry one stay short. */
const KEY_LENGTH = 32;

/**
 * A keyed digest of an address: tells mailboxes apart and names none. Many mail services that nobody lists deliver
 * `name+anything` to `name`, so what stands behind a plus never counts here: else one mailbox could be sent any number of
 * mails, and stop them only one by one.
 */
export function addressKey(seal: Seal, email: string): string {
  return seal.digest('address', withoutTag(canonicalEmail(email) ?? email)).slice(0, KEY_LENGTH);
}

/** `name+anything@mail.example` -> `name@mail.example` */
function withoutTag(address: string): string {
  const plus = address.indexOf('+', 1);
  const at = plus === -1 ? -1 : address.indexOf('@', plus);
  return at === -1 ? address : address.slice(0, plus) + address.slice(at);
}
