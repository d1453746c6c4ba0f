import { columnsOf } from './measures.js';
import { VIEWS, type Column, type Comparison, type Question, type View } from './table.js';

/** A query's values as they come: `{view: 'weeks', sort: '-actions'}`. */
export type Query = Readonly<Record<string, unknown>>;

/** What was asked, and what of it could not be understood, in words. */
export type Asked = { readonly question: Question; readonly faults: readonly string[] };

/** The columns by which small charts can be drawn. */
const TABLES_OF_TIME_AND_PLACE: readonly View[] = ['weeks', 'states', 'districts'];

/** Reads a query; what it does not understand, it leaves out and says so. */
export function readQuestion(query: Query, { choices }: Pick<Comparison, 'choices'>): Asked {
  const faults: string[] = [];
  const text = (key: string): string | undefined => {
    const value = query[key];
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 100) : undefined;
  };
  const chosen = (key: string, from: readonly { readonly key: string }[], what: string): string | undefined => {
    const value = text(key);
    if (value === undefined || from.some((one) => one.key === value)) return value;
    faults.push(`There is no ${what} “${value}” in this comparison; all are shown.`);
    return undefined;
  };
  const viewText = text('view');
  const view = VIEWS.find((one) => one === viewText) ?? 'partners';
  if (viewText !== undefined && view !== viewText)
    faults.push(`There is no view “${viewText}”; the partners are shown.`);
  const base = {
    view,
    campaign:
      view === 'campaigns' || view === 'overlap' ? undefined : chosen('campaign', choices.campaigns, 'campaign'),
    partner: view === 'partners' || view === 'overlap' ? undefined : chosen('partner', choices.partners, 'partner'),
    layer: view === 'districts' ? chosen('layer', choices.layers, 'kind of district') : undefined,
  };
  const columns = choices.columns(base);
  const others = view === 'overlap' ? choices.partners.map(({ key }) => `with:${key}`) : [];
  const measureText = text('measure');
  const standard = view === 'overlap' ? 'both' : 'actions';
  const measure = columns.find(({ key }) => key === measureText)?.key ?? standard;
  if (measureText !== undefined && measure !== measureText)
    faults.push(`“${measureText}” is not counted in this view; “${nameOf(columns, measure)}” is shown.`);
  return { question: { ...base, measure, ...sortOf(text('sort'), { ...base, measure, others }, faults) }, faults };
}

type Unsorted = Omit<Question, 'sort' | 'isDescending'>;

function nameOf(columns: readonly Column[], key: string): string {
  return columns.find((column) => column.key === key)?.name ?? key;
}

function sortOf(
  text: string | undefined,
  { others, ...question }: Unsorted & { readonly others: readonly string[] },
  faults: string[],
): Pick<Question, 'sort' | 'isDescending'> {
  const standard = standardSort(question);
  if (text === undefined) return standard;
  const isDescending = text.startsWith('-');
  const sort = isDescending ? text.slice(1) : text;
  const isThere = sort === 'name' || columnsOf(question).some(({ key }) => key === sort) || others.includes(sort);
  if (isThere) return { sort, isDescending };
  faults.push(`This table cannot be sorted by “${sort}”.`);
  return standard;
}

function standardSort({ view, measure }: Unsorted): Pick<Question, 'sort' | 'isDescending'> {
  if (view === 'weeks') return { sort: 'name', isDescending: false };
  if (view === 'overlap') return { sort: 'unique', isDescending: true };
  return { sort: TABLES_OF_TIME_AND_PLACE.includes(view) ? 'actions' : measure, isDescending: true };
}

/** A question as a query string without the `?`; what would be so anyway is left out. `''` for the first view. */
export function questionQuery(question: Question): string {
  const query = new URLSearchParams();
  if (question.view !== 'partners') query.set('view', question.view);
  if (question.measure !== (question.view === 'overlap' ? 'both' : 'actions')) query.set('measure', question.measure);
  for (const key of ['campaign', 'partner', 'layer'] as const) {
    const value = question[key];
    if (value !== undefined) query.set(key, value);
  }
  const standard = standardSort(question);
  if (question.sort !== standard.sort || question.isDescending !== standard.isDescending)
    query.set('sort', `${question.isDescending ? '-' : ''}${question.sort}`);
  return query.toString();
}
