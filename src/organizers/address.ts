import { parseEmailAddress } from '../platform/email-address.js';

/** An address as it is compared: in lower case; what is no address stays what it is and fits nobody. */
export function canonicalAddress(text: string): string {
  return (parseEmailAddress(text) ?? text).toLowerCase();
}
