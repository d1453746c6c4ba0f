import type { Question, Row, Value } from './table.js';

const NAMES = new Intl.Collator('en', { numeric: true });

/**
 * Rows in the order that was asked for. Hidden numbers stand where nought stands and among each other by name, so that
 * the order tells nothing of them; rows with nothing to say come last, people who are not known behind all.
 */
export function sortRows(rows: readonly Row[], { view, sort, isDescending }: Question): Row[] {
  const sign = isDescending ? -1 : 1;
  const named = (row: Row): string => (view === 'weeks' ? row.key : row.name);
  return [...rows].sort((a, b) => {
    const last = Number(isLast(a)) - Number(isLast(b));
    if (last !== 0) return last;
    if (sort === 'name') return sign * NAMES.compare(named(a), named(b));
    const [one, other] = [placeFor(a.values[sort]), placeFor(b.values[sort])];
    if (one === null || other === null) return Number(one === null) - Number(other === null) || byName(a, b, named);
    return sign * (one - other) || byName(a, b, named);
  });
}

const isLast = ({ key }: Row): boolean => key === 'unknown';

function byName(a: Row, b: Row, named: (row: Row) => string): number {
  return NAMES.compare(named(a), named(b));
}

function placeFor(value: Value | undefined): number | null {
  return value === 'hidden' ? 0 : (value ?? null);
}
