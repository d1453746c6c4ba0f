import { readLetter, type LetterTemplate } from '../letters/index.js';
import type { Fault } from '../platform/errors.js';
import type { Target } from '../targets/index.js';
import type { CampaignLetters, Definition } from './campaign.js';

/** Reads the letters of a definition that passed the checks, with what the rules of this program find wrong in them. */
export function lettersOf({ file, letterSource, otherLetters = [] }: Definition): CampaignLetters & {
  readonly faults: readonly Fault[];
} {
  const main = readLetter({ subject: file.letter.subject, text: letterSource });
  const others = otherLetters.map(({ name, subject, source }) => ({ name, ...readLetter({ subject, text: source }) }));
  return {
    letter: main.letter,
    otherLetters: new Map(others.map(({ name, letter }) => [name, letter])),
    faults: [main, ...others].flatMap(({ faults }) => faults),
  };
}

/** The letter that a target gets; without target, or with one that no other letter is for, letter.hbs. */
export function letterFor({ letter, otherLetters }: CampaignLetters, target?: Pick<Target, 'version'>): LetterTemplate {
  return otherLetters.get(target?.version ?? '') ?? letter;
}
