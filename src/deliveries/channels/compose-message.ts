import { buffer } from 'node:stream/consumers';
import type { DKIMOptions } from 'nodemailer';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseEmailAddress } from '../../platform/email-address.js';
import { InputError } from '../../platform/errors.js';
import type { Seal } from '../../platform/seal.js';
import type { OutgoingLetter } from '../delivery.js';
import { returnAddress, returnPathOf } from './return-path.js';

/** Who sends: our own address, and the key that signs for its domain. */
export type SendingIdentity = {
  /** `Letters <letters@mail.example.org>` or the bare address. */
  readonly mailFrom: string;
  readonly seal: Seal;
  /** The domain whose mail comes back to us, where it is not that of `mailFrom`. */
  readonly bounceDomain?: string | undefined;
  /** Signs every letter (RFC 6376); undefined leaves that to the relay. */
  readonly dkim?: DKIMOptions | undefined;
};

/** A message as it goes over the wire. */
export type ComposedMessage = {
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: string };
  /** `<01kar…@mail.example.org>`: the same for every try of a delivery. */
  readonly messageId: string;
};

/**
 * Builds the mail for a letter: From is our own address under the supporter's name, Reply-To is the supporter,
 * one checked recipient, plain text, nothing that tracks.
 * @throws InputError when the target's address is not one plain address
 */
export async function composeMessage(
  letter: OutgoingLetter,
  identity: SendingIdentity,
  now: number,
): Promise<ComposedMessage> {
  const to = parseEmailAddress(letter.to.address);
  if (to === undefined)
    throw new InputError([{ field: 'email', message: 'The address of this office is not a usable e-mail address.' }]);
  const address = bareAddress(identity.mailFrom);
  const messageId = `<${letter.deliveryId}${address.slice(address.lastIndexOf('@'))}>`;
  const composer = new MailComposer({
    from: { name: `${letter.supporter.name} (via ${letter.organization})`, address },
    replyTo: { name: letter.supporter.name, address: letter.supporter.email },
    to: { name: letter.to.name, address: to },
    subject: letter.subject,
    text: letter.text,
    date: new Date(now),
    messageId,
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const unsigned = await composer.compile().build();
  const raw = identity.dkim ? await buffer(new DKIM(identity.dkim).sign(unsigned)) : unsigned;
  const returnTo = returnAddress(address, identity.bounceDomain);
  return { raw, messageId, envelope: { from: returnPathOf(identity.seal, returnTo, letter.deliveryId), to } };
}

/** The address out of `Name <address>`. */
export function bareAddress(mailFrom: string): string {
  return /<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom;
}
