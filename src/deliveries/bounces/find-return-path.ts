import type { Seal } from '../../platform/seal.js';
import { findDeliveryIdByReturnPath, looksLikeReturnPath } from '../channels/return-path.js';
import { readMail } from './read-mail.js';

/** Headers in which a mail server notes for whom it took a mail, and the one that the sender wrote. */
const RECIPIENT_HEADERS = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'to',
  'cc',
];

/** The letter that a mail is about. */
export type FoundLetter = {
  readonly deliveryId: string | undefined;
  /** It names a return address that looks like ours and is not. */
  readonly isForged: boolean;
};

/**
 * Finds a return address of ours in a mail that was read from a box: in its headers, or as the sender of the message that
 * it returns. A Message-ID alone proves nothing: whoever got the letter knows it, and so may others.
 */
export async function findLetter(seal: Seal, raw: Buffer, given: string | undefined): Promise<FoundLetter> {
  const mail = await readMail(raw);
  const named = [
    ...(given === undefined ? [] : [given]),
    ...RECIPIENT_HEADERS.flatMap((name) => mail.header(name)),
    ...mail.returned.split(/\r?\n/).filter((line) => /^[ \t>]{0,8}return-path:/i.test(line)),
  ];
  const addresses = named.flatMap(
    (value) => value.slice(0, 2_000).match(/[^\s<>,;:"]{1,64}@[^\s<>,;:"]{1,255}/g) ?? [],
  );
  const deliveryId = addresses.map((one) => findDeliveryIdByReturnPath(seal, one)).find((id) => id !== undefined);
  return { deliveryId, isForged: deliveryId === undefined && addresses.some(looksLikeReturnPath) };
}
