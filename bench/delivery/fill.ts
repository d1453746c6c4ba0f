import type { ActionInput } from '../../src/actions/input.js';
import type { Wiring } from '../../src/wiring.js';

/** The shipped campaign that writes to three offices by mail and leaves a fourth letter to the supporter. */
export const CAMPAIGN = 'harbourview-hotel-training';
export const MAILED_PER_ACTION = 3;

/** People who act at the same time. */
const AT_ONCE = 500;

let people = 0;

/** Takes so many actions, each of a new person. */
export async function takeActions(wiring: Wiring, count: number): Promise<void> {
  const campaign = await wiring.campaigns.get(CAMPAIGN);
  let left = count;
  const stand = async (): Promise<void> => {
    while (left-- > 0) {
      const person = `${process.pid}-${people++}`;
      await wiring.take(campaign, actionOf(person), { from: 'api', key: person });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, stand));
}

function actionOf(person: string): ActionInput {
  const supporter = { given_name: 'Ana', family_name: `Lima ${person}`, email: `p${person}@supporter.example` };
  return {
    supporter: { ...supporter, postal_code: '80202' },
    letter: { subject: undefined, text: undefined, own_words: `I live near the harbour, at number ${person}.` },
    opt_ins: {},
    copy: false,
  };
}
