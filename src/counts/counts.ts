import { deliveryStates, termOfState, type DeliveryState, type Term } from './terms.js';

/** A change of the counters for actions, by campaign, day and source. */
export type ActionCount = {
  readonly campaignId: string;
  /** The day in the campaign's time zone, `2026-11-21`. */
  readonly day: string;
  /** The source code of the link that brought the supporter; '' for none. */
  readonly source: string;
  readonly actions: number;
  readonly letters: number;
  readonly ownWords: number;
  readonly optIns: number;
  /** Actions whose address is to be confirmed, and those of them whose address was. */
  readonly toConfirm: number;
  readonly confirmed: number;
};

/** A change of the counters for letters, by campaign, office, source and state. */
export type LetterCount = {
  readonly campaignId: string;
  readonly officeId: string;
  readonly source: string;
  readonly state: DeliveryState;
  readonly letters: number;
  readonly saidSent: number;
  readonly saidFailed: number;
};

/** A change of the counters for letters; a measure that is left out does not change. */
export type LetterChange = Omit<LetterCount, Measure> & Partial<Pick<LetterCount, Measure>>;

type Measure = 'letters' | 'saidSent' | 'saidFailed';

/** A campaign's numbers; `letters.taken` is always the sum of the other letters. */
export type CampaignCounts = {
  readonly actions: number;
  readonly withOwnWords: number;
  readonly optIns: number;
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly letters: Readonly<Record<Term | 'taken', number>>;
  readonly saidSent: number;
  readonly saidFailed: number;
};

/** A count as text keys and numbers, whichever kind it is. */
type Cells = Readonly<Record<string, string | number>>;

/** Adds up deltas that share a key: one statement cannot touch a row twice. The result is sorted by key. */
export function mergeCounts<Count extends ActionCount | LetterCount>(counts: readonly Count[]): Count[] {
  const merged = new Map<string, Cells>();
  for (const count of counts) {
    const key = countKey(count);
    const sum = merged.get(key) ?? {};
    const cells = Object.entries(count as Cells).map(([name, value]) => {
      return [name, typeof value === 'number' ? value + Number(sum[name] ?? 0) : value] as const;
    });
    merged.set(key, Object.fromEntries(cells));
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum as unknown as Count);
}

/** What a count is about, in words: `campaignId 01k…, day 2026-11-21, source (none)`. */
export function countKey(count: ActionCount | LetterCount): string {
  const texts = Object.entries(count as Cells).filter(([, value]) => typeof value === 'string');
  return texts
    .map(([name, value]) => `${name} ${value || '(none)'}`)
    .sort()
    .join(', ');
}

/** What a count says, by measure. */
export function measuresOf(count: ActionCount | LetterCount): Readonly<Record<string, number>> {
  const isNumber = (entry: [string, string | number]): entry is [string, number] => typeof entry[1] === 'number';
  return Object.fromEntries(Object.entries(count as Cells).filter(isNumber));
}

/** Letters by state as the terms of the promise. */
export function sumTerms(byState: Readonly<Partial<Record<DeliveryState, number>>>): CampaignCounts['letters'] {
  const letters = {
    taken: 0,
    waiting: 0,
    delivered: 0,
    failed: 0,
    handed_over: 0,
    cancelled: 0,
    previewed: 0,
  };
  for (const state of deliveryStates) {
    const count = byState[state] ?? 0;
    letters[termOfState[state]] += count;
    letters.taken += count;
  }
  return letters;
}
