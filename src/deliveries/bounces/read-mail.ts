import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** A mail that came to a return address, taken apart as far as it can be. */
export type BouncedMail = {
  /** The values of a header, unfolded, in their order; the name in lower case. */
  readonly header: (name: string) => readonly string[];
  readonly subject: string;
  /** What people read of it, without the message that was returned. */
  readonly text: string;
  /** The machine's part: `message/delivery-status` (RFC 3464) or the same fields in the text; '' without. */
  readonly statusFields: string;
  /** `message/feedback-report` (RFC 5965); undefined in a mail that is no report of abuse. */
  readonly feedbackFields: string | undefined;
  /** The head of the message that was returned; '' where none was. */
  readonly returned: string;
};

/** Of a longer mail the rest is not looked at: what failed stands at its beginning. */
const MAX_READ_BYTES = 256 * 1024;

/** Each line costs the parser time, also an empty one. */
const MAX_LINES = 10_000;

const LIMITS = { forceRfc822Attachments: true, maxNestingDepth: 30, maxHeadersSize: 256 * 1024 } as const;

/** Of each part so many characters are looked at. */
const MAX_PART_CHARACTERS = 100_000;

/** Takes a raw mail apart; never fails: what no parser understands is read as plain text. */
export async function readMail(raw: Buffer): Promise<BouncedMail> {
  const bytes = beginningOf(raw);
  const whole = bytes.toString('utf8');
  const email = await PostalMime.parse(withoutMboxLine(bytes), LIMITS).catch(() => undefined);
  return email ? fromParsed(email, whole) : fromText(whole);
}

function beginningOf(raw: Buffer): Buffer {
  let end = 0;
  for (let line = 0; line < MAX_LINES && end < MAX_READ_BYTES; line++) {
    const next = raw.indexOf('\n', end);
    if (next < 0) return raw.subarray(0, MAX_READ_BYTES);
    end = next + 1;
  }
  return raw.subarray(0, Math.min(end, MAX_READ_BYTES));
}

function fromParsed(email: Email, whole: string): BouncedMail {
  const part = (type: RegExp): string => textOf(email.attachments.filter(({ mimeType }) => type.test(mimeType)));
  const shown = shownText(email) || bodyOf(whole);
  const { notice, copy } = splitNotice(shown);
  const feedback = part(/^message\/(?:x-)?feedback-report$/);
  return {
    header: (name) => email.headers.filter(({ key }) => key === name).map(({ value }) => value),
    subject: email.subject ?? '',
    text: notice,
    statusFields: part(/^message\/(?:global-)?delivery-status/) || fieldsIn(notice) || fieldsIn(whole),
    feedbackFields: feedback === '' ? undefined : feedback,
    returned: headOf(part(/^message\/(?:rfc822|global)$|^text\/rfc822|^message\/rfc822-headers/) || copy),
  };
}

function fromText(whole: string): BouncedMail {
  const head = headOf(whole).replace(/\r?\n[ \t]+/g, ' ');
  const header = (name: string): string[] =>
    head
      .split(/\r?\n/)
      .filter((line) => line.toLowerCase().startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trim());
  const { notice, copy } = splitNotice(bodyOf(whole));
  return {
    header,
    subject: header('subject')[0] ?? '',
    text: notice,
    statusFields: fieldsIn(notice) || fieldsIn(whole),
    feedbackFields: undefined,
    returned: headOf(copy),
  };
}

/** A line that says where the mail as it was sent begins. */
const COPY_BEGINS =
  /^[ \t>*=_-]{0,40}(?:below (?:this line )?is a copy|enclosed is a copy|(?:this|here) is a copy|included is a copy|(?:the )?(?:body of the )?(?:original|unsent|returned|undelivered) (?:message|mail|e-mail)\b[^.]{0,40}$|(?:message|original message) headers? (?:follow|:)|the header of the original|a copy of (?:the|your) (?:original )?message|text of (?:the )?(?:message|mail) follows|original message|元のメール|原文)/i;

/** A header that no notice shows and every mail that travelled has. */
const TRAVELLED =
  /^[ \t>]{0,8}(?:received|return-path|dkim-signature|x-originating-ip): ?\S|^(?:x-mailer|message-id): ?\S/i;

/** Parts what is said about a mail from the mail. */
function splitNotice(text: string): { readonly notice: string; readonly copy: string } {
  const lines = text.slice(0, MAX_PART_CHARACTERS).split(/\r?\n/);
  const at = lines.findIndex((line, index) => index > 0 && (TRAVELLED.test(line) || beginsCopy(lines, index)));
  if (at < 0 || lines.slice(0, at).every((line) => line.trim() === '')) return { notice: lines.join('\n'), copy: '' };
  const begins = TRAVELLED.test(lines[at] ?? '') ? at : at + 1;
  const copy = lines.slice(begins).join('\n');
  return { notice: lines.slice(0, at).join('\n'), copy: copy.trimStart() };
}

/** Whether a line announces the copy, and a header or nothing follows: some say where it is before they say why. */
function beginsCopy(lines: readonly string[], index: number): boolean {
  if (!COPY_BEGINS.test(lines[index] ?? '')) return false;
  const next = lines.slice(index + 1, index + 30).filter((line) => /\w/.test(line));
  return next.length < 3 || next.slice(0, 3).some((line) => /^[ \t>]{0,8}[A-Z][A-Za-z-]{1,40}: ?\S/.test(line));
}

/** The text that is shown, or the words of the page where there is only one. */
function shownText({ text, html, attachments }: Email): string {
  if (text?.trim()) return ISO_2022_JP.test(text) ? fromIso2022Jp(text) : text;
  if (html?.trim()) return wordsOfPage(html);
  return textOf(attachments.filter(({ mimeType }) => mimeType === 'text/plain' || mimeType === 'text/html'));
}

/** Japanese systems send it without saying so: `ESC $ B` begins a run of it. */
const ISO_2022_JP = /\x1b\$[@B]/;

function fromIso2022Jp(text: string): string {
  return new TextDecoder('iso-2022-jp').decode(Buffer.from(text, 'latin1'));
}

/** The words of a page, a line for each block. */
function wordsOfPage(html: string): string {
  return html
    .slice(0, MAX_PART_CHARACTERS)
    .replace(/<(style|script|head)\b[\s\S]{0,5000}?<\/\1>/gi, ' ')
    .replace(/<(?:br|p|div|tr|li|h\d)\b[^<>]{0,500}>/gi, '\n')
    .replace(/<[^<>@]{0,2000}>/g, ' ')
    .replace(/&#(\d{2,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&(nbsp|lt|gt|quot|apos|rsquo|amp);/gi, (_, name: string) => ENTITIES[name.toLowerCase()] ?? ' ');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", rsquo: "'", amp: '&' };

/** Fields of a delivery status that a system wrote where they do not belong. */
function fieldsIn(text: string): string {
  const part = text.slice(0, MAX_PART_CHARACTERS);
  const begins = part.search(/^[ \t>]{0,8}(?:final-recipient|original-recipient|action|reporting-mta):/im);
  return begins >= 0 && /^[ \t>]{0,8}(?:action|status):/im.test(part) ? part.slice(begins) : '';
}

function textOf(parts: readonly Attachment[]): string {
  const decode = ({ content }: Attachment): string =>
    typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('utf8');
  return parts
    .map((part) => decode(part).slice(0, MAX_PART_CHARACTERS))
    .join('\n\n')
    .slice(0, MAX_PART_CHARACTERS);
}

function headOf(mail: string): string {
  const end = mail.search(/\r?\n\r?\n/);
  return (end < 0 ? mail : mail.slice(0, end)).slice(0, MAX_PART_CHARACTERS);
}

function bodyOf(mail: string): string {
  const end = mail.search(/\r?\n\r?\n/);
  return end < 0 ? mail : mail.slice(end).trimStart();
}

/** Mail boxes put a line `From somebody Thu Apr 29…` before a mail. */
function withoutMboxLine(bytes: Buffer): Buffer {
  return bytes.subarray(0, 5).toString('latin1') === 'From ' ? bytes.subarray(bytes.indexOf('\n') + 1) : bytes;
}
