import {
  declaredKinds,
  listCountingDeclared,
  listDeclaredEntries,
  overlappingDeclared,
  type DeclaredEntry,
  type DeclaredKind,
} from '../../partners/index.js';
import { csvText } from '../../platform/csv.js';
import { counted, plain } from '../../platform/number-text.js';
import { refusal } from '../../web/index.js';
import { csvAnswer } from '../csv-answer.js';
import { page, type Answer, type CoalitionVisit } from '../visit.js';
import { contentView, marksView } from './entry-view.js';
import { campaignsOf, formView, rootOf, type DeclaredPageTools, type Faulty } from './form.js';

const ON_A_PAGE = 40;

/** All numbers from elsewhere, what they come to, and the forms that add to them. */
export async function showDeclared(tools: DeclaredPageTools, visit: CoalitionVisit, faulty?: Faulty): Promise<Answer> {
  const { coalition, partner, base, query } = visit;
  const campaigns = await campaignsOf(tools, visit);
  const below = query.one('after') || undefined;
  const listed = await listDeclaredEntries(tools.db, coalition.id, { limit: ON_A_PAGE + 1, below });
  const counting = await listCountingDeclared(tools.db, coalition.id);
  const shown = listed.slice(0, ON_A_PAGE);
  const root = base + rootOf(visit);
  const rows = shown.map((entry) => ({
    id: entry.id,
    ...contentView(entry, { coalition, campaigns }),
    ...marksView(entry, coalition.timeZone),
    partner: nameOf(visit, entry.partnerId),
    isOwn: entry.partnerId === partner.id,
    double: entry.withdrawnAt === null ? doubleText(overlappingDeclared(entry, counting).length) : '',
  }));
  return page(
    'declared/list',
    {
      title: 'Other numbers',
      root,
      rows,
      next: listed.length > ON_A_PAGE && `${root}?after=${shown.at(-1)?.id ?? ''}`,
      sums: sumsOf(visit, counting),
      own: partner.name,
      mayEdit: visit.may('edit') && coalition.endedAt === null,
      isImport: faulty?.typed['csv'] !== undefined,
      ...formView(campaigns, faulty ?? { faults: [], typed: {} }),
    },
    faulty ? refusal(faulty.faults) : {},
  );
}

function doubleText(others: number): string {
  if (others === 0) return '';
  return `Shares days with ${counted(others, 'other entry', 'other entries')} of the same kind: please check that nothing counts twice.`;
}

function nameOf({ coalition }: CoalitionVisit, partnerId: string): string {
  return coalition.partners.find(({ id }) => id === partnerId)?.name ?? '';
}

type Sum = { readonly partner: string; readonly cells: readonly { readonly kind: string; readonly count: string }[] };

/** By partner and kind; never one number for all, since calls and signatures do not add up. */
function sumsOf({ coalition }: CoalitionVisit, entries: readonly DeclaredEntry[]): object | undefined {
  const all = Object.keys(declaredKinds) as DeclaredKind[];
  const kinds = all.filter((kind) => entries.some((entry) => entry.kind === kind));
  const rows = coalition.partners.flatMap(({ id, name }): Sum[] => {
    const own = entries.filter(({ partnerId }) => partnerId === id);
    const sum = (kind: DeclaredKind): number =>
      own.filter((entry) => entry.kind === kind).reduce((total, entry) => total + entry.total, 0);
    const cells = kinds.map((kind) => {
      const total = sum(kind);
      return { kind: declaredKinds[kind], count: total === 0 ? '–' : plain(total) };
    });
    return own.length > 0 ? [{ partner: name, cells }] : [];
  });
  return rows.length > 0 ? { kinds: kinds.map((kind) => declaredKinds[kind]), rows } : undefined;
}

const CSV_HEAD = ['partner', 'kind', 'total', 'from', 'to', 'campaign', 'source', 'note', 'entered_on', 'questioned'];

/** The entries that count, as a sheet. */
export async function sendDeclared(tools: DeclaredPageTools, visit: CoalitionVisit): Promise<Answer> {
  const campaigns = await campaignsOf(tools, visit);
  const rows = (await listCountingDeclared(tools.db, visit.coalition.id)).map((entry) => [
    ...[nameOf(visit, entry.partnerId), entry.kind, entry.total, entry.fromOn, entry.toOn],
    ...[campaigns.find(({ id }) => id === entry.campaignId)?.slug ?? '', entry.source, entry.note],
    ...[new Date(entry.enteredAt).toISOString().slice(0, 10), entry.question],
  ]);
  return csvAnswer(`${visit.coalition.slug}-declared.csv`, csvText([CSV_HEAD, ...rows]));
}
