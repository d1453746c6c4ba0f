import { closest } from 'fastest-levenshtein';
import { readTable } from '../data-sets/index.js';
import type { Roster } from '../offices/index.js';
import { InputError, type Fault } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';
import { positionWords } from '../positions/index.js';
import type { Position } from '../targets/index.js';

/** Each line says who, by office or by person, and where they stand. A name ties the line to one holder of the office. */
const COLUMNS = {
  office: ['office', 'office_id'],
  bioguide: ['bioguide', 'id', 'person'],
  name: ['name'],
  position: ['position', 'stance'],
} as const;

type Line = { readonly line: number; readonly values: Readonly<Record<keyof typeof COLUMNS, string>> };

/** Reads a campaign's positions.csv. @throws InputError with every faulty line */
export async function readPositions(file: DataFile, roster: Roster): Promise<Position[]> {
  const positions: Position[] = [];
  const faults: Fault[] = [];
  const people = peopleOf(roster);
  for await (const row of readTable(file, { columns: COLUMNS, required: ['position'] })) {
    const who = row.values.bioguide || row.values.office;
    const position = wordOf(row.values.position);
    const own = faultsOf(row, { roster, people });
    if (positions.some((one) => one.who === who))
      own.push({ field: row.values.bioguide ? 'bioguide' : 'office', message: `"${who}" stands here twice` });
    faults.push(...own.map((fault) => ({ ...fault, file: file.path, line: row.line })));
    if (own.length === 0 && position)
      positions.push({ who, position, ...(row.values.name && { name: row.values.name }) });
  }
  if (faults.length > 0) throw new InputError(faults);
  return positions;
}

function wordOf(text: string): Position['position'] | undefined {
  return positionWords.find((word) => word === text.toLowerCase());
}

type Known = { readonly roster: Roster; readonly people: ReadonlySet<string> | undefined };

function faultsOf({ values }: Line, { roster, people }: Known): Pick<Fault, 'field' | 'message'>[] {
  const { office, bioguide, position } = values;
  const faults: Pick<Fault, 'field' | 'message'>[] = [];
  if (!office && !bioguide)
    faults.push({ field: 'office', message: 'is missing: name the office (us-house/co/1) or the person (D000197)' });
  if (!wordOf(position))
    faults.push({ field: 'position', message: `"${position}" is not one of ${positionWords.join(', ')}` });
  const ofBody = roster.officesOfBody(office.split('/')[0] ?? '').map(({ id }) => id);
  if (office && ofBody.length > 0 && !roster.offices.has(office))
    faults.push({
      field: 'office',
      message: `there is no office "${office}"; the nearest is "${closest(office, ofBody)}"`,
    });
  if (bioguide && people && !people.has(bioguide))
    faults.push({ field: 'bioguide', message: `nobody in office has the identifier "${bioguide}"` });
  return faults;
}

/** Identifiers of everyone in office; undefined where Congress is not loaded whole, so that somebody may be missing. */
function peopleOf(roster: Roster): ReadonlySet<string> | undefined {
  if (roster.officesOfBody('us-house').length === 0) return undefined;
  const holders = [...roster.offices.keys()].flatMap((id) => roster.holderOf(id) ?? []);
  return new Set(holders.flatMap(({ key, ids }) => [key, ...Object.values(ids)]));
}
