import type { ImportReport } from '../data-sets/index.js';
import { isStillToCome, type Official } from './office.js';
import type { RosterChange } from './match-roster.js';
import type { RosterFile } from './roster-file.js';

const NAMES_IN_A_REMARK = 12;

/** What an import of a roster did, in counts and in lines worth reading. */
export function reportOf(file: RosterFile, change: RosterChange, today: string): ImportReport {
  const arrivals = change.arrivals.filter(({ person }) => !isStillToCome(person, today));
  const awaited = change.arrivals.filter(({ person }) => isStillToCome(person, today));
  const officeNames = new Map([...change.newOffices, ...change.changedOffices].map(({ id, name }) => [id, name]));
  const nameOf = ({ person, officeId }: RosterChange['arrivals'][number]): string =>
    `${person.name} (${officeNames.get(officeId) ?? officeId})`;
  const idOf = (official: Official): string => `${official.name} (${official.officeId})`;
  const isFirst =
    change.arrivals.length > 0 && change.unchanged + change.updates.length + change.departures.length === 0;
  return {
    added: change.arrivals.length,
    changed: change.updates.length + change.laterDepartures.length,
    ended: change.departures.length,
    unchanged: change.unchanged,
    remarks: [
      ...(isFirst ? [] : nameSome('Came', arrivals.map(nameOf))),
      ...nameByDay(
        'Will come',
        awaited.map((one) => [one.person.startsOn ?? '', nameOf(one)]),
      ),
      ...nameSome('Left', change.departures.map(idOf)),
      ...nameByDay(
        'Will leave',
        change.laterDepartures.map(({ official, on }) => [on, idOf(official)]),
      ),
      ...nameSome('Contact form not in the file, kept', change.keptForms.map(idOf)),
      ...nameSome('Contact form gone', change.lostForms.map(idOf)),
      ...nameSome(
        'Vacant',
        change.vacancies.map(({ id }) => id),
      ),
      ...nameSome(
        'Left out, no seat',
        change.seatless.map(({ person, seatKey }) => `${person.name} (${seatKey})`),
      ),
      ...file.remarks,
    ],
  };
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
