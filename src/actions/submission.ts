import type { Submission } from '../abuse/index.js';
import { letterFor, type Campaign } from '../campaigns/index.js';
import { ownPart, renderBody } from '../letters/index.js';
import { canonicalEmail } from '../supporters/index.js';
import type { Finding, Target } from '../targets/index.js';
import type { RequestKey } from './build-action.js';
import type { ActionInput } from './input.js';
import { mergeValuesOf } from './merge-values.js';

type Sent = {
  readonly campaign: Campaign;
  readonly input: ActionInput;
  readonly finding: Finding;
  readonly targets: readonly Target[];
  readonly requestKey: RequestKey;
};

/** What screening looks at; undefined where the program itself acts. */
export function submissionOf(sent: Sent, at: number): Submission | undefined {
  const { campaign, input, requestKey } = sent;
  const { origin, from, key } = requestKey;
  if (!origin) return undefined;
  const { email, given_name: givenName, family_name: familyName } = input.supporter;
  const emailKey = canonicalEmail(email) ?? email;
  return {
    campaignId: campaign.id,
    organizationId: campaign.organizationId,
    email,
    emailKey,
    givenName,
    familyName,
    words: ownWordsIn(sent),
    request: `${from} ${key} ${emailKey}`,
    at,
    origin,
  };
}

/** The own words and the sentences of the letter that are neither the campaign's nor among its points to begin with. */
function ownWordsIn({ campaign, input, finding, targets }: Sent): string {
  const { own_words: ownWords = '', text = '' } = input.letter;
  if (ownWords === '' && text === '') return '';
  const [target] = targets;
  const values = mergeValuesOf({
    campaign,
    place: finding.place,
    supporter: input.supporter,
    ...(target && { target }),
  });
  const offered = [renderBody(letterFor(campaign, target), values), ...(campaign.file.talking_points ?? [])].join('\n');
  return ownPart([ownWords, text].join('\n'), offered);
}
