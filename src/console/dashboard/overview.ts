import { countOpenAlerts } from '../../abuse/index.js';
import { countSuspected } from '../../actions/index.js';
import type { Campaign, Campaigns } from '../../campaigns/index.js';
import {
  readDays,
  readDivisions,
  readHours,
  readOffices,
  readReferrers,
  readSources,
  readVariants,
  type DayCount,
  type DivisionCount,
  type OfficeCount,
} from '../../counts/index.js';
import type { Roster } from '../../offices/index.js';
import { dayOf, momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { Followed } from '../../platform/revisions.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import { attentionOf } from './attention.js';
import { divisionsTable, inOrder, officesTable, referrersTable, sourcesTable } from './build-tables.js';
import type { Maps } from '../../charts/index.js';
import { figuresOf, goalPart } from './people-part.js';
import { placePart } from './place-part.js';
import { coverageOf } from './places.js';
import { rangeLinks, rangeOf, type Range } from './range.js';
import { sentenceOf, standingWord } from './standing.js';
import { shortTable, type TableView } from './table-view.js';
import { lettersView, termsOf } from './terms.js';
import { testsPart } from './tests-part.js';
import { chartPart } from './time-part.js';

export type OverviewTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  readonly roster: Followed<Roster>;
};

/** More letters that look suspicious are not counted. */
const MOST_SUSPECTED = 1_000;

/** Rows of a table on the overview; all are a click away. */
const FEW = 8;

/** What the parts of the page are made of. */
type At = {
  readonly visit: CampaignVisit;
  readonly campaign: Campaign;
  readonly roster: Roster;
  readonly now: number;
  readonly today: string;
  readonly range: Range;
  /** The campaign's address in the console, and that of this page with something else chosen. */
  readonly here: string;
  readonly address: (query: Readonly<Record<string, string>>) => string;
  /** All days, and those of the range. */
  readonly days: readonly DayCount[];
  readonly shown: readonly DayCount[];
  readonly offices: readonly OfficeCount[];
  readonly divisions: readonly DivisionCount[];
};

/** The campaign's dashboard, from counters alone. */
export async function showOverview(
  tools: OverviewTools & { readonly maps: Maps },
  visit: CampaignVisit,
): Promise<Answer> {
  const at = await gather(tools, visit);
  const hours = (since: number): ReturnType<typeof readHours> => readHours(tools.db, at.campaign.id, since);
  return page('dashboard/overview', {
    title: 'Overview',
    here: at.here,
    ...(await headOf(tools, at)),
    ...peopleOf(at),
    ...(await chartPart(at, { hours, by: visit.query.one('by'), timeZone: at.campaign.file.time_zone })),
    place: await placeOf(tools, at),
    tables: await tablesOf(tools, at),
    offices: shortTable(
      officesTable(at.offices, at.roster, `${at.here}/letters`),
      FEW,
      `${at.here}/numbers?table=offices`,
    ),
    tests: testsPart(await readVariants(tools.db, at.campaign.id), at.campaign.file.test?.name),
  });
}

async function gather({ db, clock, roster }: OverviewTools, visit: CampaignVisit): Promise<At> {
  const { campaign, query, base } = visit;
  const now = clock.now();
  const today = dayOf(now, campaign.file.time_zone);
  const range = rangeOf(query.one('range'), today);
  const here = `${base}/campaigns/${campaign.slug}`;
  const chosen = Object.fromEntries(['range', 'by', 'map'].map((name) => [name, query.one(name)]));
  const days = await readDays(db, { campaignId: campaign.id });
  return {
    visit,
    campaign,
    roster: await roster.get(),
    now,
    today,
    range,
    here,
    address: (changed) => addressOf(here, { ...chosen, ...changed }),
    days,
    shown: days.filter(({ day }) => day >= (range.since ?? '')),
    offices: await readOffices(db, campaign.id),
    divisions: await readDivisions(db, campaign.id),
  };
}

function addressOf(here: string, query: Readonly<Record<string, string>>): string {
  const chosen = Object.entries(query).filter(([, value]) => value !== '' && value !== 'all');
  const text = new URLSearchParams(chosen).toString();
  return text === '' ? here : `${here}?${text}`;
}

async function headOf({ campaigns, db }: OverviewTools, at: At): Promise<object> {
  const { campaign, here, visit } = at;
  const standing = await campaigns.standing(campaign);
  const { letters, saidSent, unknown, held } = termsOf(at.offices);
  const trusted = at.days.reduce((sum, day) => sum + day.letters, 0);
  const mayWait = held > 0 && at.days.some(({ suspected }) => suspected > 0);
  const suspected = mayWait ? (await countSuspected(db, [campaign.id], MOST_SUSPECTED)).letters : 0;
  const alerts = (await countOpenAlerts(db, campaign.organizationId)).get(campaign.id) ?? 0;
  return {
    standing: { kind: standing.kind, label: standingWord(standing.kind).label, sentence: sentenceOf(standing) },
    publicUrl: `/c/${campaign.slug}`,
    liveUrl: `${here}/live`,
    moment: momentText(at.now, campaign.file.time_zone),
    refresh: at.address({}),
    attention: attentionOf(
      { campaign, standing, base: here, organization: visit.base },
      { failed: letters.failed, unknown, held, suspected, alerts },
    ),
    letters: lettersView(letters, { saidSent, suspected: letters.taken - trusted }, `${here}/letters`),
  };
}

function peopleOf({ campaign, roster, days, shown, range, today, address, divisions }: At): object {
  return {
    isEmpty: days.every(({ actions }) => actions === 0),
    timeZone: campaign.file.time_zone,
    range,
    ranges: rangeLinks(range, (key) => address({ range: key })),
    goal: goalPart(days, campaign.file.goal, today),
    figures: figuresOf(shown, {
      isToday: range.key === 'today',
      isAll: range.key === 'all',
      coverage: coverageOf(campaign, roster, divisions),
    }),
  };
}

async function placeOf({ maps }: { readonly maps: Maps }, at: At): Promise<object> {
  const asked = at.visit.query.one('map');
  const rows = at.divisions;
  const { view, choices } = await placePart({ maps, roster: at.roster }, { campaign: at.campaign, rows, asked });
  const layers = inOrder(rows.map(({ layer }) => layer));
  const layer = layers.find((one) => one === asked.split('-')[0]) ?? layers[0];
  const all = `${at.here}/numbers?table=divisions&layer=${layer ?? ''}`;
  return {
    map: view,
    choices: choices.map((choice) => ({ ...choice, href: `${at.address({ map: choice.key })}#places` })),
    table: layer === undefined ? undefined : shortTable(divisionsTable(rows, layer), FEW + 2, all),
  };
}

async function tablesOf({ db }: OverviewTools, { campaign, range, here }: At): Promise<TableView[]> {
  const asked = { campaignId: campaign.id, since: range.since };
  const sources = sourcesTable(await readSources(db, asked), range);
  const referrers = referrersTable(await readReferrers(db, asked), range);
  return [sources, referrers].map((table) =>
    shortTable(table, FEW, `${here}/numbers?table=${table.key}&range=${range.key}`),
  );
}
