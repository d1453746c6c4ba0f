import { readTable } from '../data-sets/index.js';
import type { Official, Roster } from '../offices/index.js';
import { InputError, type Fault } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';
import { positionWords, type PositionEntry } from './position.js';
import { checkPosition, wordOf, type NewPosition } from './record.js';

/** The columns of a campaign folder's positions.csv, and what a console's export adds. */
const COLUMNS = {
  office: ['office', 'office_id'],
  bioguide: ['bioguide', 'id', 'person'],
  name: ['name'],
  position: ['position', 'stance'],
  knownOn: ['date', 'known_on'],
  source: ['source'],
  note: ['note'],
} as const;

type Line = { readonly line: number; readonly values: Readonly<Record<keyof typeof COLUMNS, string>> };

/** What lines without a date or a source of their own get. */
export type Defaults = { readonly knownOn: string; readonly source: string; readonly today: string };

/**
 * Reads positions as organizers keep them in a sheet: each line names an office or a person in office, and where they
 * stand. `mayStand` says which offices belong to the campaign.
 * @throws InputError with every faulty line; nothing is to be recorded then
 */
export async function readPositionLines(
  file: DataFile,
  known: { readonly roster: Roster; readonly mayStand: (officeId: string) => boolean },
  defaults: Defaults,
): Promise<NewPosition[]> {
  const positions: NewPosition[] = [];
  const faults: Fault[] = [];
  const seats = seatsByPerson(known.roster);
  for await (const row of readTable(file, { columns: COLUMNS, required: ['position'] })) {
    try {
      positions.push(readLine(row, { ...known, seats }, defaults));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(...error.faults.map(({ message }) => ({ field: 'csv', message: `Line ${row.line}: ${message}` })));
    }
  }
  if (positions.length === 0 && faults.length === 0)
    faults.push({ field: 'csv', message: 'There is no line below the header.' });
  if (faults.length > 0) throw new InputError(faults);
  return positions;
}

type Known = Parameters<typeof readPositionLines>[1] & { readonly seats: ReadonlyMap<string, string> };

function readLine({ values }: Line, known: Known, defaults: Defaults): NewPosition {
  const fault = (message: string): InputError => new InputError([{ field: 'csv', message }]);
  const who = values.bioguide || values.office;
  if (who === '') throw fault('names neither an office nor a person.');
  const officeId = values.office || known.seats.get(values.bioguide);
  if (officeId === undefined) throw fault(`nobody in office has the identifier “${values.bioguide}”.`);
  if (!known.mayStand(officeId)) throw fault(`“${officeId}” is not among the offices of this campaign.`);
  const holder = known.roster.holderOf(officeId);
  if (!holder) throw fault(`“${officeId}” is vacant, or not known here.`);
  if (values.name && !isSameName(values.name, holder.name))
    throw fault(`“${officeId}” is held by ${holder.name} now, not by ${values.name}.`);
  if (!wordOf(values.position)) throw fault(`“${values.position}” is not one of ${positionWords.join(', ')}.`);
  const typed = {
    position: values.position,
    known_on: values.knownOn || defaults.knownOn,
    source: values.source || defaults.source,
    note: values.note,
  };
  return { ...checkPosition(typed, defaults.today), officeId, holder };
}

function isSameName(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { sensitivity: 'base', ignorePunctuation: true }) === 0;
}

/** Offices by whatever identifies their holder. */
function seatsByPerson(roster: Roster): Map<string, string> {
  const seats = new Map<string, string>();
  for (const id of roster.offices.keys()) {
    const holder = roster.holderOf(id);
    if (holder) for (const name of namesOf(holder)) seats.set(name, id);
  }
  return seats;
}

function namesOf({ key, ids }: Official): string[] {
  return [key, ...Object.values(ids)];
}

/** The header and a line for each entry, in the form that the folder's positions.csv has, with date, source and note. */
export function positionRows(entries: readonly PositionEntry[], roster: Roster): string[][] {
  const header = ['office', 'bioguide', 'name', 'position', 'date', 'source', 'note'];
  const lines = entries.map((entry) => {
    const holder = roster.holderOf(entry.officeId);
    const bioguide = holder?.key === entry.person ? (holder.ids['bioguide'] ?? '') : '';
    return [entry.officeId, bioguide, entry.name, entry.position, entry.knownOn, entry.source, entry.note];
  });
  return [header, ...lines];
}
