import type { BouncedMail } from './read-mail.js';

/** A notice in words, without fields for machines, about one recipient. */
export type Noticed = {
  readonly address: string;
  /** The lines that tell of this recipient, nearest first. */
  readonly texts: readonly string[];
};

const ADDRESS = /[a-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9-]{2,63}/gi;

/** What stands before an address without being of it: `'ann@…'`, `smtp=ann@…`. */
const QUOTE = /^(?:['`=]|smtp=|rfc822=){1,3}/;

/** More recipients than these are not looked at. */
const MAX_RECIPIENTS = 50;

/** Finds the recipients that a notice in words tells of; one without an address where it names none. */
export function readNotice(mail: BouncedMail): Noticed[] {
  const lines = mail.text.split('\n').map((line) => line.trimEnd());
  const known = failedRecipients(mail, mail.text);
  const whole = lines.join('\n');
  if (known.length === 0) return [{ address: returnedTo(mail), texts: [whole] }];
  return known.map((address) => ({
    address,
    texts: [...textsAbout(address, lines, known), ...(known.length === 1 ? [whole] : [])],
  }));
}

/** All text that tells of an address in a mail: the lines it stands in, then those with what follows it. */
export function textsAbout(address: string, lines: readonly string[], others: readonly string[]): string[] {
  const own: string[] = [];
  const following: string[] = [];
  let isFollowing = false;
  for (const line of lines) {
    const low = line.toLowerCase();
    const names = others.filter((one) => low.includes(one));
    if (names.includes(address)) own.push(line);
    if (names.length > 0) isFollowing = names.includes(address);
    if (isFollowing) following.push(line);
  }
  return [own.join('\n'), following.join('\n')].filter(Boolean);
}

function failedRecipients(mail: BouncedMail, text: string): string[] {
  const listed = mail.header('x-failed-recipients').flatMap(addressesIn);
  if (listed.length > 0) return unique(listed);
  const ours = OWN_HEADERS.flatMap((name) => mail.header(name)).flatMap(addressesIn);
  const others = (part: string): string[] =>
    unique(addressesIn(part).filter((address) => !ours.includes(address) && !SERVICE.test(address)));
  const named = others(text.replace(QUOTED_HEAD, ''));
  return named.length > 0 ? named : others(text);
}

/** Lines by which a notice reminds of the mail it is about. */
const QUOTED_HEAD = /^[ \t]{0,8}(?:to|cc|from|mail from|subject|sent|date|reply-to|sender):.{0,500}$/gim;

/** Headers that name who reports and whom the report is for. */
const OWN_HEADERS = ['from', 'to', 'return-path', 'reply-to', 'sender', 'delivered-to', 'message-id', 'x-original-to'];

/** Addresses that notices give for questions. */
const SERVICE = /^(?:postmaster|mailer-daemon|abuse|support|helpdesk|hostmaster|root)@/;

function returnedTo(mail: BouncedMail): string {
  const line = /^to:(.{1,500})$/im.exec(mail.returned)?.[1] ?? '';
  return addressesIn(line)[0] ?? '';
}

function addressesIn(text: string): string[] {
  return (text.slice(0, 20_000).match(ADDRESS) ?? []).map((one) => one.toLowerCase().replace(QUOTE, ''));
}

function unique(addresses: readonly string[]): string[] {
  return [...new Set(addresses)].slice(0, MAX_RECIPIENTS);
}
