import { domainToASCII } from 'node:url';

/** Limits of RFC 5321, section 4.5.3.1, and RFC 1035, section 2.3.4, in octets. */
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;

/** A dot-atom of RFC 5322, section 3.2.3; quoted local parts exist on paper only and are refused. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** Letters of any script, digits, hyphens and dots; the rest would be read as the end of a host name, or left out of it. */
const TYPED_DOMAIN = /^[a-z0-9.\u0080-\uffff-]+$/i;

/**
 * One address as it may stand in an envelope, with the domain in lower-case ASCII; undefined for anything else.
 * Accepts less than RFC 5321 does, never more: no quotes, comments, literals or single-label domains.
 */
export function parseEmailAddress(text: string): string | undefined {
  const tidy = text.trim();
  const at = tidy.lastIndexOf('@');
  const local = tidy.slice(0, Math.max(at, 0));
  const typed = tidy.slice(at + 1);
  const domain = domainToASCII(typed).toLowerCase();
  const isAddress =
    TYPED_DOMAIN.test(typed) &&
    local.length <= MAX_LOCAL_PART &&
    local.length + domain.length < MAX_ADDRESS &&
    LOCAL_PART.test(local) &&
    DOMAIN.test(domain);
  return isAddress ? `${local}@${domain}` : undefined;
}
