import { compact, plain } from '../platform/number-text.js';
import { axisFor } from './scale.js';
import { element, escapeText, hover, picture } from './svg.js';

/** A column: what it stands for, and its parts from the bottom up. */
export type Column = {
  /** For the pointer and the table: `10 March 2027`. */
  readonly label: string;
  /** Below the axis, on columns where there is room: `10 Mar`. */
  readonly tick: string;
  readonly values: readonly number[];
};

export type ColumnChart = {
  /** The sentence that stands for the picture. */
  readonly name: string;
  /** What is counted: `people`. */
  readonly unit: string;
  /** The parts, as classes of the stylesheet and names: `[{className: 'mark-new', name: 'new'}]`. */
  readonly parts: readonly { readonly className: string; readonly name: string }[];
  readonly columns: readonly Column[];
};

type Size = { readonly width: number; readonly height: number; readonly ticks: number; readonly className: string };

/** Room for the numbers of the axis on the left, for its last number above, for the names below. */
const LEFT = 50;
const TOP = 24;
const BOTTOM = 24;

/** A few days are not to look like walls. */
const WIDEST = 56;

/** Columns over more than this are too thin to point at. */
const MOST_HOVERS = 60;

const WIDE: Size = { width: 720, height: 240, ticks: 9, className: 'chart chart-wide' };
const NARROW: Size = { width: 320, height: 200, ticks: 4, className: 'chart chart-narrow' };

/** The chart twice: as wide as a desktop shows it, and with fewer names for a phone; the stylesheet shows one of them. */
export function columnChart(chart: ColumnChart): string {
  return draw(chart, WIDE) + draw(chart, NARROW);
}

function draw(chart: ColumnChart, size: Size): string {
  const axis = axisFor(Math.max(0, ...chart.columns.map(total)));
  const [width, height] = [size.width - LEFT - 4, size.height - TOP - BOTTOM];
  const y = (value: number): number => TOP + height - (value / axis.max) * height;
  const step = width / Math.max(1, chart.columns.length);
  const gap = Math.max(step > 6 ? Math.min(step * 0.2, 6) : step > 2 ? 0.5 : 0, step - WIDEST);
  const x = (index: number): number => LEFT + index * step + gap / 2;
  const lines = axis.ticks.map((tick) => axisLine(tick, y(tick), size.width));
  const marks = chart.parts.map(({ className }, part) => {
    const path = chart.columns.map((column, index) => {
      const below = column.values.slice(0, part).reduce((sum, value) => sum + value, 0);
      const value = column.values[part] ?? 0;
      if (value === 0) return '';
      const [top, bottom] = [y(below + value), y(below)];
      return `M${short(x(index))} ${short(bottom)}V${short(top)}h${short(step - gap)}V${short(bottom)}z`;
    });
    return element('path', { class: className, d: path.join('') });
  });
  const unit = element('text', { class: 'axis', x: 0, y: 9 }, escapeText(chart.unit));
  const base = element('path', { class: 'axis-base', d: `M${LEFT} ${short(y(0))}H${size.width}` });
  const names = tickNames(chart.columns, {
    x: (index) => LEFT + (index + 0.5) * step,
    y: size.height - 7,
    most: size.ticks,
  });
  const hovers = size === WIDE ? hoverMarks(chart, { x: (index) => LEFT + index * step, step, height }) : '';
  return picture({ ...size, name: chart.name }, [...lines, unit, ...marks, base, names, hovers].join(''));
}

function axisLine(tick: number, y: number, width: number): string {
  const line = tick === 0 ? '' : element('path', { class: 'axis-line', d: `M${LEFT} ${short(y)}H${width}` });
  return (
    line +
    element(
      'text',
      { class: 'axis', x: LEFT - 6, y: y + 4, 'text-anchor': 'end' },
      tick < 100_000 ? plain(tick) : compact(tick),
    )
  );
}

/** As many names as there is room for, at even distances, ending with the newest. */
function tickNames(
  columns: readonly Column[],
  at: { readonly x: (index: number) => number; readonly y: number; readonly most: number },
): string {
  const every = Math.max(1, Math.ceil(columns.length / at.most));
  return columns
    .map(({ tick }, index) =>
      (columns.length - 1 - index) % every === Math.floor(every / 2) % every
        ? element('text', { class: 'axis', x: at.x(index), y: at.y, 'text-anchor': 'middle' }, escapeText(tick))
        : '',
    )
    .join('');
}

function hoverMarks(
  { columns, parts, unit }: ColumnChart,
  at: { readonly x: (index: number) => number; readonly step: number; readonly height: number },
): string {
  if (columns.length > MOST_HOVERS) return '';
  return columns
    .map((column, index) => {
      const each =
        parts.length > 1
          ? ` (${parts.map(({ name }, part) => `${plain(column.values[part] ?? 0)} ${name}`).join(', ')})`
          : '';
      const text = `${column.label}: ${plain(total(column))} ${unit}${each}`;
      const place = { x: at.x(index), y: TOP, width: at.step, height: at.height };
      return element('rect', { class: 'hover', ...place }, hover(text));
    })
    .join('');
}

function total({ values }: Column): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
