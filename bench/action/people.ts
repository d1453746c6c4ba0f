import { createFormTokens } from '../../src/actions/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { createIds } from '../../src/platform/ids.js';
import { createSeal } from '../../src/platform/seal.js';

/** The shipped campaign that writes to three offices by mail and leaves a fourth letter to the supporter. */
export const CAMPAIGN = 'harbourview-hotel-training';

export const LETTERS_PER_ACTION = 4;

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
  // Nobody sends in the moment in which the letter is shown.
  const clock = { now: () => systemClock.now() - READ_FOR_MS };
  const tokens = createFormTokens({ clock, ids, seal: createSeal(secret) });
  const run = ids.next();
  let last = 0;
  const next = (): { readonly given_name: string; readonly family_name: string; readonly email: string } => {
    const number = ++last;
    return { given_name: 'Ana', family_name: `Lima ${number}`, email: `ana${number}.${run}@supporter.example` };
  };
  return {
    form: () => {
      const person = { ...next(), postal_code: '80202' };
      return new URLSearchParams({ token: tokens.make(CAMPAIGN), ...person, own_words: OWN_WORDS }).toString();
    },
    json: () => JSON.stringify({ supporter: { ...next(), postal_code: '80202' }, letter: { own_words: OWN_WORDS } }),
  };
}

const READ_FOR_MS = 60_000;

/** So short that nobody takes the same words of many people for a flood of copies. */
const OWN_WORDS = 'I pass three hotels each morning.';
