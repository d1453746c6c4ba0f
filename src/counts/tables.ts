/** A table of counters as data: what a row is about, and what it counts. Names are those of the columns, in camel case. */
export type CountTable = {
  readonly name: string;
  /** What a row is about, which is the table's primary key; numbers are moments. */
  readonly keys: Readonly<Record<string, 'text' | 'bigint'>>;
  readonly measures: readonly string[];
  /** Those of the measures that no row stands behind: they are counted where they happen, and never recounted. */
  readonly unbacked?: readonly string[];
};

/**
 * All tables of counters, in the order in which a transaction changes them: who keeps to it never waits for somebody who
 * waits for them.
 */
export const countTables = {
  letters: {
    name: 'letter_counts',
    keys: { campaignId: 'text', officeId: 'text', source: 'text', state: 'text' },
    measures: ['letters', 'saidSent', 'saidFailed'],
  },
  /** The same by office alone, so that a page need not sum a campaign's sources. */
  offices: {
    name: 'office_counts',
    keys: { campaignId: 'text', officeId: 'text', state: 'text' },
    measures: ['letters', 'saidSent', 'saidFailed'],
  },
  /** And by source alone, so that partners are compared without summing offices. */
  sources: {
    name: 'source_counts',
    keys: { campaignId: 'text', source: 'text', state: 'text' },
    measures: ['letters', 'saidSent', 'saidFailed'],
  },
  actions: {
    name: 'action_counts',
    keys: { campaignId: 'text', day: 'text', source: 'text' },
    measures: ['actions', 'letters', 'ownWords', 'optIns', 'toConfirm', 'confirmed', 'newPeople', 'suspected'],
  },
  hours: {
    name: 'hour_counts',
    keys: { campaignId: 'text', hourAt: 'bigint' },
    measures: ['actions'],
  },
  divisions: {
    name: 'division_counts',
    keys: { campaignId: 'text', source: 'text', division: 'text', layer: 'text' },
    measures: ['actions', 'ownWords'],
  },
  /** The same over all sources, so that a dashboard need not sum them. */
  areas: {
    name: 'area_counts',
    keys: { campaignId: 'text', division: 'text', layer: 'text' },
    measures: ['actions', 'ownWords'],
  },
  variants: {
    name: 'variant_counts',
    keys: { campaignId: 'text', variant: 'text' },
    measures: ['views', 'actions', 'ownWords'],
    unbacked: ['views'],
  },
  places: {
    name: 'place_counts',
    keys: { campaignId: 'text', officeId: 'text', area: 'text' },
    measures: ['letters', 'ownWords'],
  },
  views: {
    name: 'view_counts',
    keys: { campaignId: 'text', day: 'text', source: 'text' },
    measures: ['views'],
    unbacked: ['views'],
  },
  referrers: {
    name: 'referrer_counts',
    keys: { campaignId: 'text', day: 'text', referrer: 'text' },
    measures: ['views'],
    unbacked: ['views'],
  },
  /** Consents to partners, and those of them that were taken back; those of suspected people are counted apart. */
  consents: {
    name: 'consent_counts',
    keys: { partnerId: 'text', campaignId: 'text', day: 'text' },
    measures: ['optIns', 'withdrawn', 'suspected'],
  },
} as const satisfies Readonly<Record<string, CountTable>>;

export type CountKind = keyof typeof countTables;

/** All kinds, in the order in which a transaction changes their tables. */
export const countKinds = Object.keys(countTables) as CountKind[];

/** Those that can be counted anew from rows. */
export const recountedKinds = [
  'letters',
  'offices',
  'sources',
  'actions',
  'hours',
  'divisions',
  'areas',
  'variants',
  'places',
  'consents',
] as const satisfies CountKind[];

export type RecountedKind = (typeof recountedKinds)[number];

/** The measures of a table that rows stand behind. */
export function backedMeasures(kind: CountKind): readonly string[] {
  const { measures, unbacked = [] }: CountTable = countTables[kind];
  return measures.filter((name) => !unbacked.includes(name));
}

/** `campaign_id`, of `campaignId`. */
export function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
