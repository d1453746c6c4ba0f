/**
 * What is wrong with the address of a service such as `smtps://user:password@host:465`, or undefined. URL parsers take
 * more than clients can use: `redis:` without a host, or a `/` in a password, which ends the host name early.
 */
export function serviceAddressFault(text: string, protocols: readonly string[]): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol)) return 'is no such address';
  if (url.hostname === '') return 'names no host';
  if (`${url.pathname}${url.search}${url.hash}`.includes('@')) {
    return 'has an @ behind the host: write / ? # @ and : in a password as %2F %3F %23 %40 and %3A';
  }
  if (!isEscaped(url.username) || !isEscaped(url.password))
    return 'has a % in the password that is no %XX: write it as %25';
  return undefined;
}

/** A setting as it may be shown: whatever stands where a password may stand is hidden, to its end. */
export function withoutPasswords(text: string): string {
  // `postgres://user:password@/name` has no host: PostgreSQL's client reads it, URL does not.
  if (!URL.canParse(text)) return withoutUser(text);
  const url = new URL(text);
  if (url.password !== '') url.password = HIDDEN;
  const secrets = [...url.searchParams.keys()].filter((name) => /pass|secret|token|key/i.test(name));
  for (const name of secrets) url.searchParams.set(name, HIDDEN);
  return url.password === '' && secrets.length === 0 ? text : url.href;
}

function withoutUser(text: string): string {
  const [from, to] = [text.indexOf('//'), text.lastIndexOf('@')];
  return from === -1 || to < from ? text : `${text.slice(0, from)}//${HIDDEN}${text.slice(to)}`;
}

/** Stands for what is hidden. */
export const HIDDEN = '(hidden)';

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
