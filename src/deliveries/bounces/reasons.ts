import { WORDINGS, type Reason } from './wordings.js';

/** Reasons that are a lasting failure of the address itself; all others may pass, or are not about the address. */
const ABOUT_THE_ADDRESS: readonly Reason[] = ['no-such-user', 'no-such-host', 'takes-no-mail'];

export function isAboutTheAddress(reason: Reason): boolean {
  return ABOUT_THE_ADDRESS.includes(reason);
}

/** More characters of a text are not looked at. */
const MAX_CHARACTERS = 8_000;

/** The reason that the words of a server name; undefined where they say nothing. */
export function reasonInWords(text: string): Reason | undefined {
  const words = plainWords(text.slice(0, MAX_CHARACTERS));
  return WORDINGS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** A text in one line, without accents, and without what may hold any word: addresses, paths of links, names of hosts. */
function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[\u2018\u2019\u00b4`]/g, "'")
    .replace(/(https?:\/\/[^\s<>/]{1,200})\/[^\s<>]{0,300}/gi, '$1')
    .replace(/<?[\w.!#$%&'*+/=?^{|}~-]{1,100}@[\w.-]{1,200}>?/g, '<>')
    .replace(/\b(?:host|server|by|at) (?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}(?= ?[[(])/gi, 'host #')
    .replace(/_/g, ' ')
    .replace(/\s+/g, ' ');
}

/** Enhanced status codes (RFC 3463 and the IANA register) that say why by themselves; read from top to bottom. */
const CODES: readonly (readonly [Reason, RegExp])[] = [
  ['full', /^[45]\.2\.2$|^[45]\.3\.1$/],
  ['too-big', /^[45]\.(?:2\.3|3\.4)$/],
  ['takes-no-mail', /^5\.1\.10$|^5\.7\.27$/],
  ['our-sender', /^[45]\.1\.[789]$/],
  ['our-proof', /^[45]\.7\.(?:2\d|5\d\d)$/],
  ['no-such-host', /^5\.(?:1\.2|4\.4|4\.310)$/],
  ['no-such-user', /^5\.1\.(?:0|1|3|6|351)$/],
  ['disabled', /^[45]\.2\.1$|^[45]\.7\.13$/],
  ['expired', /^[45]\.4\.\d+$|^4\./],
];

/** The reason that a status code names; undefined for one that leaves it open, such as `5.0.0`. */
export function reasonInCode(status: string): Reason | undefined {
  return CODES.find(([, pattern]) => pattern.test(status))?.[0];
}
