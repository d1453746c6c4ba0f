import { listAudit, listMembers, type AuditEntry, type AuditFilter } from '../../organizers/index.js';
import { dayOf, momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { page, type Answer, type ConsoleRoute, type Visit } from '../visit.js';
import { csvAnswer } from '../csv-answer.js';
import { logLines } from './log-csv.js';
import { findCampaignsOf } from './store-places.js';

export type LogTools = { readonly db: Db; readonly clock: Clock };

const PER_PAGE = 50;
const PER_CHUNK = 500;

/** Kinds of things that acts concern, as the filter names them. */
const KINDS: readonly (readonly [kind: string, label: string])[] = [
  ['campaign', 'Campaigns'],
  ['delivery', 'Letters'],
  ['supporter', 'People'],
  ['user', 'Members'],
  ['coalition', 'Coalitions'],
];

/** What the way to it is called. */
const LABELS: Readonly<Record<string, string>> = {
  campaign: 'the campaign',
  delivery: 'the letter',
  supporter: 'the person',
  user: 'what they did',
  coalition: 'the coalition',
};

/** What was done in the organization, to be read and to be taken along. */
export function logRoutes(tools: LogTools): ConsoleRoute[] {
  const own = { of: 'organization', method: 'get', needs: 'own' } as const;
  return [
    { ...own, path: '/log', handle: (visit: Visit) => showLog(tools, visit) },
    {
      ...own,
      path: '/log.csv',
      handle: ({ organization, query }: Visit): Answer =>
        csvAnswer(
          `log-${organization.slug}-${dayOf(tools.clock.now(), 'utc')}.csv`,
          logLines(entries(tools, { ...filterOf(query), organizationId: organization.organizationId })),
        ),
    },
  ];
}

function filterOf(query: Visit['query']): AuditFilter {
  const [userId, kind] = [query.one('person'), query.one('kind')];
  return { ...(userId !== '' && { userId }), ...(kind !== '' && { kind }) };
}

async function showLog(tools: LogTools, { organization, query, base }: Visit): Promise<Answer> {
  const { organizationId } = organization;
  const filter = filterOf(query);
  const after = query.one('after');
  const found = await listAudit(tools.db, {
    ...filter,
    organizationId,
    limit: PER_PAGE + 1,
    ...(after !== '' && { after }),
  });
  const shown = found.slice(0, PER_PAGE);
  const campaigns = await findCampaignsOf(tools.db, idsOf(shown, 'delivery'));
  const members = await listMembers(tools.db, organizationId);
  const filters = new URLSearchParams({ person: filter.userId ?? '', kind: filter.kind ?? '' });
  return page('accounts/log', {
    title: 'Log',
    base,
    entries: shown.map((entry) => ({
      ...entry,
      label: LABELS[entry.about.split(':')[0] ?? ''],
      moment: momentText(entry.at, organization.timeZone),
      href: hrefOf(entry, base, campaigns),
      onlyThem: entry.userId === null ? undefined : `${base}/log?person=${encodeURIComponent(entry.userId)}`,
    })),
    people: peopleOf(members, shown, filter.userId),
    kinds: KINDS.map(([kind, label]) => ({ kind, label, isChosen: kind === filter.kind })),
    isFiltered: Object.keys(filter).length > 0,
    isFirst: after === '',
    older: found.length > PER_PAGE ? `?${filters.toString()}&after=${shown.at(-1)?.id ?? ''}` : undefined,
    newest: `?${filters.toString()}`,
    csv: `${base}/log.csv?${filters.toString()}`,
  });
}

function idsOf(entries: readonly AuditEntry[], kind: string): string[] {
  const start = `${kind}:`;
  return entries.filter(({ about }) => about.startsWith(start)).map(({ about }) => about.slice(start.length));
}

type Person = { readonly userId: string; readonly name: string };

/** Members, and somebody who left and whose acts are shown. */
function peopleOf(members: readonly Person[], entries: readonly AuditEntry[], chosen: string | undefined) {
  const gone = entries.find(({ userId }) => userId !== null && userId === chosen);
  const isGone = chosen !== undefined && !members.some(({ userId }) => userId === chosen);
  const all = isGone ? [...members, { userId: chosen, name: gone?.who ?? 'Somebody who left' }] : members;
  return all.map(({ userId, name }) => ({ userId, name, isChosen: userId === chosen }));
}

/** Where an entry leads; the pages say so themselves where what it concerns is gone. */
function hrefOf({ about }: AuditEntry, base: string, campaigns: ReadonlyMap<string, string>): string | undefined {
  const [kind = '', id = ''] = about.split(':');
  const path = encodeURIComponent(id);
  if (id === '') return undefined;
  if (kind === 'campaign') return `${base}/campaigns/${path}`;
  if (kind === 'user') return `${base}/log?person=${path}`;
  if (kind === 'coalition') return `${base}/coalitions/${path}`;
  if (kind === 'supporter') return `${base}/people/${path}`;
  const campaign = kind === 'delivery' ? campaigns.get(id) : undefined;
  return campaign && `${base}/campaigns/${campaign}/letters/${path}`;
}

/** All entries, some hundred at a time. */
async function* entries(
  tools: LogTools,
  filter: AuditFilter & { readonly organizationId: string },
): AsyncGenerator<AuditEntry> {
  for (let after: string | undefined; ;) {
    const some = await listAudit(tools.db, { ...filter, limit: PER_CHUNK, ...(after !== undefined && { after }) });
    yield* some;
    if (some.length < PER_CHUNK) return;
    after = some.at(-1)?.id;
  }
}
