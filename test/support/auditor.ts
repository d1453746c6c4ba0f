/** A sum of unknowns that somebody published: `[1, 4]` is the first and the fourth. */
export type Published = { readonly of: readonly number[]; readonly is: number; readonly less?: readonly number[] };

export type Bounds = { readonly low: number; readonly high: number };

const NOTHING = 1e-9;

/**
 * What follows for each unknown from all that is published, if no unknown is below nought: its least and greatest value, by
 * elimination and the simplex method (dictionaries: V. Chvátal, Linear Programming, 1983). Coefficients are 1 and -1.
 */
export function boundsOf(
  unknowns: number,
  published: readonly Published[],
  asked: readonly number[],
): Map<number, Bounds> {
  const dictionary = solve(unknowns, published);
  makeFeasible(dictionary);
  return new Map(
    asked.map((unknown) => [
      unknown,
      { low: -greatest(dictionary, unknown, -1), high: greatest(dictionary, unknown, 1) },
    ]),
  );
}

/** Each basic unknown is a constant and a sum over the free ones: `rows[i] = [constant, ...factors]`. */
type Dictionary = { basic: number[]; free: number[]; rows: Float64Array[] };

function solve(unknowns: number, published: readonly Published[]): Dictionary {
  const kept: { pivot: number; row: Float64Array }[] = [];
  for (const { of, is, less = [] } of published) {
    const row = new Float64Array(unknowns + 1);
    for (const one of of) row[one]! += 1;
    for (const one of less) row[one]! -= 1;
    row[unknowns] = is;
    for (const { pivot, row: other } of kept) if (Math.abs(row[pivot]!) > NOTHING) subtract(row, other, row[pivot]!);
    let pivot = -1;
    for (let at = 0; at < unknowns; at++)
      if (Math.abs(row[at]!) > NOTHING && (pivot < 0 || Math.abs(row[at]!) > Math.abs(row[pivot]!))) pivot = at;
    if (pivot < 0) {
      if (Math.abs(row[unknowns]!) > 1e-6) throw new Error('What is published contradicts itself.');
      continue;
    }
    const scale = row[pivot]!;
    for (let at = 0; at <= unknowns; at++) row[at]! /= scale;
    for (const { row: other } of kept) if (Math.abs(other[pivot]!) > NOTHING) subtract(other, row, other[pivot]!);
    kept.push({ pivot, row });
  }
  const basic = kept.map(({ pivot }) => pivot);
  const isBasic = new Set(basic);
  const free = Array.from({ length: unknowns }, (_, one) => one).filter((one) => !isBasic.has(one));
  const rows = kept.map(({ row }) => Float64Array.from([row[unknowns]!, ...free.map((one) => -row[one]!)]));
  return { basic, free, rows };
}

function subtract(row: Float64Array, other: Float64Array, factor: number): void {
  for (let at = 0; at < row.length; at++) {
    const value = row[at]! - factor * other[at]!;
    row[at] = Math.abs(value) < NOTHING ? 0 : value;
  }
}

/** Lets a free unknown take the place of a basic one; `rows` may hold one more row, which is to be greatest. */
function pivot({ basic, free, rows }: Dictionary, leaving: number, entering: number): void {
  const row = rows[leaving]!;
  const factor = row[entering + 1]!;
  const next = row.map((value, at) => (at === entering + 1 ? 1 / factor : -value / factor));
  for (const [index, other] of rows.entries()) {
    if (index === leaving) continue;
    const times = other[entering + 1]!;
    if (times === 0) continue;
    for (let at = 0; at < other.length; at++) {
      const value = (at === entering + 1 ? 0 : other[at]!) + times * next[at]!;
      other[at] = Math.abs(value) < NOTHING ? 0 : value;
    }
  }
  rows[leaving] = next;
  [basic[leaving], free[entering]] = [free[entering]!, basic[leaving]!];
}

/** Raises the last row, which is no unknown's, as far as it goes (R. G. Bland's rule, which ends). */
function raise(dictionary: Dictionary): number {
  const { basic, free, rows } = dictionary;
  for (;;) {
    const aim = rows[basic.length]!;
    let entering = -1;
    for (let at = 0; at < free.length; at++)
      if (aim[at + 1]! > 1e-7 && (entering < 0 || free[at]! < free[entering]!)) entering = at;
    if (entering < 0) return aim[0]!;
    let leaving = -1;
    let most = Infinity;
    for (let index = 0; index < basic.length; index++) {
      const factor = rows[index]![entering + 1]!;
      if (factor > -1e-7) continue;
      const room = rows[index]![0]! / -factor;
      if (room < most - NOTHING || (room < most + NOTHING && basic[index]! < basic[leaving]!)) {
        most = Math.min(most, room);
        leaving = index;
      }
    }
    if (leaving < 0) return Infinity;
    pivot(dictionary, leaving, entering);
  }
}

const AUXILIARY = 1e9;

function makeFeasible(dictionary: Dictionary): void {
  const { basic, free, rows } = dictionary;
  const worst = rows.reduce((best, row, index) => (row[0]! < rows[best]![0]! ? index : best), 0);
  if (rows.length === 0 || rows[worst]![0]! >= 0) return;
  free.push(AUXILIARY);
  for (const [index, row] of rows.entries()) rows[index] = Float64Array.from([...row, 1]);
  pivot(dictionary, worst, free.length - 1);
  const at = (): number => basic.indexOf(AUXILIARY);
  rows.push(rows[at()]!.map((value) => -value));
  if (raise(dictionary) < -1e-6) throw new Error('What is published cannot be.');
  rows.pop();
  if (at() >= 0) {
    const entering = rows[at()]!.findIndex((value, index) => index > 0 && Math.abs(value) > 1e-7) - 1;
    if (entering < 0) throw new Error('The auxiliary unknown stays.');
    pivot(dictionary, at(), entering);
  }
  const gone = free.indexOf(AUXILIARY);
  free.splice(gone, 1);
  for (const [index, row] of rows.entries()) rows[index] = row.filter((_, column) => column !== gone + 1);
}

function greatest({ basic, free, rows }: Dictionary, unknown: number, sign: 1 | -1): number {
  const index = basic.indexOf(unknown);
  const aim =
    index >= 0
      ? rows[index]!.map((value) => sign * value)
      : Float64Array.from([0, ...free.map((one) => (one === unknown ? sign : 0))]);
  const copy = { basic: [...basic], free: [...free], rows: [...rows.map((row) => row.slice()), aim] };
  return raise(copy);
}
