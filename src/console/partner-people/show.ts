import { rootOf } from '../../counts/index.js';
import {
  closedBecause,
  findStanding,
  listNewest,
  PEOPLE_COLUMNS,
  readAgreed,
  stoppedAmong,
  type Agreed,
  type DayAgreed,
} from '../../partners/index.js';
import { dayOf, dayText } from '../../platform/clock.js';
import { plain } from '../../platform/number-text.js';
import { mondayOf } from '../../platform/calendar.js';
import { page, type Answer, type CoalitionVisit } from '../visit.js';
import { fileName } from './export.js';
import type { PartnerPeopleTools } from './tools.js';
import { RULES, whyNobodyIsAsked } from './words.js';

const ON_A_PAGE = 50;

/** More weeks than a table is read through. */
const MOST_WEEKS = 26;

/** How many agreed to hear from the partner, and who they are, as far as it may have them now. */
export async function showPeople(tools: PartnerPeopleTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, partner, base } = visit;
  const closed = closedBecause(await findStanding(tools.db, partner.id));
  const days = await readAgreed(tools.db, partner.id);
  const campaigns = new Map((await tools.campaigns.list()).map(({ id, file }) => [id, file]));
  const titles = new Map([...campaigns].map(([id, file]) => [id, file.title]));
  const isAskedByFile = [...campaigns.values()].some(
    ({ organization, opt_ins }) =>
      organization.slug === visit.organization.slug && opt_ins.some((one) => one.organization === organization.slug),
  );
  return page('partner-people/people', {
    title: 'Our people',
    base,
    root: `${base}/coalitions/${coalition.slug}`,
    rule: RULES[coalition.sharing],
    closed,
    needsAgreement: !partner.hasAccepted && coalition.endedAt === null,
    unasked: whyNobodyIsAsked(coalition, partner),
    isAskedByFile,
    ...totalsOf(days, titles),
    ...(closed === undefined && (await listView(tools, visit, titles))),
    columns: PEOPLE_COLUMNS.map(({ name, about }) => ({ name, about })),
    files: { people: fileName(tools, visit, 'people'), stopped: fileName(tools, visit, 'stopped') },
  });
}

type Titles = ReadonlyMap<string, string>;
type Row = { readonly name: string; readonly agreed: string; readonly withdrawn: string };

function totalsOf(days: readonly DayAgreed[], titles: Titles): object {
  const agreed = days.reduce((sum, { optIns }) => sum + optIns, 0);
  const withdrawn = days.reduce((sum, one) => sum + one.withdrawn, 0);
  const weeks = sumsBy(days, ({ day }) => mondayOf(day)).sort(([one], [other]) => (one < other ? 1 : -1));
  return {
    totals: { agreed: plain(agreed), withdrawn: plain(withdrawn), left: plain(agreed - withdrawn) },
    hasAgreed: agreed > 0,
    byCampaign: sumsBy(days, ({ campaignId }) => campaignId).map(([id, sums]): Row => {
      return { name: titles.get(id) ?? 'A campaign', ...sums };
    }),
    byWeek: weeks.slice(0, MOST_WEEKS).map(([monday, sums]): Row => ({ name: dayText(monday), ...sums })),
    hasEarlierWeeks: weeks.length > MOST_WEEKS,
  };
}

function sumsBy(days: readonly DayAgreed[], keyOf: (day: DayAgreed) => string): [string, Omit<Row, 'name'>][] {
  const sums = new Map<string, { agreed: number; withdrawn: number }>();
  for (const day of days) {
    const sum = sums.get(keyOf(day)) ?? { agreed: 0, withdrawn: 0 };
    sums.set(keyOf(day), { agreed: sum.agreed + day.optIns, withdrawn: sum.withdrawn + day.withdrawn });
  }
  return [...sums].map(([key, { agreed, withdrawn }]) => [key, { agreed: plain(agreed), withdrawn: plain(withdrawn) }]);
}

async function listView(tools: PartnerPeopleTools, visit: CoalitionVisit, titles: Titles): Promise<object> {
  const { partner, coalition, base, query } = visit;
  const before = query.one('before');
  const listed = await listNewest(tools.db, partner.id, { before, limit: ON_A_PAGE + 1 });
  const shown = listed.slice(0, ON_A_PAGE);
  const stopped = await stoppedAmong(tools.db, tools.seal, shown);
  const open = shown.filter(({ email }) => !stopped.has(email));
  const root = `${base}/coalitions/${coalition.slug}/people`;
  const last = shown.at(-1);
  return {
    isOpen: true,
    isLater: before !== '',
    people: open.map((one) => personRow(one, { code: partner.code, timeZone: coalition.timeZone, titles })),
    leftOut: shown.length - open.length,
    isOneLeftOut: shown.length - open.length === 1,
    first: root,
    next: listed.length > ON_A_PAGE && last ? `${root}?before=${encodeURIComponent(last.actionId)}` : undefined,
  };
}

type Shown = { readonly code: string; readonly timeZone: string; readonly titles: Titles };

function personRow(one: Agreed, { code, timeZone, titles }: Shown): object {
  return {
    id: one.actionId,
    name: `${one.givenName} ${one.familyName}`,
    email: one.email,
    postalCode: one.postalCode,
    campaign: titles.get(one.campaignId) ?? one.campaign,
    on: dayText(dayOf(one.givenAt, timeZone)),
    isByOwnLink: rootOf(one.source) === code,
    exportedOn: one.exportedAt === null ? undefined : dayText(dayOf(one.exportedAt, timeZone)),
  };
}
