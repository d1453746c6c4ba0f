import { distance } from 'fastest-levenshtein';
import { remember } from '../platform/remember.js';
import { domainOf, isWellKnown, WELL_KNOWN_DOMAINS } from './mail-domains.js';

/** Of shorter domains, such as me.com, others that exist are one letter away; only their ends are looked at. */
const SHORTEST = 'gmail.com'.length;

/** Longer ones may have two letters wrong: `hotmal.con`. */
const LONG = 'hotmail.com'.length;

/** No domain that is meant is longer than the longest by more than this. */
const MOST_CHARACTERS = 24;

/**
 * The address that is probably meant where a well-known mail domain is misspelled: `ana@gmial.com` -> `ana@gmail.com`.
 * It is a question to a person, never a correction. undefined for what is itself well known, and for all that is like none.
 */
export function meantAddress(email: string): string | undefined {
  const domain = domainOf(email.trim());
  if (domain.length > MOST_CHARACTERS || isWellKnown(domain)) return undefined;
  const meant = meantDomain(domain);
  return meant === '' ? undefined : `${email.trim().slice(0, -domain.length)}${meant}`;
}

/** People of one organization write from few domains. */
const DOMAINS_KEPT = 1_000;

/** The well-known domain that is probably meant; '' for none. */
const meantDomain = remember(DOMAINS_KEPT, (domain: string): string => {
  const [meant] = WELL_KNOWN_DOMAINS.map((known) => ({ known, wrong: wrongIn(domain, known) }))
    .filter((one): one is { known: string; wrong: number } => one.wrong !== undefined)
    .sort((one, other) => one.wrong - other.wrong);
  return meant?.known ?? '';
});

/** How many mistakes lead from a domain to what was typed, two letters that changed places as one; undefined for too many. */
function wrongIn(typed: string, known: string): number | undefined {
  if (Math.abs(typed.length - known.length) > 2) return undefined;
  const wrong = isSwapped(typed, known) ? 1 : distance(typed, known);
  if (known.length < SHORTEST) return wrong === 1 && nameOf(typed) === nameOf(known) ? wrong : undefined;
  const most = known.length >= LONG ? 2 : 1;
  // Another country's domain of the same name is one that exists.
  return wrong <= most && !isOtherCountry(typed, known) ? wrong : undefined;
}

function nameOf(domain: string): string {
  return domain.slice(0, domain.indexOf('.'));
}

function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length || one === other) return false;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return one.slice(0, at) + one.charAt(at + 1) + one.charAt(at) + one.slice(at + 2) === other;
}

/** Ends that people mistype, and that are countries with few people who write here: Colombia, Cameroon, Oman. */
const MISTYPED_ENDS: readonly string[] = ['co', 'cm', 'om', 'ne', 'con', 'cim', 'vom', 'comm', 'nett', 'ent'];

function isOtherCountry(typed: string, known: string): boolean {
  const end = typed.slice(typed.lastIndexOf('.') + 1);
  return nameOf(typed) === nameOf(known) && end.length === 2 && !MISTYPED_ENDS.includes(end);
}
