import { letterFor, type Campaign, type CampaignLetters } from '../campaigns/index.js';
import { ownPart, renderBody, signatureOf, type MergeValues, type Signature } from '../letters/index.js';
import type { Finding, Target } from '../targets/index.js';
import type { NewAction } from './action.js';
import { mergeValuesOf } from './merge-values.js';

/** What somebody wrote: own words, and the sentences of their text that are not the campaign's. */
export type Written = {
  readonly ownWords: string | null;
  readonly text: string | null;
  readonly letters: CampaignLetters;
  readonly target: Pick<Target, 'version'> | undefined;
  readonly values: MergeValues;
};

/** The signature of what somebody wrote themselves; undefined where they wrote nothing. */
export function signWritten({ ownWords, text, letters, target, values }: Written): Signature | undefined {
  const template = text === null ? '' : renderBody(letterFor(letters, target), values);
  return signatureOf([ownWords ?? '', text === null ? '' : ownPart(text, template)].join('\n'));
}

/** An action with the signature of what its supporter wrote, where somebody is going to read it before it leaves. */
export function withLikeness(action: NewAction, campaign: Campaign, finding: Finding): NewAction {
  const { ownWords, text, letters, supporter } = action;
  const isRead = letters.some(({ state }) => state === 'held');
  if (!isRead || (ownWords === null && text === null)) return action;
  const person = { postal_code: supporter.postalCode, region: supporter.region };
  const values = mergeValuesOf({ campaign, place: finding.place, supporter: person });
  const signature = signWritten({ ownWords, text, letters: campaign, target: letters[0]?.target, values });
  return signature ? { ...action, signature } : action;
}
