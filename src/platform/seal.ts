import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Signs and hides small values with the installation's secret; a purpose keeps what was made for one thing from passing
 * for another.
 */
export type Seal = {
  /** A keyed digest of a value as hexadecimal text. */
  readonly digest: (purpose: string, value: string) => string;
  /** The value with its signature: `value.signature`, safe in a URL when the value is. */
  readonly sign: (purpose: string, value: string) => string;
  /** The value, or undefined when the signature is not ours. */
  readonly open: (purpose: string, sealed: string) => string | undefined;
  /** The value encrypted (AES-256-GCM), safe in a URL; another text each time. */
  readonly hide: (purpose: string, value: string) => string;
  /** What was hidden for this purpose, or undefined when it was not, or was changed. */
  readonly reveal: (purpose: string, hidden: string) => string | undefined;
};

export function createSeal(secret: string): Seal {
  const mac = (purpose: string, value: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}\n${value}`).digest();
  return {
    digest: (purpose, value) => mac(purpose, value).toString('hex'),
    sign: (purpose, value) => `${value}.${mac(purpose, value).toString('base64url')}`,
    open: (purpose, sealed) => {
      const cut = sealed.lastIndexOf('.');
      const value = sealed.slice(0, Math.max(cut, 0));
      // Texts are compared, not bytes: base64 reads several texts as the same bytes.
      const given = Buffer.from(sealed.slice(cut + 1));
      const right = Buffer.from(mac(purpose, value).toString('base64url'));
      return cut > 0 && given.length === right.length && timingSafeEqual(given, right) ? value : undefined;
    },
    hide: (purpose, value) => hide(keyFor(secret, purpose), value),
    reveal: (purpose, hidden) => reveal(keyFor(secret, purpose), hidden),
  };
}

/** NIST SP 800-38D, section 8.2.2: random nonces of 96 bits; section 5.2.1.2: a tag of 128 bits. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key for one purpose (HKDF, RFC 5869), apart from those that sign. */
function keyFor(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'clarion hides', purpose, 32));
}

function hide(key: Uint8Array, value: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const hidden = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url');
}

function reveal(key: Uint8Array, text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAuthTag(tag);
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
