import type { Campaign } from '../../campaigns/index.js';
import {
  definitions,
  readDays,
  readDivisionsOf,
  readOffices,
  readReferrers,
  readSources,
  type DayCount,
  type DivisionCount,
  type OfficeCount,
  type ReferrerCount,
  type SourceCount,
} from '../../counts/index.js';
import { divisionName } from '../../divisions/index.js';
import type { Roster } from '../../offices/index.js';
import { dayText } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { layerName } from './places.js';
import type { Range } from './range.js';
import type { ColumnHead, Table, TableKey, TableRow } from './tables.js';
import { TERMS, termsByOffice } from './terms.js';

const PEOPLE = { key: 'people', name: 'People', means: definitions.actions };
const NEW = {
  key: 'new',
  name: 'New to you',
  means: 'People who had never written in any campaign of this organization before.',
};
const OWN_WORDS = { key: 'own_words', name: 'Own words', means: definitions.with_own_words };
const OPT_INS = { key: 'opt_ins', name: 'Opt-ins', means: definitions.opt_ins };
const VIEWS = {
  key: 'views',
  name: 'Views',
  means: 'Times that the campaign’s page was shown; nobody is followed to count them.',
};
const WROTE = {
  key: 'wrote',
  name: 'Of views',
  means:
    'People who wrote, as a share of the views. Who writes through the API or sends the form without a page view is not among the views.',
  isShare: true,
};

export function daysTable(rows: readonly DayCount[], range: Range, timeZone: string): Table {
  return {
    key: 'days',
    title: 'Days',
    about: `Counted ${range.words}; a day is one of the campaign’s time zone, ${timeZone}.`,
    of: 'Day',
    columns: [
      PEOPLE,
      NEW,
      OWN_WORDS,
      OPT_INS,
      { key: 'confirmed', name: 'Confirmed', means: definitions.confirmed },
      VIEWS,
      WROTE,
    ],
    rows: [...rows].reverse().map((row) => ({
      name: dayText(row.day),
      values: { ...countsOf(row), confirmed: row.confirmed },
    })),
  };
}

export function sourcesTable(rows: readonly SourceCount[], range: Range): Table {
  return {
    key: 'sources',
    title: 'Source codes',
    about: `Counted ${range.words}. A source code is the last part of a link such as /c/…/p/partner-a, and tells who brought people.`,
    of: 'Source code',
    columns: [PEOPLE, VIEWS, WROTE, NEW, OWN_WORDS, OPT_INS],
    rows: rows.map((row) => ({ name: row.source || 'without a code', values: countsOf(row) })),
  };
}

export function referrersTable(rows: readonly ReferrerCount[], range: Range): Table {
  return {
    key: 'referrers',
    title: 'Where readers came from',
    about: `Counted ${range.words}. Only the site is kept, and many browsers and apps do not tell it.`,
    of: 'Site',
    columns: [VIEWS],
    rows: rows.map(({ referrer, views }) => ({ name: referrer || 'not told', values: { views } })),
  };
}

const TERM_COLUMNS: readonly ColumnHead[] = [
  { key: 'taken', name: 'Taken', means: definitions.taken },
  ...TERMS.map(({ key, name }) => ({ key, name, means: definitions[key] })),
  { key: 'said_sent', name: 'They say sent', means: definitions.said_sent },
];

/** `lettersHref` leads to the letters of the campaign. */
export function officesTable(rows: readonly OfficeCount[], roster: Roster, lettersHref: string): Table {
  const offices = [...termsByOffice(rows)].map(([id, { saidSent, ...terms }]): TableRow => {
    const holder = roster.holderOf(id)?.name;
    return {
      name: roster.offices.get(id)?.name ?? id,
      ...(holder !== undefined && { note: holder }),
      href: `${lettersHref}?office=${encodeURIComponent(id)}`,
      values: { ...terms, said_sent: saidSent },
    };
  });
  return {
    key: 'offices',
    title: 'Offices',
    about: 'Counted since the beginning. Each office’s letters taken are the sum of the six columns that follow.',
    of: 'Office',
    columns: TERM_COLUMNS,
    rows: offices.sort((one, other) => (other.values['taken'] ?? 0) - (one.values['taken'] ?? 0)),
  };
}

export function divisionsTable(rows: readonly DivisionCount[], layer: string): Table {
  const title = layerName(layer);
  return {
    key: 'divisions',
    title: title.charAt(0).toUpperCase() + title.slice(1),
    about: 'Counted since the beginning, by where people live, as far as it is known.',
    of: 'Area',
    columns: [PEOPLE, OWN_WORDS],
    rows: rows
      .filter((row) => row.layer === layer)
      .map(({ division, actions, ownWords }) => ({
        name: divisionName(division),
        values: { people: actions, own_words: ownWords },
      })),
  };
}

/** What a table is asked for by. */
export type Wanted = {
  readonly key: TableKey;
  readonly campaign: Campaign;
  readonly range: Range;
  readonly lettersHref: string;
  /** The layer of the areas; the first that was counted where it names none. */
  readonly layer: string;
};

/** Reads the whole of one table. */
export async function readTable(
  { db, roster }: { readonly db: Db; readonly roster: Roster },
  { key, campaign, range, lettersHref, layer }: Wanted,
): Promise<Table> {
  const asked = { campaignId: campaign.id, since: range.since };
  switch (key) {
    case 'days':
      return daysTable(await readDays(db, asked), range, campaign.file.time_zone);
    case 'sources':
      return sourcesTable(await readSources(db, asked), range);
    case 'referrers':
      return referrersTable(await readReferrers(db, asked), range);
    case 'offices':
      return officesTable(await readOffices(db, campaign.id), roster, lettersHref);
    case 'divisions':
      return divisionsTable(await readDivisionsOf(db, campaign.id, layer), layer);
  }
}

/** Layers in which anybody was counted, the largest areas first. */
export function inOrder(layers: readonly string[]): string[] {
  const order = ['state', 'cd', 'constituency', 'sldu', 'sldl', 'ward'];
  const rank = (layer: string): number => (order.includes(layer) ? order.indexOf(layer) : order.length);
  return [...new Set(layers)].filter((layer) => layer !== 'country').sort((one, other) => rank(one) - rank(other));
}

function countsOf(row: Pick<DayCount, 'actions' | 'newPeople' | 'ownWords' | 'optIns' | 'views'>): TableRow['values'] {
  return {
    people: row.actions,
    new: row.newPeople,
    own_words: row.ownWords,
    opt_ins: row.optIns,
    views: row.views,
    wrote: row.views >= row.actions && row.views > 0 ? row.actions / row.views : undefined,
  };
}
