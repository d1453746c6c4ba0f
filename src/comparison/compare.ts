import { districtLabel, divisionName, layerOf } from '../divisions/index.js';
import { dayText } from '../platform/clock.js';
import type { DistrictSlab } from './cube.js';
import type { Facts } from './facts.js';
import { columnsOf } from './measures.js';
import { notesOf } from './notes.js';
import { overlapTable } from './overlap-table.js';
import { rateOf, ratio, valuesOf, weekOf } from './row-values.js';
import { makeScene, type Scene } from './scene.js';
import type { Place } from './shown.js';
import { sortRows } from './sort-rows.js';
import {
  VIEW_NAMES,
  type Choice,
  type Choices,
  type Comparison,
  type Question,
  type Row,
  type Series,
  type Table,
  type Value,
} from './table.js';

/** The key of people whose week, state or district is not known. */
export const NOT_KNOWN = 'unknown';

/**
 * Makes a comparison that may be shown: small cells are hidden once for all questions, so that no two answers give
 * away what one of them hides.
 */
export function compare(facts: Facts): Comparison {
  const scene = makeScene(facts);
  return {
    asOf: facts.asOf,
    table: (question) => tableOf(scene, question),
    weeksByPartner: (question) => seriesOf(scene, question, { ...question, view: 'weeks' }),
    placesByPartner: (question) =>
      seriesOf(scene, question, { ...question, view: question.view === 'states' ? 'states' : 'districts' }),
    choices: choicesOf(scene),
  };
}

const LAYERS: Readonly<Record<string, string>> = {
  cd: 'Congressional districts',
  sldu: 'State senate districts',
  sldl: 'State house districts',
  constituency: 'Constituencies',
  ward: 'Wards',
};

function choicesOf({ facts, cube, subjects, kind }: Scene): Choices {
  const kinds = [...cube.districts.keys()].sort((a, b) => Number(b === kind) - Number(a === kind));
  return {
    campaigns: facts.campaigns.map(({ slug, title }) => ({ key: slug, name: title })),
    partners: subjects.filter(({ name }) => name !== '').map(({ key, name }) => ({ key, name })),
    layers: kinds.map((layer): Choice => ({ key: layer, name: LAYERS[layer] ?? layer })),
    columns: columnsOf,
  };
}

/** What a question is about; what it names that is not there counts as not named. */
function placeOf({ cube, subjects }: Scene, question: Pick<Question, 'campaign' | 'partner'>): Place {
  const campaign = question.campaign === undefined ? -1 : cube.campaigns.indexOf(question.campaign);
  const row = question.partner === undefined ? -1 : subjects.findIndex(({ key }) => key === question.partner);
  return { campaign: campaign < 0 ? cube.campaigns.length : campaign, row: row < 0 ? subjects.length : row };
}

function tableOf(scene: Scene, question: Question): Table {
  const { facts } = scene;
  const made = question.view === 'overlap' ? overlapTable(scene, question) : plainTable(scene, question);
  return {
    ...made,
    question,
    rows: sortRows(made.rows, question),
    notes: notesOf(scene, made.rows, question),
    asOf: facts.asOf,
  };
}

type Made = Pick<Table, 'title' | 'columns' | 'rows' | 'total' | 'further'>;

function plainTable(scene: Scene, question: Question): Made {
  const rows = rowsOf(scene, question);
  const place = placeOf(scene, { ...question, ...(question.view === 'campaigns' ? { campaign: undefined } : {}) });
  const whole = scene.shown.total(place);
  const isWide = question.view === 'partners' || question.view === 'campaigns';
  const values = isWide ? valuesOf(scene, place, whole) : peopleOf(scene, place, { people: whole, whole });
  return {
    title: titleOf(scene, question),
    columns: columnsOf(question),
    rows,
    total: { key: 'total', name: 'All together', values },
  };
}

function titleOf(scene: Scene, question: Question): string {
  const kind = question.layer ?? scene.kind;
  const what = question.view === 'districts' && kind !== undefined ? (LAYERS[kind] ?? kind) : VIEW_NAMES[question.view];
  const { campaigns, partners } = choicesOf(scene);
  const campaign = campaigns.find(({ key }) => key === question.campaign)?.name;
  const partner = partners.find(({ key }) => key === question.partner)?.name;
  return [what, campaign, partner].filter((part) => part !== undefined).join(' · ');
}

function rowsOf(scene: Scene, question: Question): Row[] {
  const place = placeOf(scene, question);
  const whole = scene.shown.total(place);
  switch (question.view) {
    case 'partners':
      return scene.subjects.flatMap(({ key, name, note }, row) => {
        if (name === '') return [];
        const values = valuesOf(scene, { ...place, row }, scene.shown.total({ ...place, row: scene.subjects.length }));
        return [{ key, name, values, ...(note !== undefined && { note }) }];
      });
    case 'campaigns': {
      const all = scene.shown.total({ ...place, campaign: scene.cube.campaigns.length });
      return scene.facts.campaigns.map(({ slug, title }, campaign) => {
        return { key: slug, name: title, values: valuesOf(scene, { ...place, campaign }, all) };
      });
    }
    default:
      return areasOf(scene, question, place).map(({ key, name, people }) => {
        return { key, name, values: peopleOf(scene, place, { people, whole }) };
      });
  }
}

function peopleOf(
  scene: Scene,
  { row }: Place,
  { people, whole }: { people: Value; whole: Value },
): Readonly<Record<string, Value>> {
  return { actions: people, share: ratio(people, whole), rate: rateOf(scene, row, people) };
}

type Area = { readonly key: string; readonly name: string; readonly people: Value };

/** The weeks, states or districts of a question with the people of a group and campaign. */
function areasOf(scene: Scene, { view, layer }: Pick<Question, 'view' | 'layer'>, place: Place): Area[] {
  const { cube, shown, mondays } = scene;
  if (view === 'weeks') {
    const weeks = mondays.map((key) => ({ key, name: dayText(key), people: weekOf(scene, place, key) }));
    const rest = cube.weeks.width > cube.weeks.keys.length ? shown.week(place, cube.weeks.width - 1) : 0;
    return [...weeks, ...restOf('Week not known', rest)];
  }
  if (view === 'states') {
    const states = cube.states.keys.map((key, column) => {
      return { key, name: nameOf(scene, key), people: shown.state(place, column) };
    });
    return [...states, ...restOf('State not known', shown.state(place, cube.states.width - 1))];
  }
  const slabs = cube.districts.get(layer ?? '') ?? cube.districts.get(scene.kind ?? '') ?? [];
  const areas = slabs.flatMap((slab) =>
    slab.keys.map((key, column) => ({ key, name: nameOf(scene, key), people: shown.district(slab, place, column) })),
  );
  return [...areas, ...restOf('District not known', unknownOf(scene, slabs, place))];
}

/** The name of a division; to name many anew for each question would be slow. */
function nameOf({ names }: Scene, division: string): string {
  const known = names.get(division);
  if (known !== undefined) return known;
  const name = (layerOf(division) === 'state' ? divisionName(division) : districtLabel(division)) || division;
  names.set(division, name);
  return name;
}

function restOf(name: string, people: Value): Area[] {
  return people === 0 ? [] : [{ key: NOT_KNOWN, name, people }];
}

/** People whose district is not known, state by state: shown where each state's number may be. */
function unknownOf({ cube, shown }: Scene, slabs: readonly DistrictSlab[], place: Place): Value {
  let sum = 0;
  for (let column = 0; column < cube.states.width; column++) {
    const slab = slabs.find(({ parent }) => parent === column);
    const people = slab ? shown.district(slab, place, slab.width - 1) : shown.state(place, column);
    if (typeof people !== 'number') return people;
    sum += people;
  }
  return sum;
}

function seriesOf(scene: Scene, asked: Question, question: Question): Series[] {
  const { cube, shown, subjects } = scene;
  const place = placeOf(scene, asked);
  return subjects.flatMap(({ key, name }, row) => {
    if (name === '' || (place.row < cube.groups.length && place.row !== row)) return [];
    const mine = { ...place, row };
    const whole = shown.total(mine);
    const areas = areasOf(scene, question, mine).filter((area) => area.key !== NOT_KNOWN);
    return [{ key, name, points: areas.map((area) => ({ key: area.key, value: measured(area.people) })) }];

    function measured(people: Value): Value {
      if (question.measure === 'share') return ratio(people, whole);
      return question.measure === 'rate' ? rateOf(scene, row, people) : people;
    }
  });
}
