import { pageOf, sorted, type Table, type TableRow } from './tables.js';
import { counted, percent, plain } from '../../platform/number-text.js';

/** A table as a template shows it. */
export type TableView = {
  readonly title: string;
  readonly about: string;
  readonly of: { readonly name: string; readonly href?: string | undefined; readonly sort?: string };
  readonly heads: readonly {
    readonly name: string;
    readonly means: string;
    readonly href?: string;
    readonly sort?: 'descending';
  }[];
  readonly rows: readonly {
    readonly name: string;
    readonly note?: string | undefined;
    readonly href?: string | undefined;
    readonly cells: readonly string[];
  }[];
  readonly more?: { readonly text: string; readonly href: string } | undefined;
};

/** The first rows of a table, with a link to all of them. */
export function shortTable(table: Table, most: number, allHref: string): TableView {
  const left = table.rows.length - most;
  const text =
    left > 0
      ? `and ${counted(left, 'more', 'more')}`
      : `${counted(table.rows.length, 'row', 'rows')}, sorted and as a file`;
  return {
    title: table.title,
    about: table.about,
    of: { name: table.of },
    heads: table.columns.map(({ name, means }) => ({ name, means })),
    rows: table.rows.slice(0, most).map((row) => rowView(table, row)),
    more: table.rows.length > 0 ? { text, href: allHref } : undefined,
  };
}

const PAGE_ROWS = 50;

/** One page of a table in the order that was asked for; `href` makes the address of another order or page. */
export function longTable(
  table: Table,
  asked: { readonly sort: string; readonly page: number },
  href: (to: { readonly sort: string; readonly page: number }) => string,
): TableView & { readonly pager: { readonly text: string; readonly before?: string; readonly after?: string } } {
  const isNameSort = asked.sort === 'name';
  const page = pageOf(sorted(table, asked.sort), asked.page, PAGE_ROWS);
  const to = (number: number): string => href({ sort: asked.sort, page: number });
  return {
    ...shortTable(table, 0, ''),
    of: {
      name: table.of,
      href: table.isByName ? undefined : href({ sort: 'name', page: 1 }),
      ...(isNameSort && { sort: 'ascending' }),
    },
    heads: table.columns.map(({ key, name, means }) => ({
      name,
      means,
      href: href({ sort: key, page: 1 }),
      ...(key === asked.sort && { sort: 'descending' as const }),
    })),
    rows: page.rows.map((row) => rowView(table, row)),
    more: undefined,
    pager: {
      text: `${counted(table.rows.length, 'row', 'rows')}, page ${plain(page.number)} of ${plain(page.pages)}`,
      ...(page.number > 1 && { before: to(page.number - 1) }),
      ...(page.number < page.pages && { after: to(page.number + 1) }),
    },
  };
}

function rowView(table: Table, { name, note, href, values }: TableRow): TableView['rows'][number] {
  const cells = table.columns.map(({ key, isShare }) => {
    const value = values[key];
    return value === undefined ? '–' : isShare ? percent(value) : plain(value);
  });
  return { name, note, href, cells };
}
