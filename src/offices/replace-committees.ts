import type { DataSet, ImportReport, PreparedImport } from '../data-sets/index.js';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Committee, Membership } from './committee.js';
import {
  deleteCommittees,
  listCommittees,
  listMemberships,
  replaceMemberships,
  upsertCommittees,
} from './store-committees.js';

/** What a file says of the committees of some bodies; it replaces what is stored of these, and of no others. */
export type CommitteeFile = {
  readonly bodyIds: readonly string[];
  /** Left out where the file holds members only. */
  readonly committees?: readonly Committee[];
  /** Left out where the file holds committees only. */
  readonly memberships?: readonly Membership[];
  readonly remarks: readonly string[];
};

/** Makes an import of committees, of their members, or of both. */
export function prepareCommittees(
  file: CommitteeFile,
  given: { readonly path: string; readonly covers: readonly string[] },
): PreparedImport {
  return {
    covers: [...given.covers],
    records: (file.memberships ?? file.committees ?? []).length,
    write: async (trx, dataSet) => {
      const committees = file.committees && (await writeCommittees(trx, dataSet, file));
      const members = file.memberships && (await writeMembers(trx, file.memberships, { file, path: given.path }));
      const reports = [committees, members].filter((report) => report !== undefined);
      return {
        ...(members ?? committees ?? { added: 0, changed: 0, ended: 0, unchanged: 0 }),
        remarks: [...reports.flatMap(({ remarks }) => remarks), ...file.remarks],
      };
    },
  };
}

async function writeCommittees(trx: Db, dataSet: DataSet, { bodyIds, committees = [] }: CommitteeFile) {
  const before = new Map((await listCommittees(trx, bodyIds)).map((one) => [one.id, one]));
  const now = new Set(committees.map(({ id }) => id));
  const gone = [...before.keys()].filter((id) => !now.has(id));
  await upsertCommittees(trx, committees, dataSet);
  await deleteCommittees(trx, gone);
  const report = compare(before, new Map(committees.map((one) => [one.id, one])));
  return { ...report, remarks: gone.length > 0 ? [`Committees that are no more: ${gone.join(', ')}`] : [] };
}

async function writeMembers(
  trx: Db,
  memberships: readonly Membership[],
  { file, path }: { readonly file: CommitteeFile; readonly path: string },
): Promise<ImportReport> {
  const known = new Set((await listCommittees(trx, file.bodyIds)).map(({ id }) => id));
  if (known.size === 0) {
    const message = 'holds the members of committees that are not loaded; import committees-current first';
    throw new InputError([{ field: 'file', file: path, message }]);
  }
  const seated = memberships.filter(({ committeeId }) => known.has(committeeId));
  const strange = [...new Set(memberships.map(({ committeeId }) => committeeId).filter((id) => !known.has(id)))];
  const before = await listMemberships(trx, file.bodyIds);
  await replaceMemberships(trx, file.bodyIds, seated);
  const keyed = (all: readonly Membership[]) => new Map(all.map((one) => [`${one.committeeId} ${one.person}`, one]));
  const remarks = strange.length > 0 ? [`Committees that are not loaded, left out: ${strange.join(', ')}`] : [];
  return { ...compare(keyed(before), keyed(seated)), remarks };
}

function compare<Row extends object>(
  before: ReadonlyMap<string, Row>,
  now: ReadonlyMap<string, Row>,
): Omit<ImportReport, 'remarks'> {
  const stayed = [...now].filter(([key]) => before.has(key));
  const changed = stayed.filter(([key, row]) => !isSame(row, before.get(key) ?? row)).length;
  return {
    added: now.size - stayed.length,
    changed,
    ended: [...before.keys()].filter((key) => !now.has(key)).length,
    unchanged: stayed.length - changed,
  };
}

function isSame<Row extends object>(one: Row, other: Row): boolean {
  return (Object.keys(one) as (keyof Row)[]).every((key) => one[key] === other[key]);
}
