import { readTable, rowFault, type ImportSource, type TableRow } from '../data-sets/index.js';
import { ukConstituency } from '../divisions/index.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { InputError } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';
import { ukCommons } from './bodies.js';
import type { Person } from './office.js';
import { prepareRoster } from './replace-roster.js';
import type { RosterFile, Seat } from './roster-file.js';

/** The columns of the MP look-up table of the Department for Education, made from the Parliament's members API. */
const COLUMNS = {
  constituency: ['pcon_name', 'constituency'],
  code: ['pcon_code', 'constituency_code'],
  region: ['region_name'],
  nation: ['country_name'],
  id: ['member_id'],
  name: ['display_as', 'name'],
  party: ['party_text', 'party'],
  email: ['member_email', 'email'],
} as const;

type Values = TableRow<keyof typeof COLUMNS>['values'];

export const ukMps: ImportSource = {
  name: 'uk-mps',
  title: 'Members of the UK House of Commons',
  licence: 'Open Parliament Licence v3.0 and Open Government Licence v3.0',
  origin: 'UK Parliament members API and ONS Open Geography, as joined by the Department for Education',
  prepare: async (file, progress, options) =>
    prepareRoster(await readMembers(file, progress), { path: file.path, options }),
};

async function readMembers(file: DataFile, progress: (bytes: number) => void): Promise<RosterFile> {
  const seats: Seat[] = [];
  const holders: RosterFile['holders'][number][] = [];
  const unusable: string[] = [];
  const shape = { columns: COLUMNS, required: ['constituency', 'code', 'nation', 'name'] } as const;
  for await (const { line, values } of readTable(file, shape, progress)) {
    const seat = seatOf(file, line, values);
    seats.push(seat);
    // A seat between two elections has a line without a name.
    if (values.name) holders.push({ seatKey: seat.key, person: personOf(values) });
    if (values.email && !parseEmailAddress(values.email)) unusable.push(`${values.name} (${values.constituency})`);
  }
  if (seats.length === 0)
    throw new InputError([{ field: 'file', file: file.path, message: 'holds no constituencies' }]);
  const remarks = unusable.length > 0 ? [`Unusable e-mail address, left out: ${unusable.join(', ')}`] : [];
  return { bodies: [ukCommons], seats, holders, remarks };
}

function seatOf(file: DataFile, line: number, values: Values): Seat {
  const division = ukConstituency(values.constituency, { nation: values.nation, region: values.region });
  if (!division) {
    const place = [values.region, values.nation].filter(Boolean).join(', ');
    throw rowFault({ file, line }, 'country_name', `"${place}" is no region of the United Kingdom that we know`);
  }
  const key = `${ukCommons.id}/${values.code.toLowerCase()}`;
  return { key, bodyId: ukCommons.id, division, name: `Member of Parliament for ${values.constituency}`, title: 'MP' };
}

function personOf(values: Values): Person {
  return {
    key: `parliament:${values.id || values.name}`,
    name: values.name,
    familyName: values.name.split(' ').at(-1) ?? values.name,
    // Members are addressed by their whole name: "Dear Alex Baker MP".
    salutation: `${values.name} MP`,
    party: values.party || null,
    email: parseEmailAddress(values.email) ?? null,
    phone: null,
    formUrl: null,
    website: values.id ? `https://members.parliament.uk/member/${encodeURIComponent(values.id)}/contact` : null,
    ids: values.id ? { parliament: values.id } : {},
    startsOn: null,
    termEndsOn: null,
  };
}
