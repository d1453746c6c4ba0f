import { readFileSync } from 'node:fs';
import type { StarterSet } from '../data-sets/index.js';
import { sha256 } from '../platform/ids.js';
import { programPath } from '../platform/paths.js';
import { parse } from 'csv-parse/sync';
import { usSenate } from './bodies.js';
import { senateSeatKey, senateSeats } from './congress.js';
import { webAddress, type Person } from './office.js';
import { prepareRoster } from './replace-roster.js';

const FILE = programPath('src', 'offices', 'starter', 'us-senate.csv');

/** The day on which the facts of the list were true. */
const AS_OF = '2026-06-15';

/** The 100 seats of the U.S. Senate with who holds them, so that a bare machine answers any ZIP code. */
export const starterSenate: StarterSet = {
  source: 'us-senate',
  title: 'Members of the U.S. Senate',
  licence: 'facts in the public domain',
  origin: 'shipped with Clarion; facts from github.com/unitedstates/congress-legislators (CC0)',
  asOf: AS_OF,
  fileName: 'us-senate.csv',
  checksum: sha256(readFileSync(FILE)),
  supersededBy: ['congress-legislators'],
  prepare: () => Promise.resolve(prepareRoster(readList(), { path: FILE, options: { force: true } })),
};

type Row = Readonly<
  Record<
    | 'state'
    | 'class'
    | 'name'
    | 'family_name'
    | 'party'
    | 'phone'
    | 'contact_page'
    | 'bioguide'
    | 'since'
    | 'term_ends',
    string
  >
>;

function readList(): Parameters<typeof prepareRoster>[0] {
  const rows = parse<Row>(readFileSync(FILE), { columns: true, comment: '#' });
  const holders = rows.map((row) => ({
    seatKey: senateSeatKey(row.state, Number(row.class)),
    person: personOf(row),
  }));
  return { bodies: [usSenate], seats: senateSeats(), holders, remarks: [] };
}

function personOf(row: Row): Person {
  // Some senators have no page of their own for letters: their website stands in its place.
  const { href, origin } = new URL(row.contact_page);
  return {
    key: `bioguide:${row.bioguide}`,
    name: row.name,
    familyName: row.family_name,
    salutation: null,
    party: row.party,
    email: null,
    phone: row.phone,
    formUrl: href === `${origin}/` ? null : webAddress(row.contact_page),
    website: webAddress(origin),
    ids: { bioguide: row.bioguide },
    startsOn: row.since,
    termEndsOn: row.term_ends,
  };
}
