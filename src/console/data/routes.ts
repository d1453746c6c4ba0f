import { mayBeAddressed, type Campaigns } from '../../campaigns/index.js';
import { CAMPAIGN_LIST, findImport, listDataSets, listNewestImports, type DataSet } from '../../data-sets/index.js';
import type { Roster } from '../../offices/index.js';
import { dayText, momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { NotFoundError } from '../../platform/errors.js';
import type { Followed } from '../../platform/revisions.js';
import { ownCampaigns } from '../own-campaigns.js';
import { page, type ConsoleRoute, type Visit } from '../visit.js';
import { groupSets, importLine } from './describe.js';

export type DataPageTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  readonly roster: Followed<Roster>;
};

const IMPORTS_SHOWN = 15;

/** How old maps and rosters are, what the last imports changed, and which campaigns that touches. */
export function dataRoutes(tools: DataPageTools): ConsoleRoute[] {
  return [
    { of: 'organization', method: 'get', path: '/data', needs: 'see', handle: (visit) => showData(tools, visit) },
    {
      of: 'organization',
      method: 'get',
      path: '/data/:dataSet',
      needs: 'see',
      handle: (visit) => showSet(tools, visit),
    },
  ];
}

async function showData(tools: DataPageTools, visit: Visit) {
  const { base } = visit;
  const isOwn = await ownLists(tools, visit);
  const sets = (await listDataSets(tools.db)).filter(isOwn);
  const imports = (await listNewestImports(tools.db, IMPORTS_SHOWN)).filter(isOwn);
  return page('data/list', {
    title: 'Data',
    groups: groupSets(sets, { now: tools.clock.now(), base }),
    imports: imports.map((one) => importLine(one, { base, zone: visit.organization.timeZone })),
  });
}

async function showSet(tools: DataPageTools, visit: Visit) {
  const set = await findImport(tools.db, visit.part('dataSet'));
  if (!set || !(await ownLists(tools, visit))(set)) throw new NotFoundError('There is no such data set.');
  const { came = [], left = [], vacated = [] } = set.report?.people ?? {};
  const offices = (await tools.roster.get()).offices;
  const nameOf = (id: string): string => offices.get(id)?.name ?? id;
  const moved = (people: typeof came) =>
    people.slice(0, PEOPLE_SHOWN).map(({ name, office, on }) => ({
      name,
      office: nameOf(office),
      on: on === null ? undefined : dayText(on),
    }));
  return page('data/set', {
    title: set.title,
    covers: set.scope,
    facts: [
      ['Good for', dayText(set.asOf)],
      ['Loaded', momentText(set.importedAt, visit.organization.timeZone)],
      ['File', set.fileName],
      ['From', set.origin],
      ['Licence', set.licence],
      ['Records', new Intl.NumberFormat('en').format(set.records)],
    ].map(([name, value]) => ({ name, value })),
    report: set.report && { ...set.report, remarks: set.report.remarks.filter((line) => !SHOWN_BY_NAME.test(line)) },
    came: { count: came.length, people: moved(came), more: Math.max(0, came.length - PEOPLE_SHOWN) },
    left: { count: left.length, people: moved(left), more: Math.max(0, left.length - PEOPLE_SHOWN) },
    vacated: vacated.map(nameOf),
    touched: await touchedCampaigns(
      tools,
      visit,
      [...came, ...left].map(({ office }) => office),
    ),
  });
}

const PEOPLE_SHOWN = 60;

/** Remarks that repeat the lists of people above them. */
const SHOWN_BY_NAME = /^(?:Came|Left|Fell vacant) \(/;

/** The organization's campaigns that may address one of the offices where somebody came or left. */
async function touchedCampaigns(tools: DataPageTools, visit: Visit, officeIds: readonly string[]) {
  const own = await ownCampaigns(tools, visit);
  return own
    .filter((one) => mayBeAddressed(one, officeIds))
    .map((one) => ({ title: one.file.title, href: `${visit.base}/campaigns/${one.slug}` }));
}

/** Lists out of campaigns' folders are shown to those whose campaigns they are. */
async function ownLists(tools: DataPageTools, visit: Visit): Promise<(set: DataSet) => boolean> {
  const own = await ownCampaigns(tools, visit);
  const origins = new Set(own.map(({ slug }) => `campaign ${slug}`));
  return ({ source, origin }) => source !== CAMPAIGN_LIST || origins.has(origin);
}
