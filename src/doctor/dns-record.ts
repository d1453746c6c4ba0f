/** A record to add to the DNS. */
export type DnsRecord = {
  /** The full name without the last dot, `_dmarc.example.org`. */
  readonly host: string;
  readonly type: 'TXT' | 'MX';
  /** As forms ask for it, in one piece: `v=DMARC1; p=none`, `10 mx.example.org.` */
  readonly value: string;
  /** As a line of a zone file, long texts in several strings. */
  readonly line: string;
};

/** A string in a TXT record holds 255 octets at the most (RFC 1035, section 3.3.14). */
const MAX_STRING = 255;

export function txtRecord(host: string, value: string): DnsRecord {
  const strings = value.match(new RegExp(`.{1,${MAX_STRING}}`, 'g')) ?? [''];
  return { host, type: 'TXT', value, line: `${host}. IN TXT ${strings.map((text) => `"${text}"`).join(' ')}` };
}

export function mxRecord(host: string, exchange: string): DnsRecord {
  const value = `10 ${exchange}.`;
  return { host, type: 'MX', value, line: `${host}. IN MX ${value}` };
}

/** The parts of `v=DKIM1; k=rsa; p=…` (RFC 6376, section 3.2), names in lower case; DMARC's are the same. */
export function readTags(record: string): ReadonlyMap<string, string> {
  const tags = record.split(';').map((tag) => {
    const [name = '', ...rest] = tag.split('=');
    return { name: name.trim().toLowerCase(), value: rest.join('=').trim(), isTag: rest.length > 0 };
  });
  return new Map(tags.filter(({ name, isTag }) => isTag && /^\S+$/.test(name)).map(({ name, value }) => [name, value]));
}
