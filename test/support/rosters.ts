import type { Body, Official, RosterFile } from '../../src/offices/index.js';

type Person = RosterFile['holders'][number]['person'];
type Seat = RosterFile['seats'][number];

/** A person with a name and nothing else. */
export function person(name: string, facts: Partial<Person> = {}): Person {
  return {
    key: `name:${name.toLowerCase()}`,
    name,
    familyName: name.split(' ').at(-1) ?? name,
    salutation: null,
    party: null,
    email: null,
    phone: null,
    formUrl: null,
    website: null,
    ids: {},
    startsOn: null,
    termEndsOn: null,
    ...facts,
  };
}

/** A seat whose key is its body's id and the parts of its division: `us-house/wi/2`. */
export function seat(bodyId: string, division: string): Seat {
  const parts = division.split('/').slice(2);
  const key = [bodyId, ...parts.map((part) => part.split(':').at(-1))].join('/');
  return { key, bodyId, division, name: `Seat ${key}`, title: 'Member' };
}

/** A roster file: each line a seat and the names of who hold it, one seat for each name, a vacant one for ''. */
export function rosterFile(bodies: readonly Body[], lines: readonly (readonly [Seat, ...string[]])[]): RosterFile {
  return {
    bodies,
    seats: lines.flatMap(([one, ...names]) => names.map(() => one)),
    holders: lines.flatMap(([one, ...names]) =>
      names.filter(Boolean).map((name) => ({ seatKey: one.key, person: person(name) })),
    ),
    remarks: [],
  };
}

/** Who holds which office, as `office: name`. */
export function holdings(officials: readonly Official[]): string[] {
  return officials.map(({ officeId, name }) => `${officeId}: ${name}`).sort();
}

type Term = Readonly<Record<string, string | number>>;

const TERM = { start: '2025-01-03', end: '2027-01-03', party: 'Independent' };

/** A record as congress-legislators writes it, with a term that is long over before the current one. */
export function legislator(bioguide: string, name: string, current: Term): object {
  const [first = '', last = ''] = name.split(' ');
  const earlier = { ...TERM, type: 'rep', state: 'OH', district: 3, start: '1999-01-03', end: '2001-01-03' };
  return {
    id: { bioguide, fec: ['X1'], govtrack: 400_001 },
    name: { first, last },
    terms: [earlier, { ...TERM, ...current }],
  };
}
