import type { SendingIdentity } from '../../deliveries/index.js';
import { dkimRecord, mxRecord, type DnsRecord } from '../../doctor/index.js';

export type SendingTools = {
  readonly identity: SendingIdentity;
  /** Whether a mail server is set, without which letters are only previewed. */
  readonly hasMailServer: boolean;
};

/** How this server sends: what people see of it, and what the DNS must hold. */
export type DescribedSending = {
  readonly hasMailServer: boolean;
  /** The From line of a letter, by example. */
  readonly letterFrom: string;
  readonly mailFrom: string;
  readonly bounceDomain: string;
  readonly records: readonly (DnsRecord & { readonly id: string; readonly what: string })[];
};

export function describeSending({ identity, hasMailServer }: SendingTools, name: string): DescribedSending {
  const address = /<([^<>]+)>/.exec(identity.mailFrom)?.[1] ?? identity.mailFrom;
  const bounceDomain = identity.bounceDomain ?? address.slice(address.lastIndexOf('@') + 1);
  const { domainName, keySelector, privateKey } = signingKey(identity);
  const isSigned = domainName !== undefined && keySelector !== undefined && privateKey !== undefined;
  return {
    hasMailServer,
    letterFrom: `Ana Lima (via ${name}) <${address}>`,
    mailFrom: identity.mailFrom,
    bounceDomain,
    records: [
      ...(isSigned
        ? [
            {
              ...dkimRecord({ domainName, keySelector, privateKey }),
              id: 'dkim',
              what: 'Shows the key that signs (DKIM)',
            },
          ]
        : []),
      ...(identity.bounceDomain === undefined
        ? []
        : [{ ...mxRecord(bounceDomain, bounceDomain), id: 'bounces', what: 'Leads bounces to this server' }]),
    ],
  };
}

/** nodemailer's options as plain texts. */
function signingKey({ dkim }: SendingIdentity): Partial<Record<'domainName' | 'keySelector' | 'privateKey', string>> {
  const { domainName, keySelector, privateKey } = (dkim ?? {}) as Record<string, unknown>;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const [domain, selector, key] = [text(domainName), text(keySelector), text(privateKey)];
  return {
    ...(domain !== undefined && { domainName: domain }),
    ...(selector !== undefined && { keySelector: selector }),
    ...(key !== undefined && { privateKey: key }),
  };
}
