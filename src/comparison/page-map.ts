import { areaMap, areaTiles, stateTiles, type Maps } from '../charts/index.js';
import { layerOf } from '../divisions/index.js';
import { compact, counted, plain } from '../platform/number-text.js';
import { areaClasses, type AreaClasses } from './area-classes.js';
import type { Link, Look } from './look.js';
import type { Column, Comparison, Table, Value } from './table.js';
import { valueText } from './value-text.js';

/** How many partners stand beside each other to be picked; the form has all of them. */
const MOST_PICKS = 8;

type Choice = { readonly text: string; readonly href: string; readonly isHere: boolean };

/** A map with its legend, and what may be picked for it. */
export type MapView = {
  readonly pickerName: string;
  readonly picker: readonly Choice[];
  readonly layers: readonly Choice[];
  readonly title: string;
  readonly svg: string;
  readonly legend: AreaClasses['legend'];
  readonly note: string | undefined;
};

export type MapAsked = {
  readonly comparison: Comparison;
  readonly table: Table;
  readonly measure: Column;
  readonly look: Look;
  readonly link: Link;
  readonly partners: readonly { readonly code: string; readonly name: string }[];
};

/** The map of a table of states or districts; undefined where none can be drawn of them. */
export async function mapPart(maps: Maps, asked: MapAsked): Promise<MapView | undefined> {
  const shown = asked.look.isCoverage ? coverage(asked) : measured(asked);
  const { question } = asked.table;
  const drawn = question.view === 'states' ? drawStates(shown) : await drawDistricts(maps, asked, shown);
  if (!drawn) return undefined;
  const missing = [...shown.values.keys()].filter((key) => layerOf(key) !== undefined && !drawn.has(key)).length;
  const note = missing === 0 ? undefined : `${counted(missing, 'area is', 'areas are')} in the table only.`;
  return {
    pickerName: 'Whose people the map shows',
    picker: pickerOf(asked),
    layers: question.view === 'districts' ? layersOf(asked) : [],
    title: shown.title,
    svg: drawn.svg,
    legend: drawn.legend,
    note,
  };
}

type Shown = {
  readonly title: string;
  readonly values: ReadonlyMap<string, Value>;
  readonly unit: Column['unit'];
  readonly textOf: (value: Value | undefined) => string;
};

function measured({ table, measure, partners }: MapAsked): Shown {
  const { partner } = table.question;
  const name = partners.find(({ code }) => code === partner)?.name;
  const values = new Map(table.rows.map((row) => [row.key, row.values[measure.key] ?? null]));
  const title = `${measure.name}, ${name ?? 'all together'}`;
  return { title, values, unit: measure.unit, textOf: (value) => valueText(value ?? 0, measure.unit) };
}

/** How many partners brought anybody from each area: also where the number of their people is hidden. */
function coverage({ comparison, table, partners }: MapAsked): Shown {
  const codes = new Set(partners.map(({ code }) => code));
  const values = new Map<string, number>();
  for (const { key: partner, points } of comparison.placesByPartner({ ...table.question, partner: undefined })) {
    if (!codes.has(partner)) continue;
    for (const { key, value } of points)
      if (value === 'hidden' || (value ?? 0) > 0) values.set(key, (values.get(key) ?? 0) + 1);
  }
  const textOf = (value: Value | undefined): string => counted(Number(value ?? 0), 'partner', 'partners');
  return { title: 'How many partners reached people there', values, unit: 'count', textOf };
}

type DrawnMap = {
  readonly svg: string;
  readonly legend: AreaClasses['legend'];
  readonly has: (division: string) => boolean;
};

function drawStates(shown: Shown): DrawnMap | undefined {
  const on = new Set(stateTiles.map(({ division }) => division));
  if (![...shown.values.keys()].some((key) => on.has(key))) return undefined;
  const classes = areaClasses(
    [...on].map((key) => shown.values.get(key)),
    shown.unit,
  );
  const svg = areaTiles(stateTiles, {
    markOf: ({ division }) => {
      const value = shown.values.get(division);
      const count = typeof value === 'number' && value > 0 ? value : undefined;
      const short = count === undefined ? '' : shown.unit === 'count' ? compact(count) : shown.textOf(count);
      return { className: classes.classOf(value), text: shown.textOf(value), short };
    },
    name: sentence(shown, on, 'states and territories'),
  });
  return { svg, legend: classes.legend, has: (key) => on.has(key) };
}

async function drawDistricts(maps: Maps, asked: MapAsked, shown: Shown): Promise<DrawnMap | undefined> {
  const keys = asked.table.rows.map(({ key }) => key).filter((key) => layerOf(key) !== undefined);
  const layer = layerOf(keys[0] ?? '');
  const drawn = layer && (await maps(layer, withinOf(keys)));
  if (!drawn) return undefined;
  const on = new Set(drawn.paths.keys());
  const classes = areaClasses(
    [...on].map((key) => shown.values.get(key)),
    shown.unit,
  );
  const markOf = (division: string): { className: string; text: string } => {
    const value = shown.values.get(division);
    return { className: classes.classOf(value), text: shown.textOf(value) };
  };
  const svg = areaMap(drawn, { markOf, name: sentence(shown, on, 'districts') });
  return { svg, legend: classes.legend, has: (key) => on.has(key) };
}

function sentence({ title, values }: Shown, on: ReadonlySet<string>, areas: string): string {
  const present = [...on].filter((key) => values.get(key) === 'hidden' || Number(values.get(key) ?? 0) > 0).length;
  return `Map: ${title}. People wrote from ${plain(present)} of ${plain(on.size)} ${areas}. The table has the numbers.`;
}

/** The one state or country that all of these districts lie in. */
function withinOf(keys: readonly string[]): string {
  const parents = new Set(keys.map((key) => key.split('/').slice(0, -1).join('/')));
  const [first = ''] = parents;
  return parents.size === 1 ? first : first.split('/').slice(0, 2).join('/');
}

/** The kinds of districts beside each other, where there are several; the first is shown unless another is asked for. */
function layersOf({ comparison, table, link }: MapAsked): Choice[] {
  const { layers } = comparison.choices;
  const here = table.question.layer ?? layers[0]?.key;
  const choices = layers.map(({ key, name }) => ({ text: name, href: link({ layer: key }), isHere: key === here }));
  return choices.length > 1 ? choices : [];
}

function pickerOf({ table, look, link, partners }: MapAsked): Choice[] {
  const { partner } = table.question;
  const everybody = { text: 'All together', href: link({ partner: undefined, isCoverage: false }) };
  const each = partners.slice(0, MOST_PICKS).map(({ code, name }) => ({
    text: name,
    href: link({ partner: code, isCoverage: false }),
    isHere: !look.isCoverage && partner === code,
  }));
  return [
    { ...everybody, isHere: !look.isCoverage && partner === undefined },
    { text: 'How many partners', href: link({ partner: undefined, isCoverage: true }), isHere: look.isCoverage },
    ...each,
  ];
}
