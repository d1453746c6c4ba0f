import type { Origin, Submission } from '../abuse/index.js';
import type { Campaign } from '../campaigns/index.js';
import { canonicalEmail } from '../supporters/index.js';
import type { ActionInput } from './input.js';

/** What screening looks at; undefined where the program itself acts. */
export function submissionOf(
  campaign: Campaign,
  { supporter, letter }: ActionInput,
  from: { readonly origin: Origin | undefined; readonly at: number },
): Submission | undefined {
  const { origin, at } = from;
  if (!origin) return undefined;
  const { email, given_name: givenName, family_name: familyName } = supporter;
  return {
    campaignId: campaign.id,
    organizationId: campaign.organizationId,
    email,
    emailKey: canonicalEmail(email) ?? email,
    givenName,
    familyName,
    words: [letter.own_words, letter.text].filter((part) => part !== undefined).join('\n'),
    at,
    origin,
  };
}
