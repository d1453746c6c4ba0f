import { letterFor, type Campaign } from '../campaigns/index.js';
import { renderBody, tidy, type LetterTemplate } from '../letters/index.js';
import { InputError } from '../platform/errors.js';
import type { Finding, Target } from '../targets/index.js';
import type { ActionInput } from './input.js';
import { mergeValuesOf } from './merge-values.js';

type Edited = {
  readonly campaign: Campaign;
  readonly input: Pick<ActionInput, 'supporter' | 'letter'>;
  readonly finding: Finding;
  readonly targets: readonly Target[];
};

/** The different letters that some targets get: one where all get the same. */
export function lettersAmong(campaign: Campaign, targets: readonly Target[]): LetterTemplate[] {
  return [...new Set(targets.map((target) => letterFor(campaign, target)))];
}

/**
 * The body that the person wrote, or null when it is one of the campaign's own, untouched. Where the targets get
 * different letters one text cannot stand for all of them: there people add only their own words.
 * @throws InputError for a text of one's own where letters differ
 */
export function editedText({ campaign, input, finding, targets }: Edited): string | null {
  if (input.letter.text === undefined) return null;
  const own = tidy(input.letter.text);
  if (isOffered(campaign, own, { finding, supporter: input.supporter })) return null;
  if (lettersAmong(campaign, targets).length === 1) return own;
  const message =
    'These offices get different letters, so one text cannot replace them all. Add a paragraph in your own words, or write to some of the offices only.';
  throw new InputError([{ field: 'letter.text', message }]);
}

/** Whether a text is the body of one of the campaign's letters, as it is offered at a place. */
export function isOffered(
  campaign: Campaign,
  text: string,
  { finding, supporter }: { readonly finding: Finding; readonly supporter: { readonly postal_code: string } },
): boolean {
  const values = mergeValuesOf({ campaign, place: finding.place, supporter });
  return [campaign.letter, ...campaign.otherLetters.values()].some((one) => renderBody(one, values) === tidy(text));
}
