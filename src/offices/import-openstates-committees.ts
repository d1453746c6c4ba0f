import { z } from 'zod';
import type { ImportSource } from '../data-sets/index.js';
import { findUsState } from '../divisions/index.js';
import { InputError, messageOf, type Fault } from '../platform/errors.js';
import { readText, type DataFile } from '../platform/open-file.js';
import { slugOf } from '../platform/slug.js';
import type { Committee, CommitteeRole, Membership } from './committee.js';
import { prepareCommittees, type CommitteeFile } from './replace-committees.js';

/** A committee of github.com/openstates/people, in the parts that we read; one JSON object a line. */
const record = z.object({
  id: z.string().min(1),
  name: z.string().trim().min(1),
  jurisdiction: z.string(),
  chamber: z.enum(['upper', 'lower', 'legislature']),
  parent: z.string().nullish(),
  members: z.array(z.object({ name: z.string(), role: z.string(), person_id: z.string().nullish() })),
});

type Record = z.infer<typeof record>;

/** People whom a source lists with a committee but who do not vote in it. */
const NO_MEMBER = /advisory|clerk|staff|designee/;

export const openstatesCommittees: ImportSource = {
  name: 'openstates-committees',
  title: 'Committees of state legislatures',
  licence: 'public domain (CC0)',
  origin: 'Open States, github.com/openstates/people',
  prepare: async (file, progress) => {
    const read = readRecords(file, await readText(file, progress));
    const covers = [...new Set(read.map(stateOf))].map((state) => `committees ${state}`);
    return prepareCommittees(fileOf(read), { path: file.path, covers });
  },
};

function readRecords(file: DataFile, content: string): Record[] {
  const faults: Fault[] = [];
  const read = content.split('\n').flatMap((text, index): Record[] => {
    if (text.trim() === '') return [];
    try {
      const parsed = record.safeParse(JSON.parse(text));
      if (parsed.success) return [parsed.data];
      const [issue] = parsed.error.issues;
      const field = issue?.path.join('.') || 'line';
      faults.push({ field, message: issue?.message ?? 'cannot be read', file: file.path, line: index + 1 });
    } catch (error) {
      faults.push({ field: 'line', message: `is no JSON: ${messageOf(error)}`, file: file.path, line: index + 1 });
    }
    return [];
  });
  if (faults.length > 0) throw new InputError(faults.slice(0, 10));
  // Congress has its own source, with members' bioguide ids.
  const ofStates = read.filter((one) => stateOf(one) !== '');
  if (ofStates.length > 0) return ofStates.sort((one, other) => (one.id < other.id ? -1 : 1));
  throw new InputError([{ field: 'file', file: file.path, message: 'holds no committees of states' }]);
}

/** `co`, out of `ocd-jurisdiction/country:us/state:co/government`; '' for Congress. */
function stateOf({ jurisdiction }: Record): string {
  const [, abbr = ''] = /country:us\/(?:state|district|territory):([a-z]{2})\//.exec(jurisdiction) ?? [];
  return findUsState(abbr)?.abbr.toLowerCase() ?? '';
}

function fileOf(read: readonly Record[]): CommitteeFile {
  const ids = idsOf(read);
  const idOf = (ocdId: string): string => ids.get(ocdId) ?? '';
  const states = [...new Set(read.map(stateOf))];
  const nameless = read.flatMap(({ members }) => members.filter(({ person_id }) => !person_id)).length;
  return {
    bodyIds: states.flatMap((state) => ['upper', 'lower', 'legislature'].map((chamber) => `us-${state}-${chamber}`)),
    committees: read.map((one): Committee => {
      return { id: idOf(one.id), bodyId: bodyOf(one), name: one.name, parent: ids.get(one.parent ?? '') ?? null };
    }),
    memberships: read.flatMap((one) => membershipsOf(idOf(one.id), one)),
    remarks: nameless > 0 ? [`Members without identifier, left out: ${nameless}`] : [],
  };
}

function bodyOf(one: Record): string {
  return `us-${stateOf(one)}-${one.chamber}`;
}

/** Readable ids; of two committees with one name the second gets the end of its own identifier besides. */
function idsOf(read: readonly Record[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    read.map((one) => {
      const plain = `${bodyOf(one)}/${slugOf(one.name)}`;
      const id = taken.has(plain) ? `${plain}-${one.id.slice(-4)}` : plain;
      taken.add(id);
      return [one.id, id];
    }),
  );
}

function membershipsOf(committeeId: string, { members }: Record): Membership[] {
  const sitting = members.flatMap(({ person_id: person, role: title }): Membership[] => {
    const role = title.trim().toLowerCase().replace(/\s+/g, ' ');
    if (!person || NO_MEMBER.test(role)) return [];
    return [{ committeeId, person, role: roleOf(role), title: role === 'member' ? null : role, rank: null }];
  });
  return [...new Map(sitting.reverse().map((one) => [one.person, one])).values()].reverse();
}

/** Roles as the legislatures write them, a party's name before or not; Puerto Rico writes Spanish. */
function roleOf(role: string): CommitteeRole {
  if (/^(?:\w+ )?vice[- ]?(?:chair|president)|(?:first|second|1st|2nd|co-)\s?vice/.test(role)) return 'vice-chair';
  if (/^(?:(?:republican|democratic|lead) )?(?:co-)?chair(?:\/.*)?$|^president[ea]$/.test(role)) return 'chair';
  return /^ranking (?:\w+ )?member$/.test(role) ? 'ranking' : 'member';
}
