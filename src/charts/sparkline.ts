import { element, picture } from './svg.js';

const WIDTH = 112;
const HEIGHT = 32;

/** A few columns without an axis, the last one marked; the sentence tells the numbers. */
export function sparkline(values: readonly number[], name: string): string {
  const max = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  const columns = values.map((value, index) => {
    // Who wrote at all is seen, however few they were.
    const height = value === 0 ? 1 : Math.max(2.5, (value / max) * HEIGHT);
    const kind = value === 0 ? 'spark-none' : index === values.length - 1 ? 'spark-last' : 'spark';
    return element('rect', { class: kind, x: index * step + 1, y: HEIGHT - height, width: step - 2, height, rx: 1 });
  });
  return picture({ width: WIDTH, height: HEIGHT, name, className: 'sparkline' }, columns.join(''));
}
