import { parseEmailAddress } from '../../platform/email-address.js';
import { InputError } from '../../platform/errors.js';
import {
  bareAddress,
  buildMessage,
  messageIdOf,
  type ComposedMessage,
  type Prepared,
  type SendingIdentity,
} from './build-message.js';

/** A mail to a supporter: a receipt, a notice, a reply that is passed on. Letters to offices are none of these. */
export type SupporterMail = {
  /** Names the mail for good: a second try bears the same Message-ID. Letters, digits, hyphens and dots. */
  readonly id: string;
  readonly to: Person;
  readonly subject: string;
  readonly text: string;
  /** Whose name stands before our address; left out: the one of our own address. */
  readonly fromName?: string;
  /** Where one click unsubscribes by POST (RFC 8058). */
  readonly unsubscribeUrl?: string;
  /** Where bounces go; '' for nowhere. Left out: our own address. */
  readonly envelopeFrom?: string;
  readonly replyTo?: Person;
  /** It carries a person's answer: it is marked, so that an answer is never passed on twice. */
  readonly passesOn?: boolean;
  readonly attachments?: readonly Attachment[];
};

type Person = { readonly name: string; readonly address: string };
type Attachment = { readonly filename: string; readonly content: Buffer; readonly contentType: string };

/**
 * Builds a mail to a supporter: from our own address, one checked recipient, marked as sent by a machine so that no
 * holiday notice answers it (RFC 3834), and with one-click unsubscribing where there is an address for it.
 * @throws InputError when an address is not one plain address
 */
export async function composeMail(
  mail: SupporterMail,
  identity: SendingIdentity,
  now: number,
): Promise<ComposedMessage> {
  const { id, fromName, replyTo, attachments, envelopeFrom } = mail;
  const to = checked('to', mail.to.address);
  const messageId = messageIdOf(id, identity.mailFrom);
  const raw = await buildMessage(
    {
      from: fromName === undefined ? identity.mailFrom : { name: fromName, address: bareAddress(identity.mailFrom) },
      to: { name: mail.to.name, address: to },
      ...(replyTo && { replyTo: { name: replyTo.name, address: checked('replyTo', replyTo.address) } }),
      subject: mail.subject,
      text: mail.text,
      date: new Date(now),
      messageId,
      headers: headersOf(mail),
      ...(attachments && { attachments: attachments.map((attachment) => ({ ...attachment })) }),
    },
    identity.dkim,
  );
  const from = envelopeFrom === '' ? '' : checked('envelopeFrom', envelopeFrom ?? bareAddress(identity.mailFrom));
  return { raw, messageId, envelope: { from, to } };
}

/** A header that tells an answer that we passed on already. */
export const FORWARDED_HEADER = 'X-Clarion-Forwarded';

function headersOf({ unsubscribeUrl, passesOn }: SupporterMail): Readonly<Record<string, string | Prepared>> {
  return {
    'Auto-Submitted': 'auto-generated',
    ...(passesOn && { [FORWARDED_HEADER]: 'yes' }),
    ...(unsubscribeUrl && unsubscribeHeaders(unsubscribeUrl)),
  };
}

/** RFC 8058, section 3.1. Whole lines: a folded address is one that some programs do not find. */
function unsubscribeHeaders(url: string): Readonly<Record<string, Prepared>> {
  return {
    'List-Unsubscribe': { prepared: true, value: `<${new URL(url).href}>` },
    'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
  };
}

function checked(field: string, address: string): string {
  const usable = parseEmailAddress(address);
  if (usable === undefined) throw new InputError([{ field, message: 'This is not a usable e-mail address.' }]);
  return usable;
}
