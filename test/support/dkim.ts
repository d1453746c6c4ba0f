import { createHash, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'chai';

/** A key to sign with, as the settings take it, and its public half. */
export function makeDkim(domainName: string): {
  readonly dkim: { readonly domainName: string; readonly keySelector: string; readonly privateKey: string };
  readonly publicKey: KeyObject;
} {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { dkim: { domainName, keySelector: 'letters', privateKey: pem }, publicKey };
}

/** What a signature says of itself, and whether it holds. */
export type Signature = Readonly<Record<'d' | 's' | 'a' | 'h', string>> & { readonly isValid: boolean };

/** Checks a signature with relaxed/relaxed canonicalization (RFC 6376, sections 3.4 and 3.7). */
export function verifyDkim(message: string, publicKey: KeyObject): Signature {
  const cut = message.indexOf('\r\n\r\n');
  const headers = message
    .slice(0, cut)
    .split(/\r\n(?![ \t])/)
    .map((line) => ({ name: line.slice(0, line.indexOf(':')).toLowerCase(), line }));
  const own = headers.find(({ name }) => name === 'dkim-signature')?.line ?? expect.fail('no signature');
  const tags = Object.fromEntries(
    own
      .slice(own.indexOf(':') + 1)
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]),
  ) as Readonly<Record<string, string>>;
  expect(tags['c']).to.equal('relaxed/relaxed');
  const relaxed = (line: string): string => {
    const colon = line.indexOf(':');
    const value = line
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim();
    return `${line.slice(0, colon).trim().toLowerCase()}:${value}`;
  };
  const body = message
    .slice(cut + 4)
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)+$/, '');
  const bodyHash = createHash('sha256')
    .update(Buffer.from(body === '' ? '' : `${body}\r\n`, 'latin1'))
    .digest('base64');
  const names = (tags['h'] ?? '').toLowerCase().split(':');
  const lines = names.flatMap((name) => headers.findLast((header) => header.name === name)?.line ?? []).map(relaxed);
  const data = [...lines, relaxed(own.replace(/(\bb=)[A-Za-z0-9+/=\s]+$/, '$1'))].join('\r\n');
  const isSigned = createVerify('RSA-SHA256')
    .update(Buffer.from(data, 'latin1'))
    .verify(publicKey, tags['b'] ?? '', 'base64');
  const { d = '', s = '', a = '', h = '', bh } = tags;
  return { d, s, a, h, isValid: isSigned && bh === bodyHash };
}
