import { z } from 'zod';
import type { ImportSource } from '../data-sets/index.js';
import { InputError } from '../platform/errors.js';
import { readText, type DataFile } from '../platform/open-file.js';
import { usHouse, usSenate } from './bodies.js';
import type { Committee, CommitteeRole, Membership } from './committee.js';
import { parseJsonOrYaml } from './json-or-yaml.js';
import { prepareCommittees } from './replace-committees.js';

const subcommittee = z.object({ name: z.string().min(1), thomas_id: z.string().regex(/^\w+$/) });

/** A committee of github.com/unitedstates/congress-legislators, in the parts that we read. */
const committee = subcommittee.extend({
  type: z.enum(['house', 'senate', 'joint']),
  subcommittees: z.array(subcommittee).optional(),
});

const member = z.object({
  name: z.string(),
  bioguide: z.string().min(1),
  rank: z.number().int().optional(),
  title: z.string().optional(),
});

/** Members by the committee's code: `SSJU`, `SSJU01` for a subcommittee. */
const membership = z.record(z.string().regex(/^[A-Z]{4}\w*$/, 'must be the code of a committee'), z.array(member));

const BODY: Readonly<Record<z.infer<typeof committee>['type'], string>> = {
  house: usHouse.id,
  senate: usSenate.id,
  joint: 'us-congress',
};

const BODY_OF_LETTER: Readonly<Record<string, string>> = { H: BODY.house, S: BODY.senate, J: BODY.joint };

/** Two files come from this source, told apart by their content: the committees first, then who sits in them. */
export const congressCommittees: ImportSource = {
  name: 'congress-committees',
  title: 'Committees of the U.S. Congress',
  licence: 'public domain (CC0)',
  origin: 'github.com/unitedstates/congress-legislators',
  prepare: async (file, progress) => {
    const content = parseJsonOrYaml(file, await readText(file, progress));
    const given = { bodyIds: Object.values(BODY), remarks: [] };
    if (Array.isArray(content)) {
      const committees = checked(file, z.array(committee).min(1), content).flatMap(committeesOf);
      return prepareCommittees({ ...given, committees }, { path: file.path, covers: ['committees us'] });
    }
    const memberships = membershipsOf(checked(file, membership, content));
    return prepareCommittees({ ...given, memberships }, { path: file.path, covers: ['committee-members us'] });
  },
};

function checked<Value>(file: DataFile, schema: z.ZodType<Value>, content: unknown): Value {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const what = 'this should be committees-current or committee-membership-current, .json or .yaml';
  throw new InputError(
    parsed.error.issues.slice(0, 10).map((issue) => ({
      field: issue.path.join('.') || 'file',
      message: `${issue.message}; ${what}`,
      file: file.path,
    })),
  );
}

function committeesOf({ type, name, thomas_id, subcommittees = [] }: z.infer<typeof committee>): Committee[] {
  const bodyId = BODY[type];
  const id = idOf(bodyId, thomas_id);
  const below = subcommittees.map((one) => ({
    id: idOf(bodyId, thomas_id + one.thomas_id),
    bodyId,
    name: one.name,
    parent: id,
  }));
  return [{ id, bodyId, name, parent: null }, ...below];
}

function membershipsOf(file: z.infer<typeof membership>): Membership[] {
  return Object.entries(file).flatMap(([code, members]) => {
    const committeeId = idOf(BODY_OF_LETTER[code.charAt(0)] ?? BODY.joint, code);
    const rows = members.map(({ bioguide, title, rank }): Membership => {
      const person = `bioguide:${bioguide}`;
      return { committeeId, person, role: roleOf(title), title: title ?? null, rank: rank ?? null };
    });
    return [...new Map(rows.reverse().map((one) => [one.person, one])).values()];
  });
}

function idOf(bodyId: string, code: string): string {
  return `${bodyId}/${code.toLowerCase()}`;
}

function roleOf(title = ''): CommitteeRole {
  if (/^(?:co-?)?chair(?:man|woman)?$/i.test(title)) return 'chair';
  if (/^ranking member$/i.test(title)) return 'ranking';
  return /^vice chair/i.test(title) ? 'vice-chair' : 'member';
}
