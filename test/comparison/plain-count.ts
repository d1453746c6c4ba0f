import type { Facts } from '../../src/comparison/index.js';
import type { Coalition } from '../../src/partners/index.js';
import { dayOf } from '../../src/platform/clock.js';
import type { Wrote } from '../support/generated-coalition.js';
import type { World } from '../support/world.js';

/** What of the facts is counted: all but what they are about, in an order of its own. */
export type Counted = {
  readonly totals: readonly string[];
  readonly weeks: readonly string[];
  readonly places: readonly string[];
  readonly unique: number;
  readonly byGroup: Readonly<Record<string, number>>;
  readonly pairs: Readonly<Record<string, number>>;
  readonly byPartners: readonly number[];
  readonly newByGroup: Readonly<Record<string, number>>;
  readonly behind: number;
};

/** The facts as texts that can be compared. */
export function shown({ totals, weeks, places, people }: Facts): Counted {
  const cell = (row: Facts['totals'][number] | Facts['weeks'][number] | Facts['places'][number]): string =>
    `${row.campaign} ${row.group}: ${row.actions} actions, ${row.ownWords} own words`;
  const { unique, byGroup, pairs, byPartners, newByGroup, behind } = people;
  return {
    totals: totals.map((row) => `${cell(row)}, ${row.optIns} opt-ins, ${lettersText(row.letters)}`).sort(),
    weeks: weeks.map((row) => `${row.week} ${cell(row)}`).sort(),
    places: places.map((row) => `${row.layer} ${row.division} ${cell(row)}`).sort(),
    ...{ unique, byGroup, byPartners, newByGroup, behind },
    pairs: Object.fromEntries(pairs.map(({ a, b, people: both }) => [`${a} ${b}`, both])),
  };
}

/** The same numbers, counted from the list in plain loops. */
export async function plainCount(world: World, coalition: Coalition, all: readonly Wrote[]): Promise<Counted> {
  const campaigns = (await world.campaigns.list()).filter(({ id }) => coalition.campaignIds.includes(id));
  const zones = new Map(campaigns.map(({ slug, file }) => [slug, file.time_zone]));
  const wrote = all
    .filter(({ campaign }) => zones.has(campaign))
    .map((action) => ({
      ...action,
      group: groupOf(coalition, action.source),
      week: weekOf(action.at, zones.get(action.campaign)),
    }));
  const cells = (name: (action: (typeof wrote)[number]) => readonly string[]): Map<string, typeof wrote> => {
    const found = new Map<string, typeof wrote>();
    for (const action of wrote) for (const key of name(action)) found.set(key, [...(found.get(key) ?? []), action]);
    return found;
  };
  const text = (rows: typeof wrote): string =>
    `: ${rows.length} actions, ${rows.filter(({ hasOwnWords }) => hasOwnWords).length} own words`;
  const lines = (of: Map<string, typeof wrote>): string[] => [...of].map(([key, rows]) => key + text(rows)).sort();
  return {
    totals: [...cells(({ campaign, group }) => [`${campaign} ${group}`])]
      .map(
        ([key, rows]) => `${key}${text(rows)}, ${rows.filter((row) => row.optsIn).length} opt-ins, ${lettersOf(rows)}`,
      )
      .sort(),
    weeks: lines(cells(({ campaign, group, week }) => [`${week} ${campaign} ${group}`])),
    places: lines(
      cells(({ campaign, group, divisions }) =>
        divisions
          .slice(1)
          .map((division) => `${division.includes('/cd:') ? 'cd' : 'state'} ${division} ${campaign} ${group}`),
      ),
    ),
    ...countPersons(wrote),
    behind: 0,
  };
}

type Person = { readonly person: string; readonly group: string; readonly at: number };

function countPersons(wrote: readonly (Wrote & { readonly group: string })[]) {
  const people = new Map<string, Person[]>();
  for (const { person, campaign, group, at, isErased } of wrote) {
    const key = isErased ? `${person} erased ${campaign}` : person;
    people.set(key, [...(people.get(key) ?? []), { person: key, group, at }]);
  }
  const [byGroup, newByGroup, pairs] = [{}, {}, {}] as Record<string, number>[];
  const byPartners: number[] = [];
  const add = (sums: Record<string, number> | undefined, key: string): void => {
    if (sums) sums[key] = (sums[key] ?? 0) + 1;
  };
  for (const actions of people.values()) {
    const groups = [...new Set(actions.map(({ group }) => group))].sort();
    for (const group of groups) add(byGroup, group);
    const partners = groups.filter((group) => group !== 'links' && group !== 'none');
    for (const a of partners) for (const b of partners) if (a < b) add(pairs, `${a} ${b}`);
    while (byPartners.length < partners.length) byPartners.push(0);
    if (partners.length > 0) byPartners[partners.length - 1] = (byPartners[partners.length - 1] ?? 0) + 1;
    const first = Math.min(...actions.map(({ at }) => at));
    const earliest = actions.filter(({ at }) => at === first).map(({ group }) => group);
    add(newByGroup, earliest.sort()[0] ?? '');
  }
  return { unique: people.size, byGroup: byGroup ?? {}, newByGroup: newByGroup ?? {}, pairs: pairs ?? {}, byPartners };
}

function groupOf(coalition: Coalition, source: string): string {
  if (source === '') return 'none';
  const code = source.split('.')[0];
  return coalition.partners.find((partner) => partner.code === code)?.id ?? 'links';
}

function weekOf(at: number, zone = 'UTC'): string {
  const date = new Date(`${dayOf(at, zone)}T12:00:00Z`);
  while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

function lettersOf(wrote: readonly Wrote[]): string {
  const states = wrote.flatMap(({ letters }) => letters);
  const of = (state: Wrote['letters'][number]): number => states.filter((one) => one === state).length;
  const terms = { waiting: of('queued'), delivered: of('delivered'), failed: of('failed') };
  return lettersText({
    taken: states.length,
    ...terms,
    handed_over: of('handed_over'),
    cancelled: 0,
    previewed: of('previewed'),
  });
}

function lettersText(letters: Facts['totals'][number]['letters']): string {
  return Object.entries(letters)
    .map(([term, count]) => `${term} ${count}`)
    .sort()
    .join(' ');
}
