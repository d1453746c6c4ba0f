import { areaTiles, smallColumns, stateTiles } from '../charts/index.js';
import { dayText } from '../platform/clock.js';
import { counted, plain } from '../platform/number-text.js';
import { areaClasses, type AreaClasses } from './area-classes.js';
import type { Link, Look } from './look.js';
import { weekTick } from './page-bars.js';
import type { Column, Comparison, Question, Series } from './table.js';
import { numberOf, valueText } from './value-text.js';

/** How many small charts a page shows before somebody asks for all. */
const MOST_CHARTS = 12;

/** Small charts beside each other, one for each partner, all on one scale. */
export type Multiples = {
  readonly title: string;
  readonly about: string;
  readonly legend: AreaClasses['legend'] | undefined;
  readonly isMaps: boolean;
  readonly charts: readonly {
    readonly name: string;
    readonly svg: string;
    readonly text: string;
    readonly ends?: { readonly first: string; readonly last: string } | undefined;
  }[];
  readonly more: { readonly href: string; readonly text: string } | undefined;
};

type Asked = {
  readonly comparison: Comparison;
  readonly question: Question;
  readonly measure: Column;
  readonly look: Look;
  readonly link: Link;
};

/** Each partner over the weeks; undefined where there are none. */
export function weekMultiples(asked: Asked): Multiples | undefined {
  const { measure, comparison, question } = asked;
  const all = mostFirst(comparison.weeksByPartner(question).filter(({ points }) => points.length > 0));
  const values = all.flatMap(({ points }) => points.flatMap(({ value }) => numberOf(value) ?? []));
  const max = Math.max(0, ...values);
  if (all.length === 0 || max === 0) return undefined;
  const most = valueText(max, measure.unit);
  return {
    title: `Each partner, week by week: ${measure.name.toLowerCase()}`,
    about: `All charts have one scale: the line on top is ${most}. A hollow mark is a week whose number is hidden.`,
    legend: undefined,
    isMaps: false,
    charts: few(all, asked.look).map((series) => weekChart(series, measure, max)),
    more: moreOf(all, asked),
  };
}

function weekChart(
  { name, points }: Series,
  { name: measure, unit }: Column,
  max: number,
): Multiples['charts'][number] {
  const columns = points.map(({ key, value }) => ({
    text: `Week of ${dayText(key)}: ${valueText(value, unit)}`,
    value: value === 'hidden' ? undefined : (value ?? 0),
  }));
  const [first, last] = [points[0], points.at(-1)];
  const highest = points.reduce((best, point) =>
    (numberOf(point.value) ?? -1) > (numberOf(best.value) ?? -1) ? point : best,
  );
  const told = numberOf(highest.value);
  const isNone = points.every(({ value }) => value === 0 || value === null);
  const text = isNone
    ? 'nobody yet'
    : told === undefined || told === 0
      ? 'all weeks are hidden'
      : `most: ${valueText(told, unit)} in the week of ${weekTick(highest.key)}`;
  return {
    name,
    svg: smallColumns(columns, { max, name: `${name}, ${measure.toLowerCase()} by week; ${text}.` }),
    text,
    ends: first && last && { first: weekTick(first.key), last: weekTick(last.key) },
  };
}

/** Each partner's map of the states; undefined where no number is of a state that has a tile. */
export function stateMultiples(asked: Asked): Multiples | undefined {
  const { measure, comparison, question } = asked;
  const all = mostFirst(comparison.placesByPartner(question));
  const tiled = new Set(stateTiles.map(({ division }) => division));
  const values = all.flatMap(({ points }) => points.flatMap(({ key, value }) => (tiled.has(key) ? [value] : [])));
  if (!values.some((value) => value === 'hidden' || (value ?? 0) > 0)) return undefined;
  const classes = areaClasses(values, measure.unit);
  return {
    title: `Where each partner reaches people: ${measure.name.toLowerCase()}`,
    about: 'All maps have one scale.',
    legend: classes.legend,
    isMaps: true,
    charts: few(all, asked.look).map((series) => {
      const of = new Map(series.points.map(({ key, value }) => [key, value]));
      const states = series.points.filter(({ value }) => value === 'hidden' || (value ?? 0) > 0).length;
      const text = states === 0 ? 'nobody yet' : `people in ${counted(states, 'state', 'states')}`;
      const svg = areaTiles(stateTiles, {
        markOf: ({ division }) => ({
          className: classes.classOf(of.get(division)),
          text: valueText(of.get(division) ?? 0, measure.unit),
        }),
        name: `${series.name}: ${text}`,
        isSmall: true,
      });
      return { name: series.name, svg, text };
    }),
    more: moreOf(all, asked),
  };
}

/** By what of them may be shown, so that the order tells nothing of what is hidden. */
function mostFirst(all: readonly Series[]): readonly Series[] {
  const shown = ({ points }: Series): number => points.reduce((sum, { value }) => sum + (numberOf(value) ?? 0), 0);
  return [...all].sort((one, other) => shown(other) - shown(one));
}

function few(all: readonly Series[], { isWhole }: Look): readonly Series[] {
  return isWhole ? all : all.slice(0, MOST_CHARTS);
}

function moreOf(all: readonly Series[], { look, link }: Asked): Multiples['more'] {
  if (all.length <= MOST_CHARTS || look.isWhole) return undefined;
  return { href: link({ isWhole: true }), text: `Show all ${plain(all.length)} charts` };
}
