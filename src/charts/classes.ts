import { plain } from '../platform/number-text.js';

/** How numbers are put into classes from few to many, each with about as many areas. */
export type Classes = {
  /** 0 for none, then from 1 to as many classes as there are, at most five. */
  readonly of: (count: number) => number;
  readonly legend: readonly { readonly className: string; readonly text: string }[];
};

const MOST_CLASSES = 5;

/** Classes by quantiles of the areas from which anybody wrote. */
export function classesOf(counts: readonly number[]): Classes {
  const present = counts.filter((count) => count > 0).sort((one, other) => one - other);
  const wanted = Math.min(MOST_CLASSES, new Set(present).size);
  const lowest = Array.from(
    { length: wanted },
    (_, index) => present[Math.floor((index * present.length) / wanted)] ?? 0,
  );
  const bounds = [...new Set(lowest)];
  const of = (count: number): number => (count <= 0 ? 0 : bounds.filter((bound) => bound <= count).length);
  // Few classes take the colours at the ends too, so that many looks like many.
  const shade = (index: number): number =>
    bounds.length <= 1 ? 3 : 1 + Math.round((index * (MOST_CLASSES - 1)) / (bounds.length - 1));
  const highest = present.at(-1) ?? 0;
  const legend = bounds.map((bound, index) => {
    const end = (bounds[index + 1] ?? highest + 1) - 1;
    return { className: `shade-${shade(index)}`, text: bound === end ? plain(bound) : `${plain(bound)}–${plain(end)}` };
  });
  return {
    of: (count) => (count <= 0 ? 0 : shade(of(count) - 1)),
    legend: [{ className: 'shade-0', text: 'none' }, ...legend],
  };
}
