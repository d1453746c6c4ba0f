import { classesOf } from '../charts/index.js';
import type { Column, Value } from './table.js';
import { valueText } from './value-text.js';

/** How the values of a map become classes of the stylesheet, with their legend. */
export type AreaClasses = {
  readonly classOf: (value: Value | undefined) => string;
  readonly legend: readonly { readonly className: string; readonly text: string }[];
};

/** Values are rates and shares as well as counts: this is how fine their classes are. */
const FINE = 10_000;

const FEW = { className: 'shade-few', text: 'some, hidden' };

/** Classes with about as many areas each; areas whose number is hidden have one of their own. */
export function areaClasses(values: readonly (Value | undefined)[], unit: Column['unit']): AreaClasses {
  const scale = unit === 'count' ? 1 : FINE;
  const counts = values.flatMap((value) => (typeof value === 'number' ? [Math.round(value * scale)] : []));
  const classes = classesOf(counts);
  const classOf = (value: Value | undefined): string =>
    value === 'hidden' ? FEW.className : `shade-${classes.of(Math.round((value ?? 0) * scale))}`;
  const legend = unit === 'count' ? classes.legend : boundsLegend({ counts, classOf, scale, unit });
  return { classOf, legend: values.includes('hidden') ? [...legend, FEW] : legend };
}

/** `none`, then where each class begins: `12 % or more`. */
function boundsLegend(of: {
  readonly counts: readonly number[];
  readonly classOf: AreaClasses['classOf'];
  readonly scale: number;
  readonly unit: Column['unit'];
}): AreaClasses['legend'] {
  const lowest = new Map<string, number>();
  for (const count of [...of.counts].sort((one, other) => one - other)) {
    const className = of.classOf(count / of.scale);
    if (count > 0 && !lowest.has(className)) lowest.set(className, count / of.scale);
  }
  const steps = [...lowest].map(([className, from]) => ({ className, text: `from ${valueText(from, of.unit)}` }));
  return [{ className: 'shade-0', text: 'none' }, ...steps];
}
