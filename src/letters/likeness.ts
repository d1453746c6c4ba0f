/**
 * How alike texts are: by the share of their three-word pieces that both have (Jaccard), told from short signatures
 * (MinHash: A. Broder, On the resemblance and containment of documents, 1997), and near-copies among many found by bands
 * of them. A signature is as long for a novel as for a line.
 */
import { remember } from '../platform/remember.js';

/** Words of a piece. */
const PIECE_WORDS = 3;

/** More pieces of a text are not looked at. */
const MOST_PIECES = 4_000;

const BANDS = 10;
const ROWS = 6;
const HASHES = BANDS * ROWS;

/** Texts that are at least this alike are called near-copies. */
export const NEAR_COPY = 0.8;

/** 60 numbers, from which no text can be told. */
export type Signature = Uint32Array;

/** The signature of a text; undefined for one without any word. */
export function signatureOf(text: string): Signature | undefined {
  const pieces = piecesOf(text);
  if (pieces.size === 0) return undefined;
  const signature = new Uint32Array(HASHES).fill(0xffffffff);
  for (const piece of pieces) {
    const hash = hashOf(piece);
    for (let index = 0; index < HASHES; index++) {
      const mixed = mix(hash ^ Math.imul(index + 1, 0x9e3779b1));
      if (mixed < (signature[index] ?? 0)) signature[index] = mixed;
    }
  }
  return signature;
}

/** About which share of their pieces two texts have in common, 0 to 1; give or take a tenth. */
export function likenessOf(one: Signature, other: Signature): number {
  let alike = 0;
  for (let index = 0; index < HASHES; index++) if (one[index] === other[index]) alike++;
  return alike / HASHES;
}

/** Which share of their pieces two texts have in common, exactly. */
export function exactLikeness(one: string, other: string): number {
  const [a, b] = [piecesOf(one), piecesOf(other)];
  const common = [...a].filter((piece) => b.has(piece)).length;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}

/**
 * Keys of a signature, ten unless they are made of fewer rows. Near-copies have at least one in common almost always (19 of
 * 20 at a likeness of 0.8), texts that are half alike seldom (1 of 7). Of three rows there are twenty keys, of which texts
 * have one in common almost always from 0.6 on.
 */
export function bandsOf(signature: Signature, rows = ROWS): string[] {
  const bands: string[] = [];
  for (let band = 0; band < HASHES / rows; band++) bands.push(bandOf(signature, band, rows));
  return bands;
}

function bandOf(signature: Signature, band: number, rows: number): string {
  let [high, low] = [band, 7];
  for (let index = band * rows; index < (band + 1) * rows; index++) {
    const row = signature[index] ?? 0;
    high = mix(high ^ row);
    low = mix(Math.imul(low, 31) ^ row);
  }
  return `${band}.${high.toString(36)}${low.toString(36)}`;
}

export function signatureText(signature: Signature): string {
  return Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString('base64');
}

/** Reads what `signatureText` wrote; undefined for anything else. */
export function readSignature(text: string): Signature | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== HASHES * 4) return undefined;
  return Uint32Array.from({ length: HASHES }, (_, index) => bytes.readUInt32LE(index * 4));
}

/** What a person wrote themselves: the sentences of their text that do not stand in the campaign's. */
export function ownPart(text: string, template: string): string {
  const known = knownSentences(template);
  return sentencesOf(text)
    .filter((sentence) => !known.has(sentence))
    .join(' ');
}

/** Few people change a word of a campaign's text; most texts are compared with the same few. */
const TEMPLATES_KEPT = 100;

const knownSentences = remember(TEMPLATES_KEPT, (template: string) => new Set(sentencesOf(template)));

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…])\s+|\n+/)
    .map((sentence) => wordsOf(sentence).join(' '))
    .filter(Boolean);
}

function piecesOf(text: string): Set<string> {
  const words = wordsOf(text).slice(0, MOST_PIECES + PIECE_WORDS);
  if (words.length <= PIECE_WORDS) return new Set(words.length > 0 ? [words.join(' ')] : []);
  return new Set(
    Array.from({ length: words.length - PIECE_WORDS + 1 }, (_, at) => words.slice(at, at + PIECE_WORDS).join(' ')),
  );
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
