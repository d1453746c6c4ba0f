import { readMappedTable, rowFault, type ImportSource, type TableRow } from '../data-sets/index.js';
import { countryOf, isDivisionId, layerOf, type DivisionId } from '../divisions/index.js';
import { isCalendarDay } from '../platform/clock.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { InputError, type Fault } from '../platform/errors.js';
import { slugOf } from '../platform/slug.js';
import type { DataFile } from '../platform/open-file.js';
import { findBodyByName, findKnownBody } from './bodies.js';
import { webAddress, type Body, type Person } from './office.js';
import { prepareRoster } from './replace-roster.js';
import type { RosterFile, Seat } from './roster-file.js';

/**
 * A list of one's own, for councils and anyone else: `name` and `office` for each line, a line without name is a
 * vacant seat. `body` may be left out where the file stands in a campaign's folder.
 */
const COLUMNS = {
  name: ['name'],
  office: ['office', 'position', 'seat'],
  title: ['title'],
  division: ['division', 'ocd_id'],
  body: ['body'],
  familyName: ['family_name', 'last_name'],
  salutation: ['salutation'],
  party: ['party'],
  email: ['email', 'e-mail'],
  phone: ['phone', 'telephone'],
  formUrl: ['form_url', 'contact_form'],
  website: ['website', 'url'],
  startsOn: ['starts_on'],
  termEndsOn: ['term_ends_on'],
} as const;

type Values = TableRow<keyof typeof COLUMNS>['values'];

/** The division of an office whose line names none. */
const WHOLE_COUNTRY = 'ocd-division/country:us';

export const officialsList: ImportSource = {
  name: 'officials',
  title: 'Own list of officials',
  licence: 'as its maker says',
  origin: 'own list',
  prepare: async (file, progress, options) =>
    prepareRoster(await readOfficials(file, { progress, columns: options.columns }), { path: file.path, options }),
};

/** Reads a list; `bodyName` names the body for lines that do not. @throws InputError with every faulty line */
export async function readOfficials(
  file: DataFile,
  given: {
    readonly progress?: (bytes: number) => void;
    readonly bodyName?: string;
    readonly columns?: string | undefined;
  } = {},
): Promise<RosterFile> {
  const bodies = new Map<string, Body>();
  const seats: Seat[] = [];
  const holders: RosterFile['holders'][number][] = [];
  const faults: Fault[] = [];
  const severalLinks: string[] = [];
  const shape = { columns: COLUMNS, required: ['name', 'office'] } as const;
  for await (const row of readMappedTable(file, { shape, columns: given.columns }, given.progress)) {
    const { line } = row;
    const links = mailLinksIn(row.values.email);
    if (links.length > 1) severalLinks.push(row.values.name);
    const values = { ...row.values, email: links[0] ?? row.values.email };
    const own = faultsOf(values, values.body || given.bodyName);
    faults.push(...own.map((fault) => ({ ...fault, file: file.path, line })));
    if (own.length > 0) continue;
    const { body, seat } = seatOf(values, values.body || (given.bodyName ?? ''));
    // A mayor of the whole place may stand beside members for wards: the wards have to be asked for.
    if ((bodies.get(body.id)?.layer ?? 'country') === 'country') bodies.set(body.id, body);
    seats.push(seat);
    if (values.name) holders.push({ seatKey: seat.key, person: personOf(values) });
  }
  if (faults.length > 0) throw new InputError(faults);
  if (seats.length === 0) throw rowFault({ file, line: 1 }, 'file', 'holds no officials');
  const remarks =
    severalLinks.length > 0 ? [`Several e-mail links, the first is taken: ${severalLinks.length} officials`] : [];
  return { bodies: [...bodies.values()], seats, holders, remarks };
}

/** `mailto:a@b.example; mailto:c@d.example`, as the European Parliament writes addresses. */
function mailLinksIn(text: string): string[] {
  if (!/^mailto:/i.test(text)) return [];
  return text.split(';').map((link) => link.trim().replace(/^mailto:/i, ''));
}

function faultsOf(values: Values, bodyName: string | undefined): Fault[] {
  const faults: Fault[] = [];
  const fault = (field: string, message: string): number => faults.push({ field, message });
  if (!bodyName) fault('body', 'is missing: which council, chamber or board is this?');
  if (bodyName && (findKnownBody(slugOf(bodyName)) ?? findBodyByName(bodyName)))
    fault('body', `"${bodyName}" is a public body with a roster of its own; call your list something else`);
  if (bodyName && !slugOf(bodyName)) fault('body', `"${bodyName}" needs at least one Latin letter or digit`);
  if (values.office && !slugOf(values.office))
    fault('office', `"${values.office}" needs at least one Latin letter or digit`);
  if (!values.office) fault('office', 'is missing: which seat is this, for example "Ward 3"?');
  if (values.email && !parseEmailAddress(values.email)) fault('email', `"${values.email}" is not one e-mail address`);
  for (const [field, value] of [
    ['form_url', values.formUrl],
    ['website', values.website],
  ] as const) {
    if (value && !webAddress(value)) fault(field, `"${value}" is not a web address that starts with https://`);
  }
  if (values.division && !isDivisionId(values.division))
    fault('division', `"${values.division}" is not a division id such as ocd-division/country:us/state:co/sldl:7`);
  else if (values.division && !countryOf(values.division))
    fault('division', 'lies in a country that Clarion does not know yet');
  for (const [field, value] of [
    ['starts_on', values.startsOn],
    ['term_ends_on', values.termEndsOn],
  ] as const) {
    if (value && !isCalendarDay(value)) fault(field, `"${value}" is not a day such as 2027-01-04`);
  }
  return faults;
}

function seatOf(values: Values, bodyName: string): { readonly body: Body; readonly seat: Seat } {
  const division: DivisionId = values.division || WHOLE_COUNTRY;
  const body: Body = {
    id: slugOf(bodyName),
    name: bodyName,
    country: countryOf(division) ?? 'us',
    // A council district, a county or a place: no postal code tells them yet, as it does not tell wards.
    layer: layerOf(division) ?? 'ward',
  };
  const name = values.office.includes(bodyName) ? values.office : `${values.office}, ${bodyName}`;
  return {
    body,
    seat: {
      key: `${body.id}/${slugOf(values.office)}`,
      bodyId: body.id,
      division,
      name,
      title: values.title,
    },
  };
}

function personOf(values: Values): Person {
  return {
    key: `name:${values.name.toLowerCase()}`,
    name: values.name,
    familyName: values.familyName || (values.name.split(' ').at(-1) ?? values.name),
    salutation: values.salutation || (values.title ? null : values.name),
    party: values.party || null,
    email: parseEmailAddress(values.email) ?? null,
    phone: values.phone || null,
    formUrl: webAddress(values.formUrl),
    website: webAddress(values.website),
    ids: {},
    startsOn: values.startsOn || null,
    termEndsOn: values.termEndsOn || null,
  };
}
