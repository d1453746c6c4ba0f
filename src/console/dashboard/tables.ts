/** A column of numbers; the column of names stands before them all. */
export type ColumnHead = {
  readonly key: string;
  readonly name: string;
  /** What it counts, for the file and for whoever asks. */
  readonly means: string;
  readonly isShare?: boolean;
};

/** A row; a value that there is none of is undefined. */
export type TableRow = {
  readonly name: string;
  /** What tells more, below the name: who holds the office. */
  readonly note?: string;
  readonly href?: string;
  readonly values: Readonly<Record<string, number | undefined>>;
};

/** A table of a campaign's numbers, as pages and files show it. */
export type Table = {
  readonly key: TableKey;
  readonly title: string;
  /** Over which time it counts, and what else has to be known. */
  readonly about: string;
  /** The name of the column of names. */
  readonly of: string;
  readonly columns: readonly ColumnHead[];
  /** In the table's own order. */
  readonly rows: readonly TableRow[];
  /** Whether they come by name, as days do. */
  readonly isByName?: boolean;
};

export const TABLE_KEYS = ['days', 'sources', 'referrers', 'offices', 'divisions'] as const;
export type TableKey = (typeof TABLE_KEYS)[number];

/** The rows in another order: by a column, the highest first, or by name; what is not a column leaves them. */
export function sorted(table: Table, by: string): readonly TableRow[] {
  if (by === 'name') return [...table.rows].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  if (!table.columns.some(({ key }) => key === by)) return table.rows;
  const value = (row: TableRow): number => row.values[by] ?? -1;
  return [...table.rows].sort((one, other) => value(other) - value(one));
}

/** One page of rows; pages count from 1. */
export function pageOf<Row>(
  rows: readonly Row[],
  asked: number,
  size: number,
): { readonly rows: readonly Row[]; readonly number: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const number = Number.isInteger(asked) ? Math.min(Math.max(1, asked), pages) : 1;
  return { rows: rows.slice((number - 1) * size, number * size), number, pages };
}
