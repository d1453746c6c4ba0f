import type { ImportReport, PeopleReport } from '../data-sets/index.js';
import { isStillToCome, type Official } from './office.js';
import type { RosterChange } from './match-roster.js';
import type { RosterFile } from './roster-file.js';

const NAMES_IN_A_REMARK = 12;

/** What an import of a roster did, in counts and in lines worth reading. */
export function reportOf(file: RosterFile, change: RosterChange, today: string): ImportReport {
  return {
    added: change.arrivals.length,
    changed: change.updates.length + change.laterDepartures.length,
    ended: change.departures.length,
    unchanged: change.unchanged,
    people: peopleOf(change, today),
    remarks: [...remarksOf(change, today), ...file.remarks],
  };
}

type Arrival = RosterChange['arrivals'][number];

function remarksOf(change: RosterChange, today: string): string[] {
  const awaited = change.arrivals.filter(({ person }) => isStillToCome(person, today));
  const arrivals = change.arrivals.filter((one) => !isStillToCome(one.person, today));
  const officeNames = new Map([...change.newOffices, ...change.changedOffices].map(({ id, name }) => [id, name]));
  const nameOf = ({ person, officeId }: Arrival): string => `${person.name} (${officeNames.get(officeId) ?? officeId})`;
  const idOf = (official: Official): string => `${official.name} (${official.officeId})`;
  const isFirst = change.unchanged + change.updates.length + change.departures.length === 0;
  const willCome = awaited.map((one) => [one.person.startsOn ?? '', nameOf(one)] as const);
  const willLeave = change.laterDepartures.map(({ official, on }) => [on, idOf(official)] as const);
  const seatless = change.seatless.map(({ person, seatKey }) => `${person.name} (${seatKey})`);
  return [
    ...(isFirst ? [] : nameSome('Came', arrivals.map(nameOf))),
    ...nameByDay('Will come', willCome),
    ...nameSome('Left', change.departures.map(idOf)),
    ...nameByDay('Will leave', willLeave),
    ...nameSome('Contact form not in the file, kept', change.keptForms.map(idOf)),
    ...nameSome('Contact form gone', change.lostForms.map(idOf)),
    ...nameSome('Fell vacant', vacatedIn(change)),
    ...nameSome(
      'Vacant',
      change.vacancies.map(({ id }) => id),
    ),
    ...nameSome('Left out, no seat', seatless),
  ];
}

function peopleOf(change: RosterChange, today: string): PeopleReport {
  const left = change.departures.map((official) => ({ official, on: null }));
  return {
    came: change.arrivals.map(({ person, officeId }) => ({
      name: person.name,
      office: officeId,
      on: isStillToCome(person, today) ? person.startsOn : null,
    })),
    left: [...left, ...change.laterDepartures].map(({ official, on }) => ({
      name: official.name,
      office: official.officeId,
      on,
    })),
    vacated: vacatedIn(change),
  };
}

/** The offices that somebody leaves, now or later, and nobody takes. */
function vacatedIn({ departures, laterDepartures, vacancies }: RosterChange): string[] {
  const leaving = [...departures, ...laterDepartures.map(({ official }) => official)];
  const left = new Set(leaving.map(({ officeId }) => officeId));
  return vacancies.map(({ id }) => id).filter((id) => left.has(id));
}

function nameByDay(words: string, named: readonly (readonly [day: string, name: string])[]): string[] {
  const days = [...new Set(named.map(([day]) => day))].sort();
  return days.flatMap((day) =>
    nameSome(
      `${words} on ${day}`,
      named.filter(([on]) => on === day).map(([, name]) => name),
    ),
  );
}

function nameSome(word: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > NAMES_IN_A_REMARK ? ` and ${names.length - NAMES_IN_A_REMARK} more` : '';
  return [`${word} (${names.length}): ${names.slice(0, NAMES_IN_A_REMARK).join(', ')}${more}`];
}
