import { timingSafeEqual } from 'node:crypto';
import type { Seal } from '../../platform/seal.js';

/** Hexadecimal digits of the signature in a return address: 48 bits, checked online only. */
const SIGNATURE_LENGTH = 12;

/**
 * The envelope sender of one letter (VERP, variable envelope return path), so that a bounce names the letter even
 * when it quotes nothing: `letters+01kar…-9f86d081884c@mail.example.org`. Lower case, since relays may fold it.
 */
export function returnPathOf(seal: Seal, mailFrom: string, deliveryId: string): string {
  const at = mailFrom.lastIndexOf('@');
  const signature = seal.digest('return-path', deliveryId).slice(0, SIGNATURE_LENGTH);
  return `${mailFrom.slice(0, at)}+${deliveryId}-${signature}${mailFrom.slice(at)}`;
}

/** The delivery that a return address belongs to; undefined when we did not make it. */
export function findDeliveryIdByReturnPath(seal: Seal, address: string): string | undefined {
  const [, deliveryId = '', signature = ''] = /\+([0-9a-z]{26})-([0-9a-f]{12})@/.exec(address.toLowerCase()) ?? [];
  const right = seal.digest('return-path', deliveryId).slice(0, SIGNATURE_LENGTH);
  const isOurs = deliveryId !== '' && timingSafeEqual(Buffer.from(signature), Buffer.from(right));
  return isOurs ? deliveryId : undefined;
}

/** The address under which return addresses are made: ours, at the domain that takes bounces where that is another. */
export function returnAddress(address: string, bounceDomain: string | undefined): string {
  return bounceDomain === undefined ? address : `${address.slice(0, address.lastIndexOf('@'))}@${bounceDomain}`;
}

/** Whether an address looks like a return address of ours, whoever made it. */
export function looksLikeReturnPath(address: string): boolean {
  return /\+[0-9a-z]{26}-[0-9a-f]{12}@/i.test(address);
}
