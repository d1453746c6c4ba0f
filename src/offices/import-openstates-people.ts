import { readTable, rowFault, type ImportSource, type TableRow } from '../data-sets/index.js';
import { districtLabel, findUsState, legislativeDistrict, type DivisionId, type UsState } from '../divisions/index.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { InputError } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';
import { stateChamber } from './bodies.js';
import { webAddress, type Body, type Person } from './office.js';
import { prepareRoster } from './replace-roster.js';
import type { RosterFile, Seat } from './roster-file.js';

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
  origin: 'Open States, data.openstates.org/people',
  prepare: async (file, progress, options) =>
    prepareRoster(await readLegislators(file, progress), { path: file.path, options }),
};

async function readLegislators(file: DataFile, progress: (bytes: number) => void): Promise<RosterFile> {
  const bodies = new Map<string, Body>();
  const seats: Seat[] = [];
  const holders: RosterFile['holders'][number][] = [];
  const unusable: string[] = [];
  const shape = { columns: COLUMNS, required: ['id', 'name', 'district', 'chamber'] } as const;
  for await (const { line, values } of readTable(file, shape, progress)) {
    const { body, seat } = seatOf(file, line, values);
    bodies.set(body.id, body);
    seats.push(seat);
    holders.push({ seatKey: seat.key, person: personOf(values) });
    if (values.email && !parseEmailAddress(values.email)) unusable.push(`${values.name} (${seat.key})`);
  }
  if (holders.length === 0) throw new InputError([{ field: 'file', file: file.path, message: 'holds no legislators' }]);
  const remarks = unusable.length > 0 ? [`Unusable e-mail address, left out: ${unusable.join(', ')}`] : [];
  return { bodies: [...bodies.values()], seats, holders, remarks };
}

function seatOf(file: DataFile, line: number, values: Values): { readonly body: Body; readonly seat: Seat } {
  const state = findUsState(values.state || (/(?:^|\/)([a-z]{2})\.csv/i.exec(file.path)?.[1] ?? ''));
  if (!state)
    throw rowFault(
      { file, line },
      'state',
      `"${values.state}" is not a state; a file without this column must be called SS.csv`,
    );
  const chamber = values.chamber;
  if (chamber !== 'upper' && chamber !== 'lower' && chamber !== 'legislature') {
    throw rowFault({ file, line }, 'current_chamber', `"${chamber}" is not upper, lower or legislature`);
  }
  const known = stateChamber(state.abbr, chamber);
  if (!known) throw rowFault({ file, line }, 'current_chamber', `${state.name} has no chamber "${chamber}"`);
  const { body, title } = known;
  const division = divisionOf(state, body, values.district);
  const key = `${body.id}/${division === state.division ? 'at-large' : (division.split(':').at(-1) ?? '')}`;
  const area = division === state.division ? 'at large' : `for ${districtLabel(division)}`;
  return { body, seat: { key, bodyId: body.id, division, name: `${title}, ${body.name}, ${area}`, title } };
}

/** Labels that differ from the division ids of Open Civic Data, by state. */
function divisionOf(state: UsState, body: Body, label: string): DivisionId {
  if (/^(?:at[- ]large|chairman)$/i.test(label)) return state.division;
  if (state.abbr === 'DC') return `${state.division}/ward:${label.replace(/\D/g, '')}`;
  const layer = body.layer === 'sldl' ? 'sldl' : 'sldu';
  // Idaho elects seats A and B in one district.
  if (state.abbr === 'ID') return legislativeDistrict(state, layer, label.replace(/[AB]$/, ''));
  if (state.abbr === 'MA')
    return legislativeDistrict(
      state,
      layer,
      label.replace(/^\w+/, (word) => ORDINALS[word.toLowerCase()] ?? word),
    );
  if (state.abbr === 'VT') return legislativeDistrict(state, layer, label.replace(/^Chittenden /, 'Chittenden-'));
  return legislativeDistrict(state, layer, label);
}

const ORDINALS: Readonly<Record<string, string>> = {
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
};

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
