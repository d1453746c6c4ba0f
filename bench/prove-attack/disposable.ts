import disposable from 'disposable-email-domains-js';

const SOME = 40;
const domains = disposable.disposableEmailBlocklist().slice(0, SOME);

/** A domain of addresses for a few minutes, as the list that the program uses names them; mail goes to this machine only. */
export function disposableDomain(number: number): string {
  return domains[number % domains.length] ?? '';
}
