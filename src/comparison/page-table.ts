import { plain } from '../platform/number-text.js';
import type { Link, Look } from './look.js';
import type { Column, Question, Row, Table, View } from './table.js';
import { valueText } from './value-text.js';

/** What the rows of a view are. */
export const ROW_NAMES: Readonly<Record<View, string>> = {
  partners: 'Partner',
  campaigns: 'Campaign',
  weeks: 'Week of',
  states: 'State',
  districts: 'District',
  overlap: 'Partners',
};

/** How many rows a page shows before somebody asks for all. */
export const MOST_ROWS = 60;

const TALL_FROM = 20;

type Cell = { readonly text: string; readonly isHidden: boolean; readonly isChosen: boolean };
type RowView = { readonly name: string; readonly note: string | undefined; readonly cells: readonly Cell[] };
type Direction = 'ascending' | 'descending' | undefined;

/** A table as the template shows it: each head sorts by its column, and turns the order when it does already. */
export type TableView = {
  readonly title: string;
  readonly of: { readonly name: string; readonly href: string; readonly sort: Direction };
  readonly heads: readonly {
    readonly name: string;
    readonly href: string;
    readonly sort: Direction;
    readonly isChosen: boolean;
  }[];
  readonly rows: readonly RowView[];
  readonly total: RowView | undefined;
  /** So many rows that they scroll in a box of their own, below their heads. */
  readonly isTall: boolean;
  readonly more: { readonly href: string; readonly text: string } | undefined;
};

export function tableView(table: Table, look: Look, link: Link): TableView {
  const { question } = table;
  const columns = measureFirst(table.columns, question.measure);
  const sortOf = (key: string): Direction =>
    question.sort === key ? (question.isDescending ? 'descending' : 'ascending') : undefined;
  // Numbers begin with the highest, names with A.
  const turned = (key: string): Pick<Question, 'sort' | 'isDescending'> => ({
    sort: key,
    isDescending: question.sort === key ? !question.isDescending : key !== 'name',
  });
  const isChosen = (key: string): boolean => columns.length > 2 && key === question.measure;
  const view = (row: Row): RowView => rowView(row, columns, isChosen);
  const shown = look.isWhole ? table.rows : table.rows.slice(0, MOST_ROWS);
  return {
    title: table.title,
    of: { name: ROW_NAMES[question.view], href: link(turned('name')), sort: sortOf('name') },
    heads: columns.map(({ key, name }) => ({
      name,
      href: link(turned(key)),
      sort: sortOf(key),
      isChosen: isChosen(key),
    })),
    rows: shown.map(view),
    total: table.total && view(table.total),
    isTall: shown.length > TALL_FROM,
    more:
      shown.length < table.rows.length
        ? { href: link({ isWhole: true }), text: `Show all ${plain(table.rows.length)} rows` }
        : undefined,
  };
}

/** The chosen column stands beside the names, where a phone shows it too. */
function measureFirst(columns: readonly Column[], measure: string): readonly Column[] {
  const chosen = columns.filter(({ key }) => key === measure);
  return [...chosen, ...columns.filter(({ key }) => key !== measure)];
}

/** A small table that belongs to another and is not sorted. */
export type FurtherView = {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly RowView[];
};

export function furtherView({ title, columns, rows }: NonNullable<Table['further']>): FurtherView {
  return {
    title,
    heads: columns.map(({ name }) => name),
    rows: rows.map((row) => rowView(row, columns, () => false)),
  };
}

function rowView({ name, note, values }: Row, columns: readonly Column[], isChosen: (key: string) => boolean): RowView {
  const cells = columns.map(({ key, unit }) => ({
    text: valueText(values[key], unit),
    isHidden: values[key] === 'hidden',
    isChosen: isChosen(key),
  }));
  return { name, note, cells };
}
