import { FEWEST_SHOWN } from '../partners/index.js';

/** Numbers of people under this, but for nobody, are hidden. */
export const SMALLEST_SHOWN = FEWEST_SHOWN;

/** A way between rows that does not lie in the table: rows with the same label can give people to each other. */
export type Way = {
  /** For each row; -1: not on this way. */
  readonly labels: Int32Array;
  /** For each row, how many there are to give. */
  readonly values: Float64Array;
  /** Whether all layers together change with it: what is given is not taken from another layer. */
  readonly isWhole: boolean;
};

/**
 * A published table with the sums of its columns in its last row; the sums of its rows stand elsewhere. One pattern of hidden
 * cells holds for several tables of numbers of the same form (layers): one for each campaign, say.
 */
export type Plane = {
  /** Without the sums, which are row number `rows`. */
  readonly rows: number;
  readonly width: number;
  /** 1: hidden. It only grows. */
  readonly hidden: Uint8Array;
  /** What the rule of ten looks at: the layers and, where one pattern holds for several, their sum behind them. */
  readonly people: readonly Float64Array[];
  /** What must not be worked out. A cell can rise while `rises` is not 0 for it, and fall while it is over 0. */
  readonly layers: readonly Layer[];
  /** What is lost by hiding a cell. */
  readonly costs: Float64Array;
  /** Whether the sum of a row is hidden from who looks at a layer. */
  readonly isSumHidden: (layer: number, row: number) => boolean;
  readonly ways: (layer: number) => readonly Way[];
};

export type Layer = {
  readonly values: Float64Array;
  readonly rises?: Uint8Array;
  /** Which cells must not be worked out: all over 0 where it is left out. */
  readonly needs?: Uint8Array;
};

/** Hiding a sum costs more than hiding any of its parts, and a nought helps little. */
const SUM_COSTS = 10_000;
export const NOUGHT_COSTS = 1_000_000;

/** A plane in which just the small numbers are hidden. */
export function openPlane(
  size: Pick<Plane, 'rows' | 'width'>,
  people: readonly Float64Array[],
  rest: Partial<Pick<Plane, 'layers' | 'isSumHidden' | 'ways'>> = {},
): Plane {
  const cells = (size.rows + 1) * size.width;
  const hidden = new Uint8Array(cells);
  const costs = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    for (const values of people) if (isSmall(values[cell] ?? 0)) hidden[cell] = 1;
    costs[cell] = 1 + (people.at(-1)?.[cell] ?? 0) + (cell >= size.rows * size.width ? SUM_COSTS : 0);
  }
  return {
    ...size,
    people,
    hidden,
    costs,
    layers: people.map((values) => ({ values })),
    isSumHidden: () => false,
    ways: () => [],
    ...rest,
  };
}

export function isSmall(people: number): boolean {
  return people > 0 && people < SMALLEST_SHOWN;
}

/** Hides cells; whether any of them was shown before. */
export function hide({ hidden }: Pick<Plane, 'hidden'>, cells: readonly number[]): boolean {
  let isNew = false;
  for (const cell of cells) {
    if (hidden[cell] === 1) continue;
    hidden[cell] = 1;
    isNew = true;
  }
  return isNew;
}
