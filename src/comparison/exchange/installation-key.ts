import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from '../../platform/ids.js';
import type { Seal } from '../../platform/seal.js';

/** PKCS #8 and SubjectPublicKeyInfo around an Ed25519 key's 32 bytes (RFC 8410, section 7 and 4). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** What an installation signs its files with; the same as long as its SECRET is. */
export type InstallationKey = {
  /** The SHA-256 of the public key, as 64 hexadecimal digits. */
  readonly id: string;
  /** 32 bytes as base64url. */
  readonly publicKey: string;
  readonly sign: (text: string) => string;
};

export function installationKey(seal: Seal): InstallationKey {
  const seed = Buffer.from(seal.digest('installation key', 'ed25519'), 'hex');
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const publicKey = spki.subarray(PUBLIC_HEAD.length).toString('base64url');
  return {
    id: idOf(publicKey),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  };
}

/** The id of the installation that has this public key. */
export function idOf(publicKey: string): string {
  return sha256(Buffer.from(publicKey, 'base64url'));
}

/** Whether the installation with this public key signed the text. */
export function isSigned(text: string, { publicKey, signature }: Record<'publicKey' | 'signature', string>): boolean {
  return verify(null, Buffer.from(text), publicKeyOf(publicKey), Buffer.from(signature, 'base64url'));
}

function publicKeyOf(text: string): KeyObject {
  const key = Buffer.concat([PUBLIC_HEAD, Buffer.from(text, 'base64url')]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}
