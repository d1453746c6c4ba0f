import { districtLabel } from '../divisions/index.js';
import { element, hover, picture } from './svg.js';
import { plain } from '../platform/number-text.js';
import type { Classes } from './classes.js';
import type { Drawn } from './draw-outlines.js';

/** Draws districts with the number of each in its shade. */
export function drawMap(
  drawn: Drawn,
  of: { readonly countOf: (division: string) => number; readonly classes: Classes; readonly name: string },
): string {
  const marks = [...drawn.paths].map(([division, d]) => {
    const count = of.countOf(division);
    const told = hover(`${districtLabel(division)}: ${plain(count)}`);
    return element('path', { class: `shade-${of.classes.of(count)}`, d }, told);
  });
  return picture({ width: drawn.width, height: drawn.height, name: of.name, className: 'outline-map' }, marks.join(''));
}
