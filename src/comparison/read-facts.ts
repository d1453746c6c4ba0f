import type { Campaigns } from '../campaigns/index.js';
import { sumTerms, type DeliveryState } from '../counts/index.js';
import { readProgress, readReach, type Coalition, type CountProgress, type Reach } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Facts, People, PlaceRow, TotalRow, WeekRow } from './facts.js';
import { listDays, listDivisions, listLetters, type DayRow } from './store-facts.js';
import { mondayOf } from '../platform/calendar.js';

export type FactTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Pick<Campaigns, 'list'>;
};

/**
 * What a comparison is made of, read from counters alone. For each campaign the sums over all groups are its own numbers;
 * groups, weeks and places where there is nothing have no row. A day is that of the campaign's own time zone, as campaigns
 * count it; where a coalition's zone is another one, an action of the night may belong to its neighbouring week. A partner
 * that has left keeps its group.
 */
export async function readFacts(tools: FactTools, coalition: Coalition): Promise<Facts> {
  const { db, clock } = tools;
  const known = await tools.campaigns.list();
  const campaigns = coalition.campaignIds.flatMap((id) => known.find((one) => one.id === id) ?? []);
  const slugs = new Map(campaigns.map(({ id, slug }) => [id, slug]));
  const read = { ...coalition, campaignIds: campaigns.map(({ id }) => id) };
  const days = await listDays(db, read);
  const letters = await listLetters(db, read);
  const divisions = await listDivisions(db, read);
  const totals = named(slugs, totalsOf(days, letters));
  return {
    coalition,
    campaigns: campaigns.map(({ slug, file }) => ({ slug, title: file.title })),
    totals,
    weeks: named(slugs, weeksOf(days)),
    places: named(slugs, divisions) satisfies PlaceRow[],
    people: await readPeople(db, coalition, totals),
    asOf: clock.now(),
    installations: [],
  };
}

type OfCampaign = { readonly campaignId: string };

/** Calls campaigns by their short names. */
function named<Row extends OfCampaign>(
  slugs: ReadonlyMap<string, string>,
  rows: readonly Row[],
): (Omit<Row, 'campaignId'> & { readonly campaign: string })[] {
  return rows.map(({ campaignId, ...row }) => ({ ...row, campaign: slugs.get(campaignId) ?? campaignId }));
}

type Total = Omit<TotalRow, 'campaign'> & OfCampaign;
type LetterRow = Pick<Total, 'campaignId' | 'group'> & { readonly state: DeliveryState; readonly letters: number };

function totalsOf(days: readonly DayRow[], letters: readonly LetterRow[]): Total[] {
  const sums = gather([...days, ...letters], ({ campaignId, group }) => `${campaignId} ${group}`);
  return sums.map(([first, rows]) => {
    const ofDays = rows.flatMap((row) => ('day' in row ? [row] : []));
    const states = rows.flatMap((row) => ('state' in row ? [[row.state, row.letters] as const] : []));
    const { campaignId, group } = first;
    const sum = (of: (row: DayRow) => number): number => ofDays.reduce((total, row) => total + of(row), 0);
    return {
      ...{ campaignId, group },
      actions: sum(({ actions }) => actions),
      ownWords: sum(({ ownWords }) => ownWords),
      optIns: sum(({ optIns }) => optIns),
      letters: sumTerms(Object.fromEntries(states)),
    };
  });
}

function weeksOf(days: readonly DayRow[]): (Omit<WeekRow, 'campaign'> & OfCampaign)[] {
  const mondays = new Map([...new Set(days.map(({ day }) => day))].map((day) => [day, mondayOf(day)]));
  const dated = days.map((row) => ({ ...row, week: mondays.get(row.day) ?? row.day }));
  return gather(dated, ({ campaignId, group, week }) => `${campaignId} ${group} ${week}`)
    .map(([{ campaignId, group, week }, rows]) => ({
      ...{ campaignId, group, week },
      actions: rows.reduce((sum, { actions }) => sum + actions, 0),
      ownWords: rows.reduce((sum, { ownWords }) => sum + ownWords, 0),
    }))
    .filter(({ actions }) => actions !== 0);
}

/** Rows that are about the same, with the first of them. */
function gather<Row>(rows: readonly Row[], about: (row: Row) => string): (readonly [Row, readonly Row[]])[] {
  const found = new Map<string, readonly [Row, Row[]]>();
  for (const row of rows) {
    const key = about(row);
    const same = found.get(key);
    if (same) same[1].push(row);
    else found.set(key, [row, [row]]);
  }
  return [...found.values()];
}

async function readPeople(db: Db, coalition: Coalition, totals: readonly TotalRow[]): Promise<People> {
  const reach = await readReach(db, coalition.id);
  const progress = await readProgress(db, coalition.id);
  const of = (kind: Reach['kind']): Reach[] => reach.filter((one) => one.kind === kind);
  const byGroup = (kind: Reach['kind']): Record<string, number> =>
    Object.fromEntries(of(kind).map(({ a, people }) => [a, people]));
  const depths = new Map(of('depth').map(({ a, people }) => [Number(a), people]));
  const deepest = Math.max(0, ...depths.keys());
  return {
    unique: of('all')[0]?.people ?? 0,
    byGroup: byGroup('partner'),
    pairs: of('pair').map(({ a, b, people }) => ({ a, b, people })),
    byPartners: Array.from({ length: deepest }, (_, index) => depths.get(index + 1) ?? 0),
    newByGroup: byGroup('new'),
    error: 0,
    behind: behindOf(progress, totals),
  };
}

/** While all is counted anew, the numbers in force are those of before: what was not looked at yet is behind. */
function behindOf({ waiting, looked }: CountProgress, totals: readonly TotalRow[]): number {
  if (looked === null) return waiting;
  const actions = totals.reduce((sum, row) => sum + row.actions, 0);
  return Math.max(waiting, actions - looked);
}
