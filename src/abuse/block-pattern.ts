import { parseEmailAddress } from '../platform/email-address.js';
import { canonicalEmail } from '../supporters/index.js';
import { matchesGlob } from './glob.js';
import { domainOf, WELL_KNOWN_DOMAINS } from './mail-domains.js';
import { isUselessRange, parseRange } from './network-range.js';

/** One e-mail address; a mail domain with all below it; a network; a pattern of addresses with `*` and `?`. */
export const BLOCK_KINDS = ['address', 'domain', 'network', 'glob'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** What is blocked, in its canonical form. */
export type BlockPattern = { readonly kind: BlockKind; readonly pattern: string };

const MAX_GLOB = 100;

/** Addresses that have nothing in common: a pattern that matches both at a large mail service matches everybody's. */
const UNLIKE = ['qx7.zw', 'jkvb-93'] as const;

/**
 * Reads what somebody typed into a block list, by what it looks like: `bot@spam.example`, `spam.example` or
 * `@spam.example`, `203.0.113.0/24`, `*@spam-*.example`.
 */
export function parsePattern(typed: string): BlockPattern | { readonly fault: string } {
  const text = typed.trim().toLowerCase();
  if (text === '') return { fault: 'Type an e-mail address, a domain, a network or a pattern.' };
  if (/[*?]/.test(text)) return parseGlob(text);
  if (text.includes('/') || parseRange(text) !== undefined) return parseNetwork(text);
  return text.lastIndexOf('@') > 0 ? parseAddress(text) : parseDomain(text.replace(/^@/, ''));
}

function parseGlob(text: string): BlockPattern | { readonly fault: string } {
  if (text.length > MAX_GLOB || !/^[^\s<>"(),:;]+$/.test(text))
    return { fault: `A pattern has at most ${MAX_GLOB} characters, and no spaces.` };
  const pattern = text.replace(/\*+/g, '*');
  const isWide = WELL_KNOWN_DOMAINS.some((domain) => UNLIKE.every((name) => matchesGlob(pattern, `${name}@${domain}`)));
  return isWide
    ? { fault: 'This would hold the letters of nearly everybody. Make the pattern narrower.' }
    : { kind: 'glob', pattern };
}

function parseNetwork(text: string): BlockPattern | { readonly fault: string } {
  const pattern = parseRange(text);
  if (pattern === undefined) return { fault: 'This is no network. One looks like 203.0.113.0/24 or 2001:db8::/48.' };
  return isUselessRange(pattern)
    ? { fault: 'This network is private, or so large that whole countries write from it.' }
    : { kind: 'network', pattern };
}

function parseAddress(text: string): BlockPattern | { readonly fault: string } {
  const pattern = canonicalEmail(text);
  return pattern === undefined ? { fault: 'This is no e-mail address.' } : { kind: 'address', pattern };
}

function parseDomain(text: string): BlockPattern | { readonly fault: string } {
  const address = parseEmailAddress(`somebody@${text}`);
  if (address === undefined)
    return { fault: 'This is no e-mail address, domain, network or pattern. A domain looks like spam.example.' };
  const pattern = domainOf(address);
  const holdsMany = WELL_KNOWN_DOMAINS.some((known) => known === pattern || known.endsWith(`.${pattern}`));
  return holdsMany
    ? {
        fault: `Very many people have their mail at ${pattern}. Block single addresses, or a pattern such as bot*@${pattern}.`,
      }
    : { kind: 'domain', pattern };
}
