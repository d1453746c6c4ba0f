import type { Maps } from '../charts/index.js';
import type { Coalition } from '../partners/index.js';
import type { Link, Look } from './look.js';
import { barsOf, weekColumns, type Bar } from './page-bars.js';
import { mapPart, type MapView } from './page-map.js';
import { matrixOf, type Matrix } from './page-matrix.js';
import { stateMultiples, weekMultiples, type Multiples } from './page-multiples.js';
import { furtherView, ROW_NAMES, tableView, type FurtherView, type TableView } from './page-table.js';
import type { Column, Comparison, Question, Table } from './table.js';

/** The part of a page below its tabs. */
export type ViewPart = {
  readonly table: TableView;
  readonly further: FurtherView | undefined;
  readonly measure: Column | undefined;
  /** What the bars are of: partner. */
  readonly of: string;
  readonly bars: readonly Bar[] | undefined;
  readonly columns: ReturnType<typeof weekColumns>;
  readonly map: MapView | undefined;
  readonly matrix: Matrix | undefined;
  readonly multiples: Multiples | undefined;
  readonly notes: readonly string[];
  readonly meanings: readonly Column[];
};

type Asked = {
  readonly coalition: Coalition;
  readonly comparison: Comparison;
  readonly question: Question;
  readonly look: Look;
  readonly link: Link;
};

/** The table that is asked for, with the charts that suit it. */
export async function viewPart(maps: Maps, asked: Asked): Promise<ViewPart> {
  const table = asked.comparison.table(asked.question);
  const measure = measureOf(table);
  const matrix = asked.question.view === 'overlap' ? matrixOf(table) : undefined;
  return {
    table: tableView(table, asked.look, asked.link),
    further: table.further && furtherView(table.further),
    measure: matrix ? undefined : measure,
    of: ROW_NAMES[asked.question.view].toLowerCase(),
    ...(measure ? await charts(maps, { ...asked, table, measure }) : NO_CHARTS),
    matrix,
    notes: table.notes,
    meanings: table.columns,
  };
}

/** The column that charts show: a day is no height. */
function measureOf({ columns, question }: Table): Column | undefined {
  const drawable = columns.filter(({ unit }) => unit !== 'day');
  return drawable.find(({ key }) => key === question.measure) ?? drawable[0];
}

type Charts = Pick<ViewPart, 'bars' | 'columns' | 'map' | 'multiples'>;

const NO_CHARTS: Charts = { bars: undefined, columns: undefined, map: undefined, multiples: undefined };

async function charts(maps: Maps, asked: Asked & { readonly table: Table; readonly measure: Column }): Promise<Charts> {
  const { coalition, table, measure, comparison, question } = asked;
  const isPartner = (key: string): boolean => coalition.partners.some(({ code }) => code === key);
  switch (question.view) {
    case 'partners':
      return { ...NO_CHARTS, bars: barsOf(table, measure, isPartner), multiples: weekMultiples(overWeeks(asked)) };
    case 'campaigns':
      return { ...NO_CHARTS, bars: barsOf(table, measure, isPartner) };
    case 'weeks':
      return { ...NO_CHARTS, columns: weekColumns(table, measure), multiples: weekMultiples(asked) };
    case 'states':
    case 'districts': {
      const partners = comparison.choices.partners
        .filter(({ key }) => isPartner(key))
        .map(({ key, name }) => ({ code: key, name }));
      const map = await mapPart(maps, { ...asked, partners });
      return { ...NO_CHARTS, map, multiples: question.view === 'states' ? stateMultiples(asked) : undefined };
    }
    case 'overlap':
      return NO_CHARTS;
  }
}

/** The same measure over weeks where weeks have it, else the first that they have. */
function overWeeks<Given extends Asked & { readonly measure: Column }>(asked: Given): Given {
  const columns = asked.comparison.choices.columns({ ...asked.question, view: 'weeks' });
  const measure = columns.find(({ key }) => key === asked.measure.key) ?? columns[0] ?? asked.measure;
  return { ...asked, measure, question: { ...asked.question, view: 'weeks', measure: measure.key } };
}
