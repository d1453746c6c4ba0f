import { readLayers } from '../../counts/index.js';
import { dayOf, momentText } from '../../platform/clock.js';
import { csvAnswer } from '../csv-answer.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import { inOrder, readTable } from './build-tables.js';
import { csvOf } from './csv.js';
import type { OverviewTools } from './overview.js';
import { layerName } from './places.js';
import { rangeLinks, rangeOf, type Range } from './range.js';
import { longTable } from './table-view.js';
import { TABLE_KEYS, type Table, type TableKey } from './tables.js';

const TABS: Readonly<Record<TableKey, string>> = {
  days: 'Days',
  sources: 'Source codes',
  referrers: 'Referrers',
  offices: 'Offices',
  divisions: 'Places',
};

/** Tables that are kept by day; the others count since the beginning. */
const BY_DAY: readonly TableKey[] = ['days', 'sources', 'referrers'];

type Asked = { readonly table: Table; readonly range: Range; readonly layer: string; readonly here: string };

/** Every row of one table, page by page and in any order. */
export async function showNumbers(tools: OverviewTools, visit: CampaignVisit): Promise<Answer> {
  const { table, range, layer, here } = await readAsked(tools, visit);
  const { key } = table;
  const base = { table: key, ...(BY_DAY.includes(key) && { range: range.key }), ...(key === 'divisions' && { layer }) };
  const address = (query: Readonly<Record<string, string>>, path = here): string =>
    `${path}?${new URLSearchParams({ ...base, ...query }).toString()}`;
  const asked = { sort: visit.query.one('sort'), page: Number(visit.query.one('page') || 1) };
  const { time_zone: timeZone } = visit.campaign.file;
  return page('dashboard/numbers', {
    title: `Numbers: ${table.title}`,
    up: here.replace(/\/numbers$/, ''),
    heading: table.title,
    tabs: TABLE_KEYS.map((one) => ({ label: TABS[one], href: `${here}?table=${one}`, isHere: one === key })),
    ranges: BY_DAY.includes(key) ? rangeLinks(range, (to) => address({ range: to })) : [],
    layers: key === 'divisions' ? await layerLinks(tools, visit, { layer, address }) : [],
    table: longTable(table, asked, ({ sort, page: number }) => address({ sort, page: String(number) })),
    csv: address({}, `${here}.csv`),
    moment: momentText(tools.clock.now(), timeZone),
  });
}

/** The same table as a file. */
export async function sendNumbers(tools: OverviewTools, visit: CampaignVisit): Promise<Answer> {
  const { table } = await readAsked(tools, visit);
  const { file, slug } = visit.campaign;
  const now = tools.clock.now();
  return csvAnswer(
    `${slug}-${table.key}-${dayOf(now, file.time_zone)}.csv`,
    csvOf(table, { campaign: file.title, moment: momentText(now, file.time_zone) }),
  );
}

async function readAsked(tools: OverviewTools, visit: CampaignVisit): Promise<Asked> {
  const { campaign, query, base } = visit;
  const key = TABLE_KEYS.find((one) => one === query.one('table')) ?? 'days';
  const range = rangeOf(query.one('range'), dayOf(tools.clock.now(), campaign.file.time_zone));
  const layer = key === 'divisions' ? await layerOfQuery(tools, visit) : '';
  const up = `${base}/campaigns/${campaign.slug}`;
  const wanted = { key, campaign, range, layer, lettersHref: `${up}/letters` };
  const table = await readTable({ db: tools.db, roster: await tools.roster.get() }, wanted);
  return { table, range, layer, here: `${up}/numbers` };
}

async function layerOfQuery({ db }: OverviewTools, { campaign, query }: CampaignVisit): Promise<string> {
  const layers = inOrder(await readLayers(db, campaign.id));
  return layers.find((layer) => layer === query.one('layer')) ?? layers[0] ?? 'state';
}

async function layerLinks(
  { db }: OverviewTools,
  { campaign }: CampaignVisit,
  of: { readonly layer: string; readonly address: (query: Readonly<Record<string, string>>) => string },
): Promise<object[]> {
  const layers = inOrder(await readLayers(db, campaign.id));
  return layers.map((layer) => ({ label: layerName(layer), href: of.address({ layer }), isHere: layer === of.layer }));
}
