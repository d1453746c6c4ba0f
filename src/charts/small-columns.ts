import { element, hover, picture } from './svg.js';

/** One column; one without a value is there, but its number is not told. */
export type SmallColumn = { readonly text: string; readonly value: number | undefined };

const WIDTH = 240;
const HEIGHT = 84;
const TOP = 2;

/** How high a column stands whose number is not told: enough to be seen, and the same for each. */
const UNTOLD = 5;

/** Columns without an axis, to be laid beside others of the same `max`: the same height is the same number. */
export function smallColumns(
  columns: readonly SmallColumn[],
  of: { readonly max: number; readonly name: string },
): string {
  const room = HEIGHT - TOP - 1;
  const step = WIDTH / Math.max(1, columns.length);
  const gap = step > 6 ? 2 : 0.6;
  const marks = columns.map(({ text, value }, index) => {
    const place = { x: index * step + gap / 2, width: Math.min(step - gap, 40) };
    if (value === undefined)
      return element('rect', { class: 'column-few', ...place, y: HEIGHT - 1 - UNTOLD, height: UNTOLD }, hover(text));
    const height = value <= 0 ? 0 : Math.max(1.5, (value / Math.max(of.max, 1e-9)) * room);
    return element('rect', { class: 'mark-new', ...place, y: HEIGHT - 1 - height, height }, hover(text));
  });
  const top = element('path', { class: 'axis-line', d: `M0 ${TOP - 1}H${WIDTH}` });
  const base = element('path', { class: 'axis-base', d: `M0 ${HEIGHT - 0.5}H${WIDTH}` });
  const frame = { width: WIDTH, height: HEIGHT, name: of.name, className: 'small-columns' };
  return picture(frame, top + marks.join('') + base);
}
