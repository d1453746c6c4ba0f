import { personalWords, withoutCommon } from './common-passwords.js';
import type { LeakedPasswords } from './leaked-passwords.js';

/** NIST SP 800-63B-4 and ASVS 5 level 2 ask for 8 and advise 15; long texts are cut by nothing up to this. */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

/** What a new password is judged with. */
export type PasswordTools = { readonly leakedPasswords: Pick<LeakedPasswords, 'isLeaked'> };

/** Below this many characters of somebody's own a password is guessed among the first. */
const MIN_OWN = 4;
const MIN_DIFFERENT = 3;

/** As `passwordFault`; of what is sound by itself it is asked whether it is known from a leak. */
export async function newPasswordFault(
  { leakedPasswords }: PasswordTools,
  password: string,
  known: readonly string[],
): Promise<string | undefined> {
  return passwordFault(password, known) ?? ((await leakedPasswords.isLeaked(password)) ? LEAKED : undefined);
}

const LEAKED =
  'This password is on a list of passwords that leaked from other sites, and such lists are tried first. It need not be your account that leaked. Please choose another one here, and wherever else you use it.';

/**
 * What is wrong with a new password, in words for the person; undefined for nothing. There are no rules of composition:
 * it is looked how much is left without what is tried first, and without what is known of the person.
 * @param known the person's address and name, the organization's name
 */
export function passwordFault(password: string, known: readonly string[]): string | undefined {
  const length = Array.from(password).length;
  if (length < MIN_PASSWORD) return `Please choose ${MIN_PASSWORD} characters or more; this has ${length}.`;
  if (length > MAX_PASSWORD) return `Please choose ${MAX_PASSWORD} characters at the most; this has ${length}.`;
  const own = withoutCommon(password, personalWords(known));
  if (own.length >= MIN_OWN && new Set(own).size >= MIN_DIFFERENT) return undefined;
  return 'This is among what is tried first: a common word, a row of keys, a year, a name that belongs to you. Four words that have nothing to do with each other are hard to guess and easy to keep in mind.';
}
