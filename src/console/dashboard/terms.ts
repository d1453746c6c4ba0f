import { definitions, sumTerms, type CampaignCounts, type OfficeCount, type Term } from '../../counts/index.js';
import { stackedBar } from '../../charts/index.js';
import { percent, plain } from '../../platform/number-text.js';

/** The terms in the order of the promise; their sum is the letters taken. */
export const TERMS = [
  { key: 'delivered', name: 'Delivered', small: 'delivered' },
  { key: 'waiting', name: 'Waiting', small: 'waiting' },
  { key: 'failed', name: 'Failed', small: 'failed' },
  { key: 'handed_over', name: 'Handed over', small: 'handed over' },
  { key: 'cancelled', name: 'Cancelled', small: 'cancelled' },
  { key: 'previewed', name: 'Previewed', small: 'previewed' },
] as const satisfies readonly { readonly key: Term; readonly name: string; readonly small: string }[];

export type LetterTerms = CampaignCounts['letters'];

/** Letters by office and state as the terms of each office. */
export function termsByOffice(rows: readonly OfficeCount[]): Map<string, LetterTerms & { readonly saidSent: number }> {
  const states = new Map<string, { saidSent: number; byState: Partial<Record<OfficeCount['state'], number>> }>();
  for (const { officeId, state, letters, saidSent } of rows) {
    const office = states.get(officeId) ?? { saidSent: 0, byState: {} };
    office.byState[state] = letters;
    office.saidSent += saidSent;
    states.set(officeId, office);
  }
  return new Map([...states].map(([id, { saidSent, byState }]) => [id, { ...sumTerms(byState), saidSent }]));
}

/** Letters by state over all offices, and how many are in the states that ask for a decision. */
export function termsOf(rows: readonly OfficeCount[]): {
  readonly letters: LetterTerms;
  readonly saidSent: number;
  readonly unknown: number;
  readonly held: number;
} {
  const byState: Partial<Record<OfficeCount['state'], number>> = {};
  for (const { state, letters } of rows) byState[state] = (byState[state] ?? 0) + letters;
  return {
    letters: sumTerms(byState),
    saidSent: rows.reduce((sum, row) => sum + row.saidSent, 0),
    unknown: byState.unknown ?? 0,
    held: byState.held ?? 0,
  };
}

/** What the part about letters shows: the bar, the sum as a sentence, and a row for each term. */
export function lettersView(
  letters: LetterTerms,
  { saidSent, suspected }: { readonly saidSent: number; readonly suspected: number },
  lettersHref: string,
): object {
  const { taken } = letters;
  const parts = TERMS.map(({ key, name }) => ({ key, name, count: letters[key] }));
  const told = parts.filter(({ count }) => count > 0).map(({ key, count }) => `${plain(count)} ${smallNameOf(key)}`);
  return {
    bar: stackedBar(parts, `${plain(taken)} letters taken: ${told.join(', ') || 'none yet'}.`),
    taken: plain(taken),
    takenMeans: suspected > 0 ? `${definitions.taken} Of suspected people: ${plain(suspected)}.` : definitions.taken,
    href: lettersHref,
    sum: TERMS.map(({ key, small }) => ({
      key,
      count: plain(letters[key]),
      small,
      href: `${lettersHref}?term=${key}`,
    })),
    rows: TERMS.map(({ key, name }) => ({
      key,
      name,
      count: plain(letters[key]),
      share: taken === 0 ? '' : percent(letters[key] / taken),
      means: definitions[key],
      href: `${lettersHref}?term=${key}`,
      ...(key === 'handed_over' && { saidSent: plain(saidSent), saidSentMeans: definitions.said_sent }),
    })),
  };
}

function smallNameOf(key: Term): string {
  return TERMS.find((one) => one.key === key)?.small ?? key;
}
