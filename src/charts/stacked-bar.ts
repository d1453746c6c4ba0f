import { plain } from '../platform/number-text.js';
import { element, hover, picture } from './svg.js';

/** One part of the whole; `key` is its class in the stylesheet: `term-delivered`. */
export type Part = { readonly key: string; readonly name: string; readonly count: number };

const WIDTH = 1000;
const HEIGHT = 36;
const GAP = 3;

/** The narrowest that a part which is there is drawn, so that nothing that failed goes unseen. */
const LEAST = 6;

/** The parts of a whole beside each other. The browser's script moves them when the numbers change. */
export function stackedBar(parts: readonly Part[], name: string): string {
  const widths = widthsOf(parts.map(({ count }) => count));
  let x = 0;
  const marks = parts.map(({ key, name: called, count }, index) => {
    const width = widths[index] ?? 0;
    const mark = element(
      'rect',
      { class: `term-${key}`, 'data-part': key, x, y: 0, width: Math.max(0, width - GAP), height: HEIGHT, rx: 3 },
      hover(`${called}: ${plain(count)}`),
    );
    x += width;
    return mark;
  });
  const ground = element('rect', { class: 'term-ground', x: 0, y: 0, width: WIDTH - GAP, height: HEIGHT, rx: 3 });
  return picture({ width: WIDTH, height: HEIGHT, name, className: 'stacked-bar' }, ground + marks.join('')).replace(
    '<svg ',
    '<svg preserveAspectRatio="none" ',
  );
}

/** Widths that fill the bar: small parts are drawn at least so wide, and the large ones give it up. */
export function widthsOf(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum === 0) return counts.map(() => 0);
  const wanted = counts.map((count) => (count === 0 ? 0 : Math.max(LEAST, (count / sum) * WIDTH)));
  const excess = wanted.reduce((total, width) => total + width, 0) - WIDTH;
  const large = wanted.reduce((total, width) => total + Math.max(0, width - LEAST), 0);
  return wanted.map((width) => (width > LEAST ? width - (excess * (width - LEAST)) / large : width));
}
