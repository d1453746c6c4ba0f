import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Check, DoctorSettings, Finding } from './check.js';
import { fromDomain, NO_SENDER } from './check-relay.js';
import { readTags, txtRecord, type DnsRecord } from './dns-record.js';

/** Whether the key that signs is the one that the DNS shows (RFC 6376, section 3.6.1). */
export const dkimCheck: Check = {
  name: 'dkim',
  title: 'DKIM',
  run: async ({ settings, dns }) => {
    const { dkim } = settings;
    if (!dkim) return fromDomain(settings) === undefined ? NO_SENDER : UNSIGNED;
    const key = createPublicKey(dkim.privateKey);
    const shown = dkimRecord(dkim);
    const { host: name } = shown;
    const wanted = [shown];
    const records = await dns.txt(name);
    const [record] = records;
    if (record === undefined)
      return {
        state: 'fail',
        found: `There is no record ${name}: signatures do not hold.`,
        todo: 'Add this to the DNS:',
        dns: wanted,
      };
    if (records.length > 1)
      return {
        state: 'fail',
        found: `${name} has ${records.length} records, where one is allowed.`,
        todo: 'Leave only this one:',
        dns: wanted,
      };
    const fault = faultOf(readTags(record), key);
    if (fault !== undefined) return { state: 'fail', found: `${name} ${fault}.`, todo: 'Replace it by:', dns: wanted };
    return judge(name, readTags(record), key);
  },
};

const UNSIGNED: Finding = {
  state: 'warn',
  found: 'Letters are not signed here; unless your mail server signs them, many offices take them for spam.',
  todo: 'Make a key with `openssl genrsa -out var/dkim.pem 2048`, set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY=var/dkim.pem, and run this again.',
};

/** The record that shows the public half of the key that signs. */
export function dkimRecord(dkim: NonNullable<DoctorSettings['dkim']>): DnsRecord {
  const key = createPublicKey(dkim.privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  return txtRecord(`${dkim.keySelector}._domainkey.${dkim.domainName}`, `v=DKIM1; k=rsa; p=${key}`);
}

function faultOf(tags: ReadonlyMap<string, string>, key: KeyObject): string | undefined {
  const version = tags.get('v') ?? 'DKIM1';
  const shown = (tags.get('p') ?? '').replace(/\s/g, '');
  if (version !== 'DKIM1') return `is no DKIM record (v=${version})`;
  if ((tags.get('k') ?? 'rsa') !== 'rsa') return `is for another kind of key (k=${tags.get('k') ?? ''})`;
  if (tags.has('h') && !/\bsha256\b/.test(tags.get('h') ?? '')) return 'does not allow SHA-256, with which we sign';
  if (shown === '') return 'withdraws the key (p is empty)';
  const ours = (['spki', 'pkcs1'] as const).map((type) => key.export({ type, format: 'der' }).toString('base64'));
  return ours.includes(shown) ? undefined : 'shows another key than the one that signs';
}

/** Flags and length that do no harm, but are better otherwise (RFC 8301, section 3.2). */
function judge(name: string, tags: ReadonlyMap<string, string>, key: KeyObject): Finding {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (/\by\b/.test(tags.get('t') ?? ''))
    return { state: 'warn', found: `${name} shows our key, but says that it is a test (t=y).`, todo: 'Take t=y out.' };
  if (bits < 2048)
    return { state: 'warn', found: `${name} shows our key, which has ${bits} bits.`, todo: 'Make one of 2048 bits.' };
  return { state: 'ok', found: `${name} shows the key that signs, ${bits} bits.` };
}
