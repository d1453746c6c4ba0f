import disposable from 'disposable-email-domains-js';
import { domainOf } from './mail-domains.js';
import type { Signal } from './screening.js';

/** Some thousand domains of the list disposable-email-domains (CC0), as of the package's version. */
const DOMAINS: ReadonlySet<string> = disposable.disposableEmailBlocklistSet();

/** Whether addresses at a domain, or at the one above it, are given to anybody for some minutes. */
export function isDisposable(domain: string): boolean {
  const above = domain.slice(domain.indexOf('.') + 1);
  return DOMAINS.has(domain) || DOMAINS.has(above);
}

/**
 * An address for a few minutes. Those who fear for their safety use them too, so that alone it holds nobody's letter: it
 * is told a reviewer beside other reasons, and counts in alerts.
 */
export const disposableSignal: Signal = ({ emailKey }) =>
  isDisposable(domainOf(emailKey)) ? ['disposable-address'] : [];
