import { closest, distance } from 'fastest-levenshtein';
import { findKnownBody, knownBodyIds, type Roster } from '../offices/index.js';
import { InputError, type Fault } from '../platform/errors.js';
import { partyKey, type Position } from '../targets/index.js';
import { POSITIONS_FILE, type CampaignSource } from './campaign-files.js';
import { faultAt, type YamlText } from './locate-faults.js';
import { readPositions } from './read-positions.js';

type Path = readonly (string | number)[];

/** A part of campaign.yaml that may name bodies, offices and parties, with where it stands. */
type Naming = {
  readonly path: Path;
  readonly own?: readonly string[] | undefined;
  readonly body?: readonly string[] | undefined;
  readonly offices?: readonly string[] | undefined;
  readonly office?: readonly string[] | undefined;
  readonly party?: readonly string[] | undefined;
  readonly position?: readonly string[] | undefined;
  readonly committee?: readonly string[] | undefined;
};

type Reading = { readonly source: CampaignSource; readonly yaml: YamlText; readonly roster: Roster };

/**
 * Checks what a rule names against the loaded roster, where what is only not loaded yet is no fault, and reads the
 * campaign's own table of positions.
 */
export async function checkRule(reading: Reading, faults: Fault[]): Promise<readonly Position[]> {
  for (const naming of namingsOf(reading.yaml)) {
    faults.push(...bodyFaults(reading, naming), ...officeFaults(reading, naming));
    faults.push(...committeeFaults(reading, naming), ...partyFaults(reading, naming));
  }
  return readOwnPositions(reading, faults);
}

/** Reads positions.csv; a rule that asks for positions needs it. */
async function readOwnPositions(reading: Reading, faults: Fault[]): Promise<readonly Position[]> {
  const table = await reading.source.table(POSITIONS_FILE);
  const asking = namingsOf(reading.yaml).find(({ position }) => position !== undefined);
  if (!table) {
    const message =
      'there is no positions.csv in this folder to say who supports and who opposes; a header alone leaves it to the console';
    if (asking) faults.push(faultAt(reading.yaml, [...asking.path, 'position'], message));
    return [];
  }
  try {
    return await readPositions(table, reading.roster);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    faults.push(...error.faults);
    return [];
  }
}

/** What campaign.yaml names and where, also where it has other faults, so that all are told together. */
function namingsOf({ value }: YamlText): Naming[] {
  const parts: Path[] = [['targets'], ['targets', 'else'], ['targets', 'else', 'else']];
  const each = (path: Path, ...inner: Path): Path[] =>
    listed(partAt(value, path)).map((_, index) => [...path, index, ...inner]);
  return [...parts, ...each(['targets', 'except']), ...each(['letters'], 'when')].map((path) => {
    const part = partAt(value, path);
    const names = NAMING_KEYS.map((key) => [key, textsIn(partAt(part, [key]))] as const);
    return { path, ...Object.fromEntries(names.filter(([, texts]) => texts !== undefined)) };
  });
}

const NAMING_KEYS = ['own', 'body', 'offices', 'office', 'party', 'position', 'committee'] as const;

function partAt(value: unknown, path: Path): unknown {
  const inner = (part: unknown, key: string | number): unknown =>
    typeof part === 'object' && part !== null ? (part as Readonly<Record<string | number, unknown>>)[key] : undefined;
  return path.reduce(inner, value);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One text or several; undefined where the key is not there. */
function textsIn(value: unknown): string[] | undefined {
  return value === undefined ? undefined : [value].flat().filter((text) => typeof text === 'string');
}

function bodyFaults(reading: Reading, { path, own = [], body = [] }: Naming): Fault[] {
  const known = [...new Set([...knownBodyIds(), ...reading.roster.bodies.keys()])];
  const entries = [
    ...own.map((id, index) => ({ id, at: [...path, 'own', index] })),
    ...body.map((id, index) => ({ id, at: [...path, 'body', index] })),
  ];
  return entries
    .filter(({ id }) => !isBody(reading, id))
    .map(({ id, at }) => faultAt(reading.yaml, at, `there is no body "${id}"; the nearest is "${closest(id, known)}"`));
}

function officeFaults(reading: Reading, { path, offices = [], office = [] }: Naming): Fault[] {
  const entries = [
    ...offices.map((id, index) => ({ id, at: [...path, 'offices', index] })),
    ...office.map((id, index) => ({ id, at: [...path, 'office', index] })),
  ];
  return entries.flatMap(({ id, at }) => {
    const near = nearestOffice(reading, id);
    return near === undefined
      ? []
      : [faultAt(reading.yaml, at, `there is no office "${id}"; the nearest is "${near}"`)];
  });
}

/** What somebody may have meant who named an office that there is not; undefined for one that there may be. */
function nearestOffice(reading: Reading, id: string): string | undefined {
  const { roster } = reading;
  const bodyId = id.split('/')[0] ?? '';
  const ofBody = roster.officesOfBody(bodyId).map((office) => office.id);
  const isMissing = !roster.offices.has(id) && (ofBody.length > 0 || !isBody(reading, bodyId));
  if (!isMissing) return undefined;
  const known = [...new Set([...knownBodyIds(), ...roster.bodies.keys()])];
  return ofBody.length > 0 ? closest(id, ofBody) : `${closest(bodyId, known)}/…`;
}

function isBody({ roster }: Reading, id: string): boolean {
  return roster.bodies.has(id) || findKnownBody(id) !== undefined;
}

/** A committee that is not among the loaded ones of its chamber, or whose chamber there is not. */
function committeeFaults(reading: Reading, { path, committee = [] }: Naming): Fault[] {
  const { byId } = reading.roster.committees;
  return committee.flatMap((id, index) => {
    const bodyId = id.split('/')[0] ?? '';
    const siblings = [...byId.values()].filter((one) => one.bodyId === bodyId).map((one) => one.id);
    const isChamber = isBody(reading, bodyId) || /^us-(?:congress|[a-z]{2}-legislature)$/.test(bodyId);
    if (byId.has(id) || (isChamber && siblings.length === 0)) return [];
    const near = closest(id, siblings.length > 0 ? siblings : knownBodyIds().map((body) => `${body}/…`));
    const fault = `there is no committee "${id}"; the nearest is "${near}"`;
    return [faultAt(reading.yaml, [...path, 'committee', index], fault)];
  });
}

/** How many letters off a party's name is taken for a slip. */
const SLIP = 2;

/** A party that nobody in the loaded data has, but that is spelled almost as one that somebody has. */
function partyFaults(reading: Reading, { path, party = [] }: Naming): Fault[] {
  if (party.length === 0) return [];
  const known = partiesIn(reading.roster);
  return party.flatMap((name, index) => {
    if (known.size === 0 || [...known].some((one) => partyKey(one) === partyKey(name))) return [];
    const near = closest(name, [...known]);
    return distance(name.toLowerCase(), near.toLowerCase()) <= SLIP
      ? [faultAt(reading.yaml, [...path, 'party', index], `nobody is of the party "${name}"; did you mean "${near}"?`)]
      : [];
  });
}

function partiesIn(roster: Roster): Set<string> {
  const parties = [...roster.offices.keys()].map((id) => roster.holderOf(id)?.party);
  return new Set(parties.filter((party) => typeof party === 'string'));
}
