/** Steps that people count in: 1, 2 or 5, and their tens, hundreds, … */
const STEPS = [1, 2, 5, 10] as const;

/** The ends of an axis and the marks on it; it begins at zero, so that twice as high is twice as many. */
export type Axis = { readonly max: number; readonly ticks: readonly number[] };

/** An axis for whole numbers up to `highest` with at most `most` steps between its marks. */
export function axisFor(highest: number, most = 4): Axis {
  const rough = Math.max(1, highest) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, (STEPS.find((one) => one * power >= rough) ?? 10) * power);
  const count = Math.max(1, Math.ceil(Math.max(1, highest) / step));
  return { max: step * count, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}
