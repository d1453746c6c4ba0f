import { createFormTokens } from '../../src/actions/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { createIds } from '../../src/platform/ids.js';
import { createSeal } from '../../src/platform/seal.js';
import { createRandom } from '../numbers.js';

/** The shipped campaign that writes to three offices by mail and leaves a fourth letter to the supporter. */
export const CAMPAIGN = 'harbourview-hotel-training';

export const LETTERS_PER_ACTION = 4;

/** Somebody looked at the page for so long before they sent the form; who sends it at once is no person. */
const READ_FOR_MS = 10_000;

/** Everybody's own words are their own: a flood of near-copies would be held for a reviewer. */
const WORDS = 14;
const VOCABULARY = 20_000;

/** New people, one after the other, each with a form of their own or with a body for the API. */
export type People = {
  /** What a browser sends: a form with a token that the program with this secret signed. */
  readonly form: () => string;
  /** What a program sends. */
  readonly json: () => string;
};

/** Nobody comes twice, also not in another run: their addresses hold the moment and the process. */
export function createPeople(secret: string): People {
  const ids = createIds(systemClock.now);
  const clock = { ...systemClock, now: () => systemClock.now() - READ_FOR_MS };
  const tokens = createFormTokens({ clock, ids, seal: createSeal(secret) });
  const random = createRandom(systemClock.now());
  const words = (): string =>
    Array.from({ length: WORDS }, () => `w${Math.floor(random() * VOCABULARY).toString(36)}`).join(' ');
  const run = ids.next();
  let last = 0;
  const next = (): { readonly given_name: string; readonly family_name: string; readonly email: string } => {
    const number = ++last;
    return { given_name: 'Ana', family_name: `Lima ${number}`, email: `ana${number}.${run}@supporter.example` };
  };
  return {
    form: () => {
      const person = { ...next(), postal_code: '80202' };
      return new URLSearchParams({ token: tokens.make(CAMPAIGN), ...person, own_words: words() }).toString();
    },
    json: () => JSON.stringify({ supporter: { ...next(), postal_code: '80202' }, letter: { own_words: words() } }),
  };
}
