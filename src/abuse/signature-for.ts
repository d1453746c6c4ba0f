import { signatureOf, type Signature } from '../letters/index.js';
import type { Submission } from './screening.js';

/** Shorter texts, `Please vote for this bill.`, are the same by chance. */
const FEWEST_WORDS = 12;

const SIGNATURES = new WeakMap<Submission, Signature | 'none'>();

/** The signature of what a person wrote themselves, made once for all signals; undefined where that is little. */
export function signatureFor(submission: Submission): Signature | undefined {
  const known =
    SIGNATURES.get(submission) ?? (isLong(submission.words) ? signatureOf(submission.words) : undefined) ?? 'none';
  SIGNATURES.set(submission, known);
  return known === 'none' ? undefined : known;
}

function isLong(words: string): boolean {
  return (words.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= FEWEST_WORDS;
}
