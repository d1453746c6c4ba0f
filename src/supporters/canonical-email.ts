import { parseEmailAddress } from '../platform/email-address.js';

/** Mail services that deliver `name+anything` to `name` (their help pages, 2025). */
const IGNORE_PLUS = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'icloud.com',
  'me.com',
  'fastmail.com',
  'proton.me',
  'protonmail.com',
]);

/** Google ignores dots before the @ as well. */
const IGNORE_DOTS = new Set(['gmail.com', 'googlemail.com']);

/**
 * The key by which a person is known: the address in lower case, without what the mail service itself ignores.
 * `Ana.Lima+news@GoogleMail.com` -> `analima@gmail.com`
 * @returns undefined for a text that is no address
 */
export function canonicalEmail(text: string): string | undefined {
  const address = parseEmailAddress(text)?.toLowerCase();
  if (address === undefined) return undefined;
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  let local = address.slice(0, at);
  if (IGNORE_PLUS.has(domain)) local = local.replace(/(?<=.)\.?\+.*$/s, '');
  if (IGNORE_DOTS.has(domain)) local = local.replaceAll('.', '');
  return `${local}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`;
}
