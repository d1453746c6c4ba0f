import { CAMPAIGN_LIST, type DataSet, type ReportedImport } from '../../data-sets/index.js';
import { daysSince, dayText, momentText } from '../../platform/clock.js';

/** After how many days a kind of data should be looked at; people come and go faster than lines are drawn. */
const LOOK_AFTER_DAYS: Readonly<Record<string, number>> = {
  'contact-forms': 180,
  districts: 800,
  'zip-districts': 800,
  'zip-points': 800,
  'zip-states': 800,
};
const LOOK_AFTER = 60;

const KINDS: readonly { readonly title: string; readonly sources: readonly string[] }[] = [
  {
    title: 'Where people live',
    sources: ['districts', 'zip-districts', 'zip-points', 'zip-states'],
  },
];

/** A data set as the page lists it. */
export type ListedSet = {
  readonly title: string;
  readonly covers: string;
  readonly href: string;
  readonly asOf: string;
  readonly age: string;
  /** Worth a look: a newer one may be there. */
  readonly isOld: boolean;
  readonly records: string;
};

/** Data sets in groups: maps and codes, then rosters and what belongs to them. */
export function groupSets(
  sets: readonly DataSet[],
  given: { readonly now: number; readonly base: string },
): { readonly title: string; readonly sets: readonly ListedSet[] }[] {
  const listed = sets.map((one) => ({ source: one.source, entry: listedSet(one, given) }));
  const named = KINDS.flatMap(({ sources }) => sources);
  const groups = [
    ...KINDS.map(({ title, sources }) => ({ title, isIn: (source: string) => sources.includes(source) })),
    { title: 'Who holds office, and how to reach them', isIn: (source: string) => !named.includes(source) },
  ];
  return groups
    .map(({ title, isIn }) => ({
      title,
      sets: listed.filter(({ source }) => isIn(source)).map(({ entry }) => entry),
    }))
    .filter(({ sets: found }) => found.length > 0);
}

function listedSet(set: DataSet, { now, base }: { readonly now: number; readonly base: string }): ListedSet {
  const days = daysSince(set.asOf, now);
  return {
    title: set.title,
    covers: set.scope,
    href: `${base}/data/${set.id}`,
    asOf: dayText(set.asOf),
    age: ageText(days),
    isOld: days > (LOOK_AFTER_DAYS[set.source] ?? LOOK_AFTER) && set.source !== CAMPAIGN_LIST,
    records: new Intl.NumberFormat('en').format(set.records),
  };
}

function ageText(days: number): string {
  if (days < 1) return 'today';
  if (days < 60) return days === 1 ? '1 day' : `${days} days`;
  const months = Math.round(days / 30.4);
  return months < 24 ? `${months} months` : `${Math.round(months / 12)} years`;
}

/** What an import did, in a line for the list. */
export function importLine(
  one: ReportedImport,
  at: { readonly base: string; readonly zone: string },
): { readonly title: string; readonly href: string; readonly when: string; readonly did: string } {
  const { report } = one;
  return {
    title: `${one.title}: ${one.scope}`,
    href: `${at.base}/data/${one.id}`,
    when: momentText(one.importedAt, at.zone),
    did: report
      ? `${report.added} added, ${report.changed} changed, ${report.ended} ended, ${report.unchanged} unchanged`
      : 'What it changed was not kept.',
  };
}
