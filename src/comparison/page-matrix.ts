import type { Column, Table } from './table.js';
import { numberOf, valueText } from './value-text.js';

/** Columns of the overlap that stand for a partner: `with:teachers`. */
const WITH = 'with:';

/** Which partners share people: a row and a column for each, and a partner's own people where it meets itself. */
export type Matrix = {
  readonly title: string;
  readonly about: string;
  readonly heads: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly { readonly text: string; readonly className: string }[];
  }[];
};

/** The matrix of an overlap's table; undefined where fewer than two partners are in it. */
export function matrixOf(table: Table): Matrix | undefined {
  const rows = table.rows.filter(({ key }) => table.columns.some((column) => column.key === WITH + key));
  // In the order of the rows, so that the diagonal is one.
  const columns = rows.flatMap(({ key }) => table.columns.find((column) => column.key === WITH + key) ?? []);
  const own = table.columns.find(({ key }) => key === 'unique');
  const [first] = columns;
  if (!first || rows.length < 2) return undefined;
  const shared = rows.flatMap(({ key, values }) =>
    columns.flatMap((column) => (column.key === WITH + key ? [] : (numberOf(values[column.key]) ?? []))),
  );
  const max = Math.max(0, ...shared);
  return {
    title: table.title,
    about: first.means,
    heads: columns.map(({ name }) => name),
    rows: rows.map(({ key, name, values }) => ({
      name,
      cells: columns.map((column) => {
        if (column.key === WITH + key) {
          // Where pairs are told as shares, a partner shares all of its people with itself.
          return { text: own ? valueText(values[own.key], own.unit) : '–', className: 'own' };
        }
        return cellOf(values[column.key], column, max);
      }),
    })),
  };
}

function cellOf(
  value: Parameters<typeof numberOf>[0],
  { unit }: Column,
  max: number,
): { readonly text: string; readonly className: string } {
  if (value === 'hidden') return { text: valueText(value, unit), className: 'few' };
  const number = numberOf(value) ?? 0;
  const shade = number <= 0 || max === 0 ? 0 : Math.max(1, Math.ceil((number / max) * 5));
  return { text: valueText(value ?? 0, unit), className: `shade-${shade} ink-${shade}` };
}
