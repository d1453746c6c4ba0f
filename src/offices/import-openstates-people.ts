import { readTable, rowFault, type ImportOptions, type ImportSource, type TableRow } from '../data-sets/index.js';
import { findUsState } from '../divisions/index.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { InputError } from '../platform/errors.js';
import { readStart, type DataFile } from '../platform/open-file.js';
import { webAddress, type Person } from './office.js';
import { readRecords, type OpenstatesMembers } from './openstates-records.js';
import { isChamber, openstatesSeat, type OpenstatesSeat } from './openstates-seat.js';
import { prepareRoster } from './replace-roster.js';
import type { RosterFile } from './roster-file.js';

/** The columns of data.openstates.org/people/current/SS.csv; a file of several states has `state` besides. */
const COLUMNS = {
  id: ['id'],
  state: ['state'],
  name: ['name'],
  familyName: ['family_name'],
  party: ['current_party'],
  district: ['current_district'],
  chamber: ['current_chamber'],
  email: ['email'],
  links: ['links'],
  capitolPhone: ['capitol_voice'],
  districtPhone: ['district_voice'],
} as const;

type Values = TableRow<keyof typeof COLUMNS>['values'];

export const openstatesPeople: ImportSource = {
  name: 'openstates-people',
  title: 'State legislators',
  licence: 'public domain (CC0)',
  origin: 'Open States, data.openstates.org/people and github.com/openstates/people',
  takesFolders: true,
  prepare: async (file, progress, options) =>
    prepareRoster(await readLegislators(file, progress, options), { path: file.path, options }),
};

async function readLegislators(
  file: DataFile,
  progress: (bytes: number) => void,
  options: ImportOptions,
): Promise<RosterFile> {
  const day = options.inForce ?? options.asOf ?? file.changedOn;
  const members = (await isTable(file)) ? await readRows(file, progress) : await readRecords(file, { progress, day });
  if (members.holding.length === 0)
    throw new InputError([{ field: 'file', file: file.path, message: 'holds no legislators' }]);
  const unusable = members.holding.filter(({ email, person }) => email !== '' && person.email === null);
  const unusableNames = unusable.map(({ person, seat }) => `${person.name} (${seat.key})`);
  return {
    bodies: [...new Map(members.holding.map(({ body }) => [body.id, body])).values()],
    seats: members.holding.map(({ seat }) => seat),
    holders: members.holding.map(({ seat, person }) => ({ seatKey: seat.key, person })),
    remarks: [
      ...(unusable.length > 0 ? [`Unusable e-mail address, left out: ${unusableNames.join(', ')}`] : []),
      ...members.remarks,
    ],
  };
}

/** The columns of the published CSV, unlike the records of the repository, stand in one line with commas. */
async function isTable(file: DataFile): Promise<boolean> {
  if (file.files !== undefined) return false;
  const start = await readStart(file);
  return !/^\s*[[{]/.test(start) && !/^(?:- |\w+:(?:\s|$))/.test(firstLineOfYaml(start));
}

/** The first line that holds something, behind comments and the mark of a document. */
function firstLineOfYaml(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^---\s+/, ''));
  return lines.find((line) => !/^(?:#|---|\s*$)/.test(line)) ?? '';
}

async function readRows(file: DataFile, progress: (bytes: number) => void): Promise<OpenstatesMembers> {
  const holding: OpenstatesMembers['holding'][number][] = [];
  const shape = { columns: COLUMNS, required: ['id', 'name', 'district', 'chamber'] } as const;
  for await (const { line, values } of readTable(file, shape, progress)) {
    holding.push({ ...seatOf(file, line, values), person: personOf(values), email: values.email });
  }
  return { holding, remarks: [] };
}

function seatOf(file: DataFile, line: number, values: Values): OpenstatesSeat {
  const state = findUsState(values.state || (/(?:^|\/)([a-z]{2})\.csv/i.exec(file.path)?.[1] ?? ''));
  if (!state)
    throw rowFault(
      { file, line },
      'state',
      `"${values.state}" is not a state; a file without this column must be called SS.csv`,
    );
  const chamber = values.chamber;
  if (!isChamber(chamber)) {
    throw rowFault({ file, line }, 'current_chamber', `"${chamber}" is not upper, lower or legislature`);
  }
  const seat = openstatesSeat(state, chamber, values.district);
  if (!seat) throw rowFault({ file, line }, 'current_chamber', `${state.name} has no chamber "${chamber}"`);
  return seat;
}

function personOf(values: Values): Person {
  return {
    key: values.id,
    name: values.name,
    familyName: values.familyName || (values.name.split(' ').at(-1) ?? values.name),
    salutation: null,
    party: values.party || null,
    email: parseEmailAddress(values.email) ?? null,
    phone: values.capitolPhone || values.districtPhone || null,
    formUrl: null,
    website: webAddress(values.links.split(';')[0]),
    ids: { openstates: values.id },
    startsOn: null,
    termEndsOn: null,
  };
}
