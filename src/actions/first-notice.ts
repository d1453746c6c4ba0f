import type { Campaign } from '../campaigns/index.js';
import type { NewAction, NewLetter } from './action.js';
import { firstStep } from './notice-steps.js';

type Noticed = Pick<NewAction, 'wantsCopy' | 'mustConfirm' | 'notice'>;

type Parts = {
  readonly campaign: Pick<Campaign, 'file'>;
  readonly input: { readonly copy: boolean };
  readonly letters: readonly Pick<NewLetter, 'hold'>[];
  /** The campaign's setting, or asked of this person alone. */
  readonly confirmsFirst: boolean;
};

/**
 * What the supporter of a new action is mailed first. Where they are asked to confirm first, a copy waits for that
 * too: nobody's text goes to an address that somebody else may have typed.
 */
export function noticesOf({ campaign, input, letters, confirmsFirst }: Parts, now: number): Noticed {
  const { mails } = campaign.file;
  const wantsCopy = input.copy && mails.copy;
  const mustConfirm = confirmsFirst && (wantsCopy || letters.some(({ hold }) => hold === 'confirm'));
  const facts = { createdAt: now, mustConfirm, wantsCopy, asksForAnswers: mails.ask_for_answers };
  return { wantsCopy, mustConfirm, notice: firstStep(facts) };
}
