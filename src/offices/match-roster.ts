import { hasLeft, holdersOn, isStillToCome, type Office, type Official, type Person } from './office.js';
import type { RosterFile, Seat } from './roster-file.js';

/** An official and the day, `2027-01-03`, from which they do not hold their office any more. */
export type Departure = { readonly official: Official; readonly on: string };

/** What a new roster changes, before anything is written. */
export type RosterChange = {
  readonly newOffices: readonly Office[];
  readonly changedOffices: readonly Office[];
  readonly arrivals: readonly { readonly officeId: string; readonly person: Person }[];
  /** The same person with other facts: a new phone, a new term. */
  readonly updates: readonly (Pick<Official, 'leavesOn'> & { readonly official: Official; readonly person: Person })[];
  readonly departures: readonly Official[];
  /** Those who stay until a later day: the file names who follows them. */
  readonly laterDepartures: readonly Departure[];
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

/**
 * Compares a new roster with the stored one, for the bodies that the new one covers. Who starts on a later day than
 * `today` replaces nobody before that day. Pure.
 */
export function matchRoster(stored: Stored, file: RosterFile, today: string): RosterChange {
  const offices = officesOf(file.seats);
  const named = new Map(offices.map((office) => [office.id, office]));
  const before = new Map(stored.offices.map((office) => [office.id, office]));
  const known = new Map([...before, ...named]);
  const present = stored.officials.filter((official) => !hasLeft(official, today));
  const heldBy = holdersOn(present, today);
  const awaited = new Map(present.filter((one) => isStillToCome(one, today)).map((one) => [one.officeId, one]));
  const knownFor = (officeId: string, { key }: Person): Official | undefined =>
    [heldBy.get(officeId), awaited.get(officeId)].find((official) => official?.key === key);
  const holding = assignHolders({ known, knownFor }, file.holders);

  const seated = new Set([...holding.values()].map((person) => person.key));
  const pairs = [...holding].map(([officeId, named]) => {
    const official = knownFor(officeId, named);
    return { officeId, official, named, person: official ? keptFacts(official, named, { file, today }) : named };
  });
  const staying = pairs.flatMap(({ official, ...pair }) => (official ? [{ official, ...pair }] : []));
  const updates = staying.flatMap(({ official, named, person }) => {
    // Who is named for the next term as well does not leave at the end of this one.
    const leavesOn = isStillToCome(named, today) ? null : official.leavesOn;
    const isSame = isSamePerson(official, person) && official.leavesOn === leavesOn;
    return isSame ? [] : [{ official, person, leavesOn }];
  });
  const unnamed = staying.filter(({ official, named }) => official.formUrl && !named.formUrl);
  return {
    newOffices: offices.filter((office) => !before.has(office.id)),
    changedOffices: offices.filter((office) => isChanged(before.get(office.id), office)),
    arrivals: pairs.filter(({ official }) => !official).map(({ officeId, person }) => ({ officeId, person })),
    updates,
    ...departuresFrom({ present, holding, offices: known }, today),
    keptForms: unnamed.filter(({ person }) => person.formUrl).map(({ official }) => official),
    lostForms: unnamed.filter(({ person }) => !person.formUrl).map(({ official }) => official),
    unchanged: staying.length - updates.length,
    vacancies: [...known.values()].filter((office) => !holding.has(office.id)),
    seatless: file.holders.filter(({ person }) => !seated.has(person.key)),
  };
}

type Leaving = {
  readonly present: readonly Official[];
  readonly holding: ReadonlyMap<string, Person>;
  readonly offices: ReadonlyMap<string, Office>;
};

/** Who is not named for their office any more, and from when on. */
function departuresFrom(
  { present, holding, offices }: Leaving,
  today: string,
): Pick<RosterChange, 'departures' | 'laterDepartures'> {
  const bodyOf = (officeId: string): string | undefined => offices.get(officeId)?.bodyId;
  const bodiesAhead = new Map<string | undefined, string>();
  for (const bodyId of new Set([...holding.keys()].map(bodyOf))) {
    const day = dayAhead(
      [...holding].flatMap(([id, person]) => (bodyOf(id) === bodyId ? [person] : [])),
      today,
    );
    if (day !== undefined) bodiesAhead.set(bodyId, day);
  }
  const leaving = present
    .filter((official) => holding.get(official.officeId)?.key !== official.key)
    .map((official): { readonly official: Official; readonly on: string | undefined } => {
      const firstDay = bodiesAhead.get(bodyOf(official.officeId));
      const isAhead = firstDay !== undefined;
      // A file about the present says nothing about who was loaded ahead.
      if (isStillToCome(official, today)) return { official, on: isAhead ? today : undefined };
      const successor = holding.get(official.officeId);
      const lastDay = successor ? successor.startsOn : isAhead ? (official.termEndsOn ?? firstDay) : null;
      return { official, on: lastDay !== null && lastDay > today ? lastDay : today };
    });
  return {
    departures: leaving.filter(({ on }) => on === today).map(({ official }) => official),
    laterDepartures: leaving.flatMap(({ official, on }) =>
      on === undefined || on === today || on === official.leavesOn ? [] : [{ official, on }],
    ),
  };
}

/** Above this share of people who are still to come a file is about a body's next term, and not about one newcomer. */
const SHARE_AHEAD = 0.5;

/** The first day of the term that a file is about, where it is about one to come. */
function dayAhead(people: readonly Person[], today: string): string | undefined {
  const toCome = people.filter((person) => isStillToCome(person, today));
  return toCome.length > people.length * SHARE_AHEAD
    ? toCome.flatMap(({ startsOn }) => startsOn ?? []).sort()[0]
    : undefined;
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

type Seating = {
  readonly known: ReadonlyMap<string, Office>;
  readonly knownFor: (officeId: string, person: Person) => Official | undefined;
};

/** Who holds which office: members keep their seat, newcomers take the free ones of their district. */
function assignHolders(seating: Seating, holders: RosterFile['holders']): Map<string, Person> {
  const holding = new Map<string, Person>();
  const newcomers = holders.filter(({ seatKey, person }) => {
    const own = officeIds(seating.known, seatKey).find((id) => seating.knownFor(id, person));
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

function officeIds(known: ReadonlyMap<string, Office>, seatKey: string): string[] {
  const ids: string[] = [];
  for (let number = 1; known.has(officeId(seatKey, number)); number++) ids.push(officeId(seatKey, number));
  return ids;
}

/** What is kept of a person who stays: a form that the file lacks, and since when they are there if a new term lies ahead. */
function keptFacts(
  official: Official,
  named: Person,
  { file, today }: { readonly file: RosterFile; readonly today: string },
): Person {
  const person = file.keepsForms ? withKnownForm(named, official) : named;
  const isReelected = isStillToCome(named, today) && !isStillToCome(official, today);
  return isReelected ? { ...person, startsOn: official.startsOn } : person;
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
