import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { usStateOf } from '../divisions/index.js';
import { isCalendarDay } from '../platform/clock.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { InputError, messageOf, type Fault } from '../platform/errors.js';
import { readText, type DataFile } from '../platform/open-file.js';
import { webAddress, type Person } from './office.js';
import { isChamber, openstatesSeat, type OpenstatesSeat } from './openstates-seat.js';

/** Who holds which seat, with the e-mail address as it was written. */
export type OpenstatesMembers = {
  readonly holding: readonly (OpenstatesSeat & { readonly person: Person; readonly email: string })[];
  readonly remarks: readonly string[];
};

const text = z.string().nullish();

const role = z.object({
  type: z.string(),
  jurisdiction: z.string(),
  district: z.union([z.string(), z.number()]).nullish(),
  start_date: text,
  end_date: text,
});

/** A person of github.com/openstates/people (schema of 2023), in the parts that we read. */
const record = z.object({
  id: z.string().startsWith('ocd-person/'),
  name: z.string().min(1),
  family_name: text,
  email: text,
  party: z.array(z.object({ name: z.string(), end_date: text })).nullish(),
  roles: z.array(role).nullish(),
  offices: z.array(z.object({ classification: text, voice: text })).nullish(),
  links: z.array(z.object({ url: z.string() })).nullish(),
});

type Record = z.infer<typeof record>;

/** A record as it was read, and where it stands. */
type Read = { readonly value: unknown; readonly file: DataFile; readonly line?: number };

const MOST_FAULTS = 10;

/**
 * Reads the records of the repository as JSON, as a JSON record a line, as YAML, or as a folder of such files. Who has no
 * seat in a legislature on the day is left out.
 * @throws InputError naming file and line
 */
export async function readRecords(
  file: DataFile,
  { progress, day }: { readonly progress: (bytes: number) => void; readonly day: string },
): Promise<OpenstatesMembers> {
  const faults: Fault[] = [];
  const holding: OpenstatesMembers['holding'][number][] = [];
  let seatless = 0;
  for await (const read of recordsOf(file, progress)) {
    // The repository has lists of towns beside its people.
    if (isJurisdiction(read.value)) continue;
    const parsed = record.safeParse(read.value);
    const found = parsed.success ? seatsOf(parsed.data, day) : faultsOf(parsed.error, read);
    if (found.faults) faults.push(...found.faults.map((fault) => ({ ...fault, ...placeOf(read) })));
    else if (found.seats.length === 0) seatless++;
    if (parsed.success && found.seats) {
      const person = personOf(parsed.data);
      const email = parsed.data.email ?? '';
      holding.push(...found.seats.map(({ seat, term }) => ({ ...seat, person: { ...person, ...term }, email })));
    }
  }
  if (faults.length > 0) throw new InputError(faults.slice(0, MOST_FAULTS));
  const remarks = seatless > 0 ? [`Left out, no seat in a legislature on ${day}: ${seatless} people`] : [];
  return { holding, remarks };
}

async function* recordsOf(file: DataFile, progress: (bytes: number) => void): AsyncGenerator<Read> {
  if (!file.files) yield* valuesIn(file, await readText(file, progress));
  let bytes = 0;
  for (const part of file.files ?? []) {
    yield* valuesIn(part, await readText(part));
    progress((bytes += part.bytes));
  }
}

function valuesIn(file: DataFile, content: string): Read[] {
  const start = content.trimStart();
  if (!start.startsWith('{'))
    return each(file, start.startsWith('[') ? parseJson(file, content) : parseYaml(file, content));
  const lines = content.split('\n').map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const filled = lines.filter((one) => one.text !== '');
  // One record may as well stand over many lines.
  if (!filled[0]?.text.endsWith('}')) return each(file, parseJson(file, content));
  return filled.map((one) => ({ value: parseJson(file, one.text, one.line), file, line: one.line }));
}

function each(file: DataFile, value: unknown): Read[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => ({ value: one, file }));
}

function parseJson(file: DataFile, content: string, line?: number): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const where = { field: 'file', file: file.path, ...(line !== undefined && { line }) };
    throw new InputError([{ ...where, message: `is not JSON: ${messageOf(error)}` }]);
  }
}

function parseYaml(file: DataFile, content: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(content, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (!error) return document.toJS() as unknown;
  const { line } = lineCounter.linePos(error.pos[0]);
  throw new InputError([{ field: 'file', file: file.path, line, message: `is not YAML: ${error.message}` }]);
}

function isJurisdiction(value: unknown): boolean {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && id.startsWith('ocd-jurisdiction/');
}

type Found = { readonly faults: readonly Fault[]; readonly seats?: undefined } | Seats;
type Seats = { readonly seats: readonly HeldSeat[]; readonly faults?: undefined };
type HeldSeat = { readonly seat: OpenstatesSeat; readonly term: Pick<Person, 'startsOn' | 'termEndsOn'> };

function faultsOf(error: z.ZodError, { value }: Read): Found {
  const name = typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
  return {
    faults: error.issues.map((issue) => ({
      field: issue.path.join('.') || 'file',
      message: `${issue.message}${name && ` (${name})`}; this should be a person of github.com/openstates/people`,
    })),
  };
}

function placeOf({ file, line }: Read): Pick<Fault, 'file' | 'line'> {
  return { file: file.path, ...(line !== undefined && { line }) };
}

/** The seats that someone has on a day; a term that follows upon another one in the same seat is one with it. */
function seatsOf({ roles, name }: Record, day: string): Found {
  const isNow = (one: z.infer<typeof role>): boolean =>
    (one.start_date ?? '') <= day && (!one.end_date || one.end_date >= day);
  const held = new Map<string, HeldSeat>();
  for (const one of roles ?? []) {
    if (!isChamber(one.type) || !isNow(one)) continue;
    const state = usStateOf(one.jurisdiction.replace('ocd-jurisdiction', 'ocd-division'));
    if (!state) return roleFault('jurisdiction', `"${one.jurisdiction}" is not of a state that we know (${name})`);
    const seat = openstatesSeat(state, one.type, String(one.district ?? ''));
    if (!seat || (one.district ?? '') === '')
      return roleFault(
        seat ? 'district' : 'type',
        seat ? `is missing (${name})` : `${state.name} has no chamber "${one.type}" (${name})`,
      );
    if (!held.has(seat.seat.key))
      held.set(seat.seat.key, { seat, term: { startsOn: dayIn(one.start_date), termEndsOn: dayIn(one.end_date) } });
  }
  return { seats: [...held.values()] };
}

function roleFault(field: string, message: string): Found {
  return { faults: [{ field: `roles.${field}`, message }] };
}

/** A whole day, or nothing: some dates are mere years. */
function dayIn(date: string | null | undefined): string | null {
  return date && isCalendarDay(date) ? date : null;
}

function personOf(one: Record): Person {
  const phoneOf = (kind: string): string | null | undefined =>
    one.offices?.find((office) => office.classification === kind && office.voice)?.voice;
  const parties = one.party ?? [];
  return {
    key: one.id,
    name: one.name,
    familyName: one.family_name ?? one.name.split(' ').at(-1) ?? one.name,
    salutation: null,
    party: (parties.find(({ end_date: end }) => !end) ?? parties.at(-1))?.name ?? null,
    email: parseEmailAddress(one.email ?? '') ?? null,
    phone: phoneOf('capitol') ?? phoneOf('district') ?? null,
    formUrl: null,
    website: webAddress(one.links?.[0]?.url),
    ids: { openstates: one.id },
    startsOn: null,
    termEndsOn: null,
  };
}
