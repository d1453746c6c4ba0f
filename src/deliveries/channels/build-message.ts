import { buffer } from 'node:stream/consumers';
import type { DKIMOptions } from 'nodemailer';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Seal } from '../../platform/seal.js';

/** Who sends: our own address, and the key that signs for its domain. */
export type SendingIdentity = {
  /** `Letters <letters@mail.example.org>` or the bare address. */
  readonly mailFrom: string;
  readonly seal: Seal;
  /** The domain whose mail comes back to us, where it is not that of `mailFrom`. */
  readonly bounceDomain?: string | undefined;
  /** Signs every mail (RFC 6376); undefined leaves that to the relay. */
  readonly dkim?: DKIMOptions | undefined;
};

/** A message as it goes over the wire. */
export type ComposedMessage = {
  readonly raw: Buffer;
  /** `from` is '' for a mail that nobody bounces (RFC 5321, section 4.5.5). */
  readonly envelope: { readonly from: string; readonly to: string };
  /** `<01kar…@mail.example.org>`: the same for every try. */
  readonly messageId: string;
};

/**
 * What a signature covers where it is there (RFC 6376, section 5.4.1), with what one-click unsubscribing asks for
 * (RFC 8058, section 4).
 */
const SIGNED_HEADERS = [
  ...['From', 'Sender', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'To', 'Cc', 'In-Reply-To', 'References'],
  ...['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Auto-Submitted'],
  ...['List-Unsubscribe', 'List-Unsubscribe-Post'],
].join(':');

/** Builds a mail out of parts that are safe by themselves, and signs it. Reads no file and no address. */
export async function buildMessage(
  parts: NonNullable<ConstructorParameters<typeof MailComposer>[0]>,
  dkim: DKIMOptions | undefined,
): Promise<Buffer> {
  const composer = new MailComposer({ ...parts, xMailer: false, disableFileAccess: true, disableUrlAccess: true });
  const unsigned = await composer.compile().build();
  return dkim ? buffer(new DKIM({ ...dkim, headerFieldNames: SIGNED_HEADERS }).sign(unsigned)) : unsigned;
}

/** The address out of `Name <address>`. */
export function bareAddress(mailFrom: string): string {
  return /<([^<>]+)>/.exec(mailFrom)?.[1] ?? mailFrom;
}

/** `<id@domain of our address>`. */
export function messageIdOf(id: string, mailFrom: string): string {
  const address = bareAddress(mailFrom);
  return `<${id}${address.slice(address.lastIndexOf('@'))}>`;
}
