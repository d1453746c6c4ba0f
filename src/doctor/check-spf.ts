import { isIP } from 'node:net';
import { isLoopback } from '../deliveries/index.js';
import type { Check, DoctorTools, Finding } from './check.js';
import { bounceDomain, NO_SENDER } from './check-relay.js';
import type { Dns } from './dns.js';
import { txtRecord } from './dns-record.js';
import { checkSpf, type SpfAnswer } from './spf.js';
import { isSpf } from './spf-record.js';

/** Whether the domain of return addresses lets our mail server send for it (RFC 7208). */
export const spfCheck: Check = {
  name: 'spf',
  title: 'SPF',
  run: async (tools) => {
    const domain = bounceDomain(tools.settings);
    if (domain === undefined) return NO_SENDER;
    const records = (await tools.dns.txt(domain)).filter(isSpf);
    const [record] = records;
    const relay = relayHost(tools);
    if (records.length > 1)
      return {
        state: 'fail',
        found: `${domain} has ${records.length} SPF records; mail servers then heed none.`,
        todo: 'Put them together in one.',
      };
    if (record === undefined)
      return {
        state: 'fail',
        found: `${domain} has no SPF record: nothing says who may send for it.`,
        todo: `Add this to the DNS; if your provider names an include of its own, put that in place of ${mechanismFor(relay)}.`,
        dns: [txtRecord(domain, `v=spf1 ${mechanismFor(relay)} ~all`)],
      };
    return judgeRelay(tools.dns, { domain, record, relay });
  },
};

/** What names our mail server in a record; one on this machine is taken to receive our mail too. */
function mechanismFor(relay: string | undefined): string {
  if (relay === undefined) return 'mx';
  const kind = isIP(relay);
  return kind === 0 ? `a:${relay}` : `ip${kind}:${relay}`;
}

type Case = { readonly domain: string; readonly record: string; readonly relay: string | undefined };

/** The name of a mail server that is not on this machine, whose addresses nobody knows from here. */
function relayHost({ settings }: DoctorTools): string | undefined {
  const { smtpUrl } = settings;
  return smtpUrl === undefined || isLoopback(smtpUrl) ? undefined : new URL(smtpUrl).hostname.replace(/^\[|\]$/g, '');
}

async function judgeRelay(dns: Dns, { domain, record, relay }: Case): Promise<Finding> {
  const ips = relay === undefined ? [] : await dns.addresses(relay);
  // Without an address of ours a made-up one still shows whether the record can be evaluated.
  const answers = await askAll(dns, domain, ips.length > 0 ? ips : [NOBODY]);
  const broken = answers.find(({ result }) => result === 'permerror' || result === 'temperror');
  if (broken?.result === 'temperror')
    return { state: 'warn', found: `The SPF record of ${domain} could not be evaluated: ${broken.because}.` };
  if (broken)
    return { state: 'fail', found: `The SPF record of ${domain} is faulty: ${broken.because}.`, todo: 'Correct it.' };
  if (answers.every(({ result }) => result === 'pass'))
    return ips.length > 0
      ? { state: 'ok', found: `${domain} lets ${relay ?? ''} send: ${answers[0]?.because ?? ''}.` }
      : { state: 'warn', found: `${domain} lets everybody send: ${answers[0]?.because ?? ''}.` };
  if (relay === undefined || ips.length === 0)
    return {
      state: 'warn',
      found: `${domain} has an SPF record, but from here it cannot be told by which address mail leaves.`,
      todo: 'Make sure that the record names the public address of the machine that sends.',
    };
  return notNamed({ domain, record, relay }, answers);
}

/** An address for documentation, which sends nothing (RFC 5737). */
const NOBODY = '192.0.2.1';

function askAll(dns: Dns, domain: string, ips: readonly string[]): Promise<SpfAnswer[]> {
  return Promise.all(ips.map((ip) => checkSpf(dns, { ip, domain, sender: `postmaster@${domain}` })));
}

function notNamed({ domain, record, relay = '' }: Case, answers: readonly SpfAnswer[]): Finding {
  const worst = answers.find(({ result }) => result !== 'pass');
  const mended = record.replace(/(?<! ) +([-~?+]?all|redirect=\S+)\s*$/i, ` ${mechanismFor(relay)} $1`);
  return {
    state: 'warn',
    found: `${domain} does not name ${relay}: ${worst?.result ?? ''}, ${worst?.because ?? ''}. Many providers send from other addresses than they take mail at.`,
    todo: 'If yours does, add the include it names. If it sends from this very host, change the record to:',
    dns: [txtRecord(domain, mended === record ? `${record.trim()} ${mechanismFor(relay)}` : mended)],
  };
}
