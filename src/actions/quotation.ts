import type { Campaign } from '../campaigns/index.js';
import type { ActionInput } from './input.js';

/** What a supporter is asked who may be quoted; undefined where the campaign does not ask. */
export function quoteQuestion({
  file,
}: Pick<Campaign, 'file'>): { readonly text: string; readonly nameText: string } | undefined {
  if (!file.quotes) return undefined;
  const ours = `${file.organization.name} may quote my own words in reports to these offices. I stay “a constituent”.`;
  const place = file.country === 'us' ? 'my ZIP code' : 'the first half of my postcode';
  return {
    text: file.quotes.text ?? ours,
    nameText: `Quote me by my first name and ${place}, not as “a constituent”.`,
  };
}

/** The consent of an action to be quoted, with the words that were agreed to. */
export function quotationOf(
  campaign: Pick<Campaign, 'file'>,
  { letter }: Pick<ActionInput, 'letter'>,
): { readonly withName: boolean; readonly consent: string } | undefined {
  const question = quoteQuestion(campaign);
  if (!question || !letter.may_quote || letter.own_words === undefined) return undefined;
  const withName = letter.quote_name === true;
  return { withName, consent: withName ? `${question.text} ${question.nameText}` : question.text };
}

/** Who is quoted, in the words that reports use. */
export function quotedAs(quoted: {
  readonly withName: boolean;
  readonly givenName: string;
  readonly place: string;
}): string {
  if (!quoted.withName || quoted.givenName === '') return 'A constituent';
  return [quoted.givenName, quoted.place].filter(Boolean).join(', ');
}
