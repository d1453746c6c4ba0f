import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { messageOf } from './errors.js';

/** RFC 8301, section 3.2: shorter keys are not verified, so letters signed with one would look forged. */
const MIN_RSA_BITS = 1024;

/**
 * A private key for DKIM as PEM text, given as that, as PEM text with a literal `\n` for each line break, or as the path
 * of a PEM file. @throws Error that says what is wrong and never holds key material
 */
export function readSigningKey(given: string): string {
  const isText = given.includes('-----BEGIN');
  const pem = isText ? given.replaceAll('\\r', '').replaceAll('\\n', '\n') : readKeyFile(given);
  const place = isText ? 'the PEM text' : `the file ${given}`;
  const key = parseKey(pem, place);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`${place} is no RSA key, which DKIM needs`);
  if (bits < MIN_RSA_BITS) throw new Error(`${place} has ${bits} bits; mail servers ignore keys under ${MIN_RSA_BITS}`);
  return pem;
}

/** Whether the key is given as the path of a file that is there. */
export function isKeyFile(given: string): boolean {
  return !given.includes('-----BEGIN') && existsSync(given);
}

function readKeyFile(path: string): string {
  // What is no file may be a key that lost its first line: it is not repeated.
  if (!existsSync(path)) throw new Error('is neither PEM text nor the path of a file that is there');
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`names a file that cannot be read (${messageOf(error)})`, { cause: error });
  }
}

function parseKey(pem: string, place: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const isLocked = /\bENCRYPTED\b/.test(pem);
    const why = isLocked ? 'is locked with a passphrase; give the key without one' : 'holds no private key in PEM form';
    throw new Error(`${place} ${why}`, { cause: error });
  }
}
