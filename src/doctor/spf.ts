import ipaddr from 'ipaddr.js';
import { DnsTroubleError, type Dns } from './dns.js';
import { expandMacros } from './spf-macros.js';
import { isSpf, parseSpf, type Directive } from './spf-record.js';

/** What SPF says of a server that sends (RFC 7208, section 2.6). */
export type SpfResult = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'permerror' | 'temperror';

/** The result, and in a few words what it rests on: the mechanism that fits, or what is wrong. */
export type SpfAnswer = { readonly result: SpfResult; readonly because: string };

/** Who sends, and for whom. */
export type SpfQuestion = { readonly ip: string; readonly domain: string; readonly sender: string };

/** RFC 7208, section 4.6.4. */
const MAX_LOOKUPS = 10;
const MAX_VOID_LOOKUPS = 2;
const MAX_MX = 10;

/** Evaluates the record of a domain for a server's address. */
export async function checkSpf(dns: Dns, question: SpfQuestion): Promise<SpfAnswer> {
  try {
    return await evaluate({ dns, ...question, spent: { lookups: 0, voids: 0 } });
  } catch (error) {
    if (error instanceof SpfError) return { result: 'permerror', because: error.message };
    if (error instanceof DnsTroubleError) return { result: 'temperror', because: error.message };
    throw error;
  }
}

/** The record can never be evaluated. */
class SpfError extends Error {}

type Look = SpfQuestion & { readonly dns: Dns; readonly spent: { lookups: number; voids: number } };

const RESULTS = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' } as const;

async function evaluate(look: Look): Promise<SpfAnswer> {
  const { domain } = look;
  const records = (await look.dns.txt(domain)).filter(isSpf);
  if (records.length === 0) return { result: 'none', because: `${domain} has no SPF record` };
  if (records.length > 1) throw new SpfError(`${domain} has ${records.length} SPF records, where one is allowed`);
  const record = parseSpf(records[0] ?? '');
  if (typeof record === 'string') throw new SpfError(`"${record}" in the record of ${domain} cannot be read`);
  for (const directive of record.directives) {
    if (await fits(look, directive))
      return { result: RESULTS[directive.qualifier], because: `${directiveText(directive)} of ${domain}` };
  }
  if (record.redirect === undefined) return { result: 'neutral', because: `nothing in the record of ${domain} fits` };
  const target = expandMacros(record.redirect, look);
  spend(look);
  const answer = await evaluate({ ...look, domain: target });
  if (answer.result === 'none') throw new SpfError(`redirect leads to ${target}, which has no SPF record`);
  return answer;
}

async function fits(look: Look, { name, value, bits }: Directive): Promise<boolean> {
  const target = value === '' ? look.domain : expandMacros(value, look);
  if (name === 'all') return true;
  if (name === 'ip4' || name === 'ip6') return isWithin(look.ip, value, bits);
  spend(look);
  if (name === 'include') return isIncluded(look, target);
  if (name === 'exists') return (await found(look, target)).some((ip) => ip.includes('.'));
  if (name === 'a') return (await found(look, target)).some((ip) => isWithin(look.ip, ip, bits));
  // `ptr` is not to be used (section 5.5); here it fits nobody.
  return name === 'mx' && (await isMx(look, target, bits));
}

async function isIncluded(look: Look, target: string): Promise<boolean> {
  const { result } = await evaluate({ ...look, domain: target });
  if (result === 'none') throw new SpfError(`include:${target} leads to no SPF record`);
  return result === 'pass';
}

async function isMx(look: Look, target: string, bits: Directive['bits']): Promise<boolean> {
  const hosts = await look.dns.mx(target);
  if (hosts.length === 0) noteVoid(look);
  if (hosts.length > MAX_MX) throw new SpfError(`mx of ${target} names more than ${MAX_MX} servers`);
  for (const host of hosts) {
    if ((await look.dns.addresses(host)).some((ip) => isWithin(look.ip, ip, bits))) return true;
  }
  return false;
}

async function found(look: Look, name: string): Promise<string[]> {
  const addresses = await look.dns.addresses(name);
  if (addresses.length === 0) noteVoid(look);
  return addresses;
}

function spend({ spent }: Look): void {
  if (++spent.lookups > MAX_LOOKUPS) throw new SpfError(`the record needs more than ${MAX_LOOKUPS} look-ups`);
}

function noteVoid({ spent }: Look): void {
  if (++spent.voids > MAX_VOID_LOOKUPS)
    throw new SpfError(`more than ${MAX_VOID_LOOKUPS} names in the record are not there`);
}

function isWithin(ip: string, network: string, [four, six]: Directive['bits']): boolean {
  if (!ipaddr.isValid(network)) throw new SpfError(`"${network}" is no address`);
  const [one, other] = [ipaddr.process(ip), ipaddr.process(network)];
  if (one.kind() !== other.kind()) return false;
  return one.match([other, one.kind() === 'ipv4' ? four : six] as [ipaddr.IPv4, number]);
}

function directiveText({ qualifier, name, value }: Directive): string {
  return `"${qualifier === '+' ? '' : qualifier}${name}${value && `:${value}`}"`;
}
