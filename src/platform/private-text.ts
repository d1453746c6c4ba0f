import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { messageOf } from './errors.js';

/** A key that texts in the data base are encrypted with. */
export type DataKey = {
  /** Stands beside each text that it encrypted; tells nothing of the key. */
  readonly id: string;
  /** For texts that are only read. */
  readonly values: Uint8Array;
  /** For texts that rows are found by: the same text is always encrypted alike. */
  readonly lookups: Uint8Array;
};

/** Encrypts texts with the newest of some keys, and opens what any of them encrypted. An empty text stays empty. */
export type PrivateText = {
  readonly newestId: string;
  /** The ids of all keys, the newest first. */
  readonly ids: readonly string[];
  readonly seal: (text: string) => string;
  /** How a text that rows are found by is stored. */
  readonly sealLookup: (text: string) => string;
  /** Every way in which such a text may be stored: under each key, the newest first, and as it is. */
  readonly lookupForms: (text: string) => readonly string[];
  /** The text behind one that we encrypted; any other is answered as it is. @throws Error where it was changed */
  readonly open: (stored: string) => string;
};

const KEY_BYTES = 32;

/** NIST SP 800-38D, section 8.2.2: nonces of 96 bits; section 5.2.1.2: a tag of 128 bits. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `enc:v:1a2b3c4d:…` for values, `enc:k:…` for what rows are found by. */
const STORED = /^enc:([vk]):([0-9a-f]{8}):([\w-]{39,})$/;

/**
 * Keys as a setting gives them, the newest first, apart by commas or spaces: each 32 bytes as 64 hexadecimal digits or
 * as base64, or all of them in a file whose path is given. @throws Error that says what is wrong and holds no key
 */
export function readDataKeys(given: string): DataKey[] {
  const texts = (isDataKeyFile(given) ? readKeys(given) : given).split(/[\s,]+/).filter(Boolean);
  const keys = texts.map((text, at) => dataKeyOf(bytesOf(text, at + 1)));
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('names a key twice');
  return keys;
}

/** Whether keys are given as the path of a file that is there. */
export function isDataKeyFile(given: string): boolean {
  return existsSync(given);
}

function readKeys(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`names a file that cannot be read (${messageOf(error)})`, { cause: error });
  }
}

function bytesOf(text: string, place: number): Buffer {
  const bytes = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  const isWhole = /^[\w+/-]+=*$/.test(text) && bytes.length === KEY_BYTES;
  if (isWhole) return bytes;
  throw new Error(`key ${place} is not ${KEY_BYTES} bytes as hex or base64; \`openssl rand -hex 32\` makes one`);
}

function dataKeyOf(key: Uint8Array): DataKey {
  const derived = (purpose: string, bytes: number): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', key, 'clarion data key', purpose, bytes));
  return {
    id: Buffer.from(derived('id', 4)).toString('hex'),
    values: derived('values', KEY_BYTES),
    lookups: derived('lookups', KEY_BYTES),
  };
}

/** undefined without any key: then nothing is encrypted. */
export function createPrivateText(keys: readonly DataKey[]): PrivateText | undefined {
  const [newest] = keys;
  if (!newest) return undefined;
  const byId = new Map(keys.map((key) => [key.id, key]));
  return {
    newestId: newest.id,
    ids: keys.map(({ id }) => id),
    seal: (text) => (text === '' ? '' : `enc:v:${newest.id}:${encrypt(newest.values, randomBytes(NONCE_BYTES), text)}`),
    sealLookup: (text) => lookupOf(newest, text),
    lookupForms: (text) => [...keys.map((key) => lookupOf(key, text)), text],
    open: (stored) => {
      if (!stored.startsWith('enc:')) return stored;
      const [, kind, id = '', hidden = ''] = STORED.exec(stored) ?? [];
      const key = byId.get(id);
      // What the start of the program would not have let pass is not ours: somebody typed it.
      return key ? decrypt(kind === 'v' ? key.values : key.lookups, hidden) : stored;
    },
  };
}

/** The nonce is made of the text, so that the same text is stored alike (as in RFC 5297, a synthetic one). */
function lookupOf({ id, lookups }: DataKey, text: string): string {
  if (text === '') return '';
  const nonce = createHmac('sha256', lookups).update(text).digest().subarray(0, NONCE_BYTES);
  return `enc:k:${id}:${encrypt(lookups, nonce, text)}`;
}

function encrypt(key: Uint8Array, nonce: Uint8Array, text: string): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url');
}

function decrypt(key: Uint8Array, hidden: string): string {
  const bytes = Buffer.from(hidden, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(text).toString('utf8');
  } catch {
    throw new Error('A text in the data base cannot be decrypted: it was changed, or its key is not the one it says.');
  }
}
