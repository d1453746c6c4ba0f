import { buffer } from 'node:stream/consumers';
import type { DKIMOptions } from 'nodemailer';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';
import { remember } from '../../platform/remember.js';
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

type Parts = NonNullable<ConstructorParameters<typeof MailComposer>[0]>;

/** Builds a mail out of parts that are safe by themselves, and signs it. Reads no file and no address. */
export async function buildMessage(parts: Parts, dkim: DKIMOptions | undefined): Promise<Buffer> {
  const unsigned = buildAtOnce(parts) ?? (await compose(parts));
  return dkim ? buffer(new DKIM({ ...dkim, headerFieldNames: SIGNED_HEADERS }).sign(unsigned)) : unsigned;
}

function compose(parts: Parts): Promise<Buffer> {
  const composer = new MailComposer({ ...parts, xMailer: false, disableFileAccess: true, disableUrlAccess: true });
  return composer.compile().build();
}

/** Longer texts nodemailer cuts into slices. */
const MAX_TEXT_CHARACTERS = 16_000;

const PLAIN_TEXT = 'text/plain; charset=utf-8';

/**
 * What nodemailer builds for a mail of plain text, byte for byte, without its tree and its dozen streams, which cost more
 * than all the rest: each header and the text by its own encoders. Undefined where a mail is anything else.
 */
function buildAtOnce(parts: Parts): Buffer | undefined {
  const { text, attachments } = parts;
  if (typeof text !== 'string' || attachments !== undefined || text.length > MAX_TEXT_CHARACTERS) return undefined;
  // What ends in a space is encoded apart.
  if (/(?:^|[ \t\r])$/.test(text)) return undefined;
  // Plain text has no boundary; nodemailer would draw lots for one.
  const encoding = new MimeNode(PLAIN_TEXT, { baseBoundary: 'none' }).setContent(text).getTransferEncoding();
  if (encoding !== '7bit' && encoding !== 'quoted-printable') return undefined;
  const content = encoding === '7bit' ? text : wrap(encode(text));
  return Buffer.from(`${headersOf(parts, encoding)}\r\n\r\n${content}${text.endsWith('\n') ? '' : '\r\n'}`);
}

/** In nodemailer's order. */
function headersOf({ headers, from, to, replyTo, subject, messageId, date }: Parts, encoding: string): string {
  const own = Object.entries((headers ?? {}) as Readonly<Record<string, string | Prepared>>);
  return [
    ...own.map(([name, value]) => (typeof value === 'string' ? headerLine(name, value) : `${name}: ${value.value}`)),
    knownLine('From', from),
    knownLine('To', to),
    knownLine('Reply-To', replyTo),
    knownLine('Subject', subject),
    headerLine('Message-ID', messageId),
    headerLine('Date', date),
    `Content-Transfer-Encoding: ${encoding}`,
    'MIME-Version: 1.0',
    `Content-Type: ${PLAIN_TEXT}`,
  ]
    .filter((line) => line !== '')
    .join('\r\n');
}

/** A header's value that is not encoded or folded any more. */
export type Prepared = { readonly prepared: true; readonly value: string };

/** One line, folded; '' for a header without a value, which is left out. */
function headerLine(name: string, value: unknown): string {
  if (value === undefined || value === '') return '';
  const encoded = MimeNode.encodeHeaderValue(name, value);
  return encoded.trim() === '' ? '' : foldLines(`${name}: ${encoded}`, 76);
}

/** Names and subjects that were encoded lately: a supporter writes several letters, and an office gets many. */
const MOST_LINES = 500;

const knownLines = remember(MOST_LINES, (key: string) => {
  const [name, value] = JSON.parse(key) as [string, unknown];
  return headerLine(name, value);
});

function knownLine(name: string, value: unknown): string {
  return value === undefined ? '' : knownLines(JSON.stringify([name, value]));
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
