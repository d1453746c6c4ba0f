import { countTables, type CountKind, type CountTable } from './tables.js';
import { deliveryStates, termOfState, type DeliveryState, type Term } from './terms.js';

/** The counters for actions, by campaign, day and source. */
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
  /** Actions that are their supporter's first in the organization. */
  readonly newPeople: number;
  /** Suspicious actions that no reviewer has let go; no other measure counts them. */
  readonly suspected: number;
};

/** The counters for letters, by campaign, office, source and state. */
export type LetterCount = {
  readonly campaignId: string;
  readonly officeId: string;
  readonly source: string;
  readonly state: DeliveryState;
  readonly letters: number;
  readonly saidSent: number;
  readonly saidFailed: number;
};

/** The counters for actions by the hour, over all sources. */
export type HourCount = {
  readonly campaignId: string;
  /** The hour's beginning, by UTC. */
  readonly hourAt: number;
  readonly actions: number;
};

/** The counters for actions by where their supporters live, as far as that is certain. */
export type DivisionCount = {
  readonly campaignId: string;
  /** The root of the source code: `teachers`, of `teachers.newsletter`. */
  readonly source: string;
  readonly division: string;
  /** state, cd, sldu, sldl, constituency, ward */
  readonly layer: string;
  readonly actions: number;
  readonly ownWords: number;
};

/** The counters of a test of one text against another. */
export type VariantCount = {
  readonly campaignId: string;
  /** The test's name and the variant's: `short-title:b`. */
  readonly variant: string;
  readonly views: number;
  readonly actions: number;
  readonly ownWords: number;
};

/** The counters for letters to an office by the postal area of their senders. */
export type PlaceCount = {
  readonly campaignId: string;
  readonly officeId: string;
  /** `80202`, `SW1A`; '' where it is not known. */
  readonly area: string;
  readonly letters: number;
  readonly ownWords: number;
};

/** The counters for views of a campaign's page, by day in its time zone and by source. */
export type ViewCount = {
  readonly campaignId: string;
  readonly day: string;
  readonly source: string;
  readonly views: number;
};

/** The counters for views by the site whose link was followed: `news.example.org`, '' for none. */
export type ReferrerCount = Omit<ViewCount, 'source'> & { readonly referrer: string };

/** The counters for consents to a partner, by campaign and the day of the action. */
export type ConsentCount = {
  readonly partnerId: string;
  readonly campaignId: string;
  readonly day: string;
  readonly optIns: number;
  /** Those of them that were taken back. */
  readonly withdrawn: number;
  /** What people agreed to whom no reviewer let go, taken back or not: they are in none of the others. */
  readonly suspected: number;
};

/** A row of each table of counters. */
export type CountRows = {
  readonly letters: LetterCount;
  readonly offices: Omit<LetterCount, 'source'>;
  readonly sources: Omit<LetterCount, 'officeId'>;
  readonly actions: ActionCount;
  readonly hours: HourCount;
  readonly divisions: DivisionCount;
  readonly areas: Omit<DivisionCount, 'source'>;
  readonly variants: VariantCount;
  readonly places: PlaceCount;
  readonly views: ViewCount;
  readonly referrers: ReferrerCount;
  readonly consents: ConsentCount;
};

type KeyOf<Kind extends CountKind> = keyof (typeof countTables)[Kind]['keys'];

/** A change of counters: what it is about, and what each measure grows by; one that is left out does not change. */
export type Change<Kind extends CountKind> = Pick<CountRows[Kind], KeyOf<Kind> & keyof CountRows[Kind]> &
  Partial<CountRows[Kind]>;

/** Changes of counters that belong to one transaction. */
export type Changes = { readonly [Kind in CountKind]?: readonly Change<Kind>[] };

/** A change of the counters for letters. */
export type LetterChange = Change<'letters'>;

/** A campaign's numbers; `letters.taken` is always the sum of the other letters. */
export type CampaignCounts = {
  readonly actions: number;
  readonly withOwnWords: number;
  readonly optIns: number;
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly newPeople: number;
  readonly returning: number;
  /** Beside the actions, those that are suspicious and not let go: they count nowhere else, but for their letters. */
  readonly suspected: number;
  readonly views: number;
  readonly letters: Readonly<Record<Term | 'taken', number>>;
  /** Of the letters taken, those of suspected people. */
  readonly suspectedLetters: number;
  readonly saidSent: number;
  readonly saidFailed: number;
};

/** A count with its keys and measures, of whichever kind. */
type Cells = Readonly<Record<string, string | number | undefined>>;

/**
 * Adds up changes that are about the same: one statement cannot touch a row twice. The result is sorted by what it is
 * about, so that those who write side by side take rows in the same order; what changes nothing is left out.
 */
export function mergeCounts<Kind extends CountKind>(kind: Kind, changes: readonly Change<Kind>[]): CountRows[Kind][] {
  const { keys, measures }: CountTable = countTables[kind];
  const names = Object.keys(keys);
  const merged = new Map<string, Record<string, string | number>>();
  for (const change of changes) {
    const cells = change as Cells;
    let key = '';
    for (const name of names) key += `${cells[name] ?? ''}\n`;
    const sum = merged.get(key) ?? Object.fromEntries(names.map((name) => [name, cells[name] ?? '']));
    for (const name of measures) sum[name] = Number(sum[name] ?? 0) + Number(cells[name] ?? 0);
    merged.set(key, sum);
  }
  return [...merged]
    .filter(([, sum]) => measures.some((name) => sum[name] !== 0))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, sum]) => sum as unknown as CountRows[Kind]);
}

/** What a count is about, in words: `campaignId 01k…, day 2026-11-21, source (none)`. */
export function countKey<Kind extends CountKind>(kind: Kind, count: Change<Kind>): string {
  const cells = count as Cells;
  const names = Object.keys(countTables[kind].keys).sort();
  return names.map((name) => `${name} ${cells[name] === '' ? '(none)' : (cells[name] ?? '')}`).join(', ');
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
