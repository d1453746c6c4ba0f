import type { DataSet } from '../data-sets/index.js';
import { insertRecords, query, records, type Db } from '../platform/db.js';
import type { Committee, Membership } from './committee.js';

/** All committees, or those of some bodies. */
export function listCommittees(db: Db, bodyIds?: readonly string[]): Promise<Committee[]> {
  const of = bodyIds && `WHERE body_id IN (${bodyIds.map(() => '?').join(', ')})`;
  return query(db, `SELECT id, body_id AS "bodyId", name, parent FROM committees ${of ?? ''} ORDER BY id`, bodyIds);
}

/** Everyone's places in committees, or in those of some bodies. */
export function listMemberships(db: Db, bodyIds?: readonly string[]): Promise<Membership[]> {
  const of = bodyIds && `WHERE committees.body_id IN (${bodyIds.map(() => '?').join(', ')})`;
  return query(
    db,
    `SELECT committee_id AS "committeeId", person, role, title, rank
       FROM committee_members JOIN committees ON committees.id = committee_id ${of ?? ''} ORDER BY committee_id, person`,
    bodyIds,
  );
}

export async function upsertCommittees(trx: Db, committees: readonly Committee[], dataSet: DataSet): Promise<void> {
  await insertRecords(
    trx,
    {
      table: 'committees',
      columns: { id: 'text', body_id: 'text', name: 'text', parent: 'text', data_set_id: 'text' },
      conflict: `ON CONFLICT (id) DO UPDATE SET body_id = excluded.body_id, name = excluded.name,
                 parent = excluded.parent, data_set_id = excluded.data_set_id`,
    },
    committees.map((one) => ({ ...one, body_id: one.bodyId, data_set_id: dataSet.id })),
  );
}

/** Removes committees that are no more, with their members. */
export async function deleteCommittees(trx: Db, ids: readonly string[]): Promise<void> {
  const gone = records(
    trx,
    { id: 'text' },
    ids.map((id) => ({ id })),
  );
  await trx.raw(`DELETE FROM committee_members WHERE committee_id IN (SELECT r.id FROM ${gone.sql})`, [gone.binding]);
  await trx.raw(`DELETE FROM committees WHERE id IN (SELECT r.id FROM ${gone.sql})`, [gone.binding]);
}

/** Replaces everyone's places in the committees of some bodies. */
export async function replaceMemberships(
  trx: Db,
  bodyIds: readonly string[],
  memberships: readonly Membership[],
): Promise<void> {
  const marks = bodyIds.map(() => '?').join(', ');
  await trx.raw(
    `DELETE FROM committee_members WHERE committee_id IN (SELECT id FROM committees WHERE body_id IN (${marks}))`,
    [...bodyIds],
  );
  await insertRecords(
    trx,
    {
      table: 'committee_members',
      columns: { committee_id: 'text', person: 'text', role: 'text', title: 'text', rank: 'bigint' },
    },
    memberships.map((one) => ({ ...one, committee_id: one.committeeId })),
  );
}
