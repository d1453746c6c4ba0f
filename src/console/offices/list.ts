import { positionLabels, positionWords } from '../../positions/index.js';
import { readOffices, writeReport, pdfName, readOfficeReport, zipOf, type OfficeLine } from '../../reports/index.js';
import { dayOf } from '../../platform/clock.js';
import { csvText } from '../../platform/csv.js';
import { csvAnswer } from '../csv-answer.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import type { OfficeTools } from './tools.js';

const ON_A_PAGE = 50;
const MOST_PRINTED = 400;

/** The offices of a campaign, searched, filtered and a page at a time. */
export async function showOffices({ db, roster }: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, base, query } = visit;
  const [search, wanted, after] = [query.one('q').trim(), query.one('position'), query.one('after')];
  const lines = await readOffices(db, await roster.get(), campaign);
  const found = lines.filter((line) => fits(line, search) && (wanted === '' || line.position === wanted));
  const start = after === '' ? 0 : found.findIndex(({ office }) => office.key === after) + 1;
  const shown = found.slice(start, start + ON_A_PAGE);
  const root = `${base}/campaigns/${campaign.slug}/offices`;
  const isMore = found.length > start + shown.length;
  const next = new URLSearchParams({ q: search, position: wanted, after: shown.at(-1)?.office.key ?? '' });
  return page('offices/list', {
    title: 'Offices',
    root,
    search,
    isFiltered: search !== '' || wanted !== '',
    hasOffices: lines.length > 0,
    reports: number.format(lines.filter(({ people }) => people > 0).length),
    offices: shown.map((line) => lineView(line, root)),
    choices: positionWords.map((word) => ({ word, label: positionLabels[word], isChosen: word === wanted })),
    found: number.format(found.length),
    next: isMore && `${root}?${next.toString()}`,
    isFirst: start === 0,
    mayReview: visit.may('review'),
    mayEdit: visit.may('edit'),
  });
}

const number = new Intl.NumberFormat('en');

function fits({ office }: OfficeLine, search: string): boolean {
  const text = [office.name, office.holder, office.body, office.party, office.id].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function lineView({ office, position, people, letters }: OfficeLine, root: string): object {
  return {
    href: `${root}/${encodeURIComponent(office.key)}`,
    name: office.name,
    who: office.holder
      ? [`${office.title} ${office.holder}`.trim(), office.party].filter(Boolean).join(', ')
      : 'Vacant',
    position: positionLabels[position],
    badge: { supports: 'good', leans: 'good', undecided: 'warn', opposes: 'bad', undeclared: '' }[position],
    people: number.format(people),
    delivered: number.format(letters?.delivered ?? 0),
    handedOver: number.format(letters?.handed_over ?? 0),
    waiting: number.format(letters?.waiting ?? 0),
  };
}

/** All offices that got letters or have a position on one page for paper, those with the most letters first. */
export async function showOverview({ db, roster, clock }: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, base } = visit;
  const lines = await readOffices(db, await roster.get(), campaign);
  const told = lines
    .filter(({ people, position }) => people > 0 || position !== 'undeclared')
    .sort((one, other) => other.people - one.people);
  const root = `${base}/campaigns/${campaign.slug}/offices`;
  return page('offices/overview', {
    title: 'Overview to print',
    root,
    campaign: { title: campaign.file.title, ask: campaign.file.ask, organization: campaign.file.organization.name },
    offices: told.slice(0, MOST_PRINTED).map((line) => lineView(line, root)),
    left: told.length > MOST_PRINTED && number.format(told.length - MOST_PRINTED),
    madeOn: dayOf(clock.now(), campaign.file.time_zone),
  });
}

const HEADER = [
  'office',
  'name',
  'body',
  'holder',
  'party',
  'position',
  'position_date',
  'position_source',
  'people',
  'letters_taken',
  'delivered',
  'waiting',
  'handed_over',
  'said_sent',
  'failed',
  'cancelled',
  'previewed',
];

/** A line for each office, with the terms that add up to the letters taken. */
export async function officesAsCsv({ db, roster, clock }: OfficeTools, { campaign }: CampaignVisit): Promise<Answer> {
  const rows = (await readOffices(db, await roster.get(), campaign)).map(
    ({ office, position, entry, people, letters, saidSent }) => [
      office.id,
      office.name,
      office.body,
      office.holder,
      office.party,
      position,
      entry?.knownOn ?? '',
      entry?.source ?? '',
      people,
      letters?.taken ?? 0,
      letters?.delivered ?? 0,
      letters?.waiting ?? 0,
      letters?.handed_over ?? 0,
      saidSent,
      letters?.failed ?? 0,
      letters?.cancelled ?? 0,
      letters?.previewed ?? 0,
    ],
  );
  const name = `${campaign.slug}-offices-${dayOf(clock.now(), campaign.file.time_zone)}.csv`;
  return csvAnswer(name, csvText([HEADER, ...rows]));
}

/** The reports of all offices that got letters, made one after the other while they are sent. */
export async function reportsAsZip(tools: OfficeTools, { campaign }: CampaignVisit): Promise<Answer> {
  const { db, roster, clock } = tools;
  const lines = await readOffices(db, await roster.get(), campaign);
  const entries = lines
    .filter(({ people }) => people > 0)
    .map(({ office }) => ({
      name: pdfName({ office }),
      content: async () => writeReport(await readOfficeReport(tools, campaign, office.id)),
    }));
  const name = `${campaign.slug}-reports-${dayOf(clock.now(), campaign.file.time_zone)}.zip`;
  return { kind: 'file', name, type: 'application/zip', content: zipOf(entries, clock.now()) };
}
