import type { Office, Official, Person } from './office.js';
import type { RosterFile, Seat } from './roster-file.js';

/** What a new roster changes, before anything is written. */
export type RosterChange = {
  readonly newOffices: readonly Office[];
  readonly changedOffices: readonly Office[];
  readonly arrivals: readonly { readonly officeId: string; readonly person: Person }[];
  /** The same person with other facts: a new phone, a new term. */
  readonly updates: readonly { readonly official: Official; readonly person: Person }[];
  readonly departures: readonly Official[];
  /** Those whose contact form the file does not name: it is kept, or lost. */
  readonly keptForms: readonly Official[];
  readonly lostForms: readonly Official[];
  readonly unchanged: number;
  /** Offices of these bodies that nobody holds now. */
  readonly vacancies: readonly Office[];
  /** People of the file for whom there is no seat: an unknown district, or two holders of one office. */
  readonly seatless: RosterFile['holders'];
};

type Stored = { readonly offices: readonly Office[]; readonly officials: readonly Official[] };

/** Compares a new roster with the stored one, for the bodies that the new one covers. Pure. */
export function matchRoster(stored: Stored, file: RosterFile): RosterChange {
  const offices = officesOf(file.seats);
  const named = new Map(offices.map((office) => [office.id, office]));
  const before = new Map(stored.offices.map((office) => [office.id, office]));
  const heldBy = new Map(stored.officials.map((official) => [official.officeId, official]));
  const holding = assignHolders({ known: new Set([...named.keys(), ...before.keys()]), heldBy }, file.holders);

  const seated = new Set([...holding.values()].map((person) => person.key));
  const pairs = [...holding].map(([officeId, named]) => {
    const official = heldBy.get(officeId);
    const person = file.keepsForms && official?.key === named.key ? withKnownForm(named, official) : named;
    return { officeId, official, named, person };
  });
  const staying = pairs.filter(({ official, person }) => official?.key === person.key);
  const updates = staying.flatMap(({ official, person }) =>
    official && !isSamePerson(official, person) ? [{ official, person }] : [],
  );
  const unnamed = staying.filter(({ official, named }) => official?.formUrl && !named.formUrl);
  const officialsOf = (some: typeof pairs): Official[] => some.flatMap(({ official }) => official ?? []);
  return {
    newOffices: offices.filter((office) => !before.has(office.id)),
    changedOffices: offices.filter((office) => isChanged(before.get(office.id), office)),
    arrivals: pairs
      .filter(({ official, person }) => official?.key !== person.key)
      .map(({ officeId, person }) => ({ officeId, person })),
    updates,
    departures: stored.officials.filter((official) => holding.get(official.officeId)?.key !== official.key),
    keptForms: officialsOf(unnamed.filter(({ person }) => person.formUrl)),
    lostForms: officialsOf(unnamed.filter(({ person }) => !person.formUrl)),
    unchanged: staying.length - updates.length,
    vacancies: [...new Map([...before, ...named]).values()].filter((office) => !holding.has(office.id)),
    seatless: file.holders.filter(({ person }) => !seated.has(person.key)),
  };
}

/** Numbers the seats that share a key. */
function officesOf(seats: readonly Seat[]): Office[] {
  const seen = new Map<string, number>();
  return seats.map(({ key, ...seat }) => {
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return { ...seat, id: officeId(key, number) };
  });
}

function officeId(seatKey: string, number: number): string {
  return number === 1 ? seatKey : `${seatKey}/${number}`;
}

type Seating = { readonly known: ReadonlySet<string>; readonly heldBy: ReadonlyMap<string, Official> };

/** Who holds which office: members keep their seat, newcomers take the free ones of their district. */
function assignHolders(seating: Seating, holders: RosterFile['holders']): Map<string, Person> {
  const holding = new Map<string, Person>();
  const newcomers = holders.filter(({ seatKey, person }) => {
    const own = officeIds(seating.known, seatKey).find((id) => seating.heldBy.get(id)?.key === person.key);
    if (own !== undefined) holding.set(own, person);
    return own === undefined;
  });
  for (const { seatKey, person } of newcomers) {
    const ids = officeIds(seating.known, seatKey);
    // A line that is there twice is one person, who gets one letter.
    if (ids.some((id) => holding.get(id)?.key === person.key)) continue;
    const free = ids.find((id) => !holding.has(id));
    if (free !== undefined) holding.set(free, person);
  }
  return holding;
}

function officeIds(known: ReadonlySet<string>, seatKey: string): string[] {
  const ids: string[] = [];
  for (let number = 1; known.has(officeId(seatKey, number)); number++) ids.push(officeId(seatKey, number));
  return ids;
}

/** A form stays good while its person does and their website has not moved. */
function withKnownForm(person: Person, official: Official): Person {
  if (!official.formUrl || person.formUrl) return person;
  const isSameSite = person.website === null || new URL(person.website).host === new URL(official.formUrl).host;
  return isSameSite ? { ...person, formUrl: official.formUrl } : person;
}

function isChanged(old: Office | undefined, now: Office): boolean {
  return old !== undefined && (old.name !== now.name || old.title !== now.title || old.division !== now.division);
}

const FACTS = [
  'name',
  'familyName',
  'salutation',
  'party',
  'email',
  'phone',
  'formUrl',
  'website',
  'startsOn',
  'termEndsOn',
] as const;

function isSamePerson(official: Official, person: Person): boolean {
  const idsOf = (one: Person): string => JSON.stringify(Object.entries(one.ids).sort());
  const isLeader = (official.leadership ?? null) === (person.leadership ?? null);
  return isLeader && FACTS.every((fact) => official[fact] === person[fact]) && idsOf(official) === idsOf(person);
}
