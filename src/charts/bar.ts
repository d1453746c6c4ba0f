import { element } from './svg.js';

const LENGTH = 1000;
const HEIGHT = 20;

/** The shortest that a number which is there is drawn. */
const LEAST = 4;

/** A bar as long as a share of its ground, from 0 to 1. The number stands beside it, so nobody has to be read it. */
export function shareBar(share: number, className = 'mark-new'): string {
  const width = share <= 0 ? 0 : Math.max(LEAST, Math.min(1, share) * LENGTH);
  const mark = element('rect', { class: className, x: 0, y: 0, width, height: HEIGHT });
  const frame = {
    class: 'bar',
    viewBox: `0 0 ${LENGTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  };
  return element('svg', frame, mark);
}
