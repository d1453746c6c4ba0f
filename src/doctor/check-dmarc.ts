import type { Check, DoctorSettings, Finding } from './check.js';
import { bounceDomain, fromDomain, NO_SENDER } from './check-relay.js';
import type { Dns } from './dns.js';
import { readTags, txtRecord } from './dns-record.js';

/** Whether the domain in From has a DMARC policy, and SPF or DKIM speaks for that very domain (RFC 7489). */
export const dmarcCheck: Check = {
  name: 'dmarc',
  title: 'DMARC',
  run: async ({ settings, dns }) => {
    const from = fromDomain(settings);
    if (from === undefined) return NO_SENDER;
    const policy = await findPolicy(dns, from);
    if (!policy)
      return {
        state: 'warn',
        found: `${from} has no DMARC record, which large mail providers ask of those who send much.`,
        todo: 'Add this to the DNS:',
        dns: [txtRecord(`_dmarc.${from}`, 'v=DMARC1; p=none')],
      };
    if ('fault' in policy) return { state: 'fail', found: policy.fault, todo: 'Correct the record.' };
    return judge(settings, from, policy);
  },
};

type Policy = { readonly domain: string; readonly tags: ReadonlyMap<string, string> };

/** The policy of a domain, or of the nearest one above it that has one. */
async function findPolicy(dns: Dns, from: string): Promise<Policy | { readonly fault: string } | undefined> {
  const labels = from.split('.');
  for (let start = 0; start <= Math.max(labels.length - 2, 0); start++) {
    const domain = labels.slice(start).join('.');
    const records = (await dns.txt(`_dmarc.${domain}`)).filter((text) => /^v=DMARC1\s*(?:;|$)/.test(text));
    if (records.length > 1) return { fault: `_dmarc.${domain} has ${records.length} DMARC records; then none counts.` };
    const [record] = records;
    if (record !== undefined) return checked(domain, readTags(record));
  }
  return undefined;
}

function checked(domain: string, tags: Policy['tags']): Policy | { readonly fault: string } {
  return /^(?:none|quarantine|reject)$/i.test(tags.get('p') ?? '')
    ? { domain, tags }
    : { fault: `_dmarc.${domain} names no policy (p=none, p=quarantine or p=reject).` };
}

function judge(settings: DoctorSettings, from: string, { domain, tags }: Policy): Finding {
  const envelope = bounceDomain(settings) ?? from;
  const isAligned = (other: string, mode: string): boolean =>
    other === from || (tags.get(mode) !== 's' && isUnder(other, domain) && isUnder(from, domain));
  const spf = isAligned(envelope, 'aspf');
  const dkim = settings.dkim !== undefined && isAligned(settings.dkim.domainName.toLowerCase(), 'adkim');
  const policy = `_dmarc.${domain} says p=${tags.get('p') ?? ''}`;
  if (spf && dkim) return { state: 'ok', found: `${policy}; SPF and DKIM both speak for ${from}.` };
  if (spf || dkim)
    return {
      state: settings.dkim && !dkim ? 'warn' : 'ok',
      found: `${policy}; ${spf ? 'SPF' : 'DKIM'} speaks for ${from}, ${spf ? 'DKIM' : 'SPF'} does not.`,
      ...(settings.dkim && !dkim && { todo: `Sign with DKIM_DOMAIN=${from}: SPF breaks where mail is passed on.` }),
    };
  return {
    state: 'fail',
    found: `${policy}, but neither SPF (${envelope}) nor DKIM speaks for ${from}: letters look forged.`,
    todo: `Sign with DKIM_DOMAIN=${from}, or let return addresses be in that domain.`,
  };
}

function isUnder(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
