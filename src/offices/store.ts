import type { DataSet } from '../data-sets/index.js';
import { insertRecords, query, type Db } from '../platform/db.js';
import type { Departure } from './match-roster.js';
import type { Body, Office, Official, Person } from './office.js';

const OFFICIAL_COLUMNS = {
  id: 'text',
  office_id: 'text',
  person: 'text',
  name: 'text',
  family_name: 'text',
  salutation: 'text',
  party: 'text',
  leadership: 'text',
  email: 'text',
  phone: 'text',
  form_url: 'text',
  website: 'text',
  ids: 'text',
  starts_on: 'text',
  term_ends_on: 'text',
  leaves_on: 'text',
  data_set_id: 'text',
} as const;

export function listBodies(db: Db): Promise<Body[]> {
  return query(db, 'SELECT id, name, country, layer FROM bodies ORDER BY id');
}

/** All offices, or those of some bodies. */
export function listOffices(db: Db, bodyIds?: readonly string[]): Promise<Office[]> {
  const of = within('body_id', bodyIds);
  return query(
    db,
    `SELECT id, body_id AS "bodyId", division, name, title FROM offices ${of.sql} ORDER BY id`,
    of.bindings,
  );
}

/** From which sources the offices and present officials of some bodies come. */
export function listOwners(
  db: Db,
  bodyIds: readonly string[],
): Promise<(Pick<DataSet, 'source' | 'origin'> & { readonly body: string })[]> {
  const of = within('offices.body_id', bodyIds);
  const owners = (from: string, table: string): string =>
    `SELECT bodies.name AS body, source, origin FROM ${from}
       JOIN bodies ON bodies.id = offices.body_id JOIN data_sets ON data_sets.id = ${table}.data_set_id ${of.sql}`;
  return query(
    db,
    `${owners('offices', 'offices')}
      UNION ${owners('officials JOIN offices ON offices.id = officials.office_id', 'officials')} AND ended_on IS NULL
      ORDER BY body`,
    [...of.bindings, ...of.bindings],
  );
}

/** Everyone who has not been replaced, also those whose planned term is over and those who are still to come. */
export async function listOfficials(db: Db, bodyIds?: readonly string[]): Promise<Official[]> {
  const of = within('offices.body_id', bodyIds);
  const rows = await query<Official & { readonly ids: unknown }>(
    db,
    `SELECT officials.id, office_id AS "officeId", person AS key, officials.name, family_name AS "familyName", salutation, party, leadership,
            email, phone, form_url AS "formUrl", website, ids, starts_on AS "startsOn", term_ends_on AS "termEndsOn",
            leaves_on AS "leavesOn"
       FROM officials JOIN offices ON offices.id = officials.office_id
      ${of.sql} ${of.sql ? 'AND' : 'WHERE'} ended_on IS NULL ORDER BY office_id, officials.id`,
    of.bindings,
  );
  return rows.map((row) => ({ ...row, ids: JSON.parse(row.ids as unknown as string) as Official['ids'] }));
}

export async function upsertBodies(trx: Db, bodies: readonly Body[]): Promise<void> {
  await insertRecords(
    trx,
    {
      table: 'bodies',
      columns: { id: 'text', name: 'text', country: 'text', layer: 'text' },
      conflict:
        'ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country, layer = excluded.layer',
    },
    bodies,
  );
}

export async function upsertOffices(trx: Db, offices: readonly Office[], dataSet: DataSet): Promise<void> {
  await insertRecords(
    trx,
    {
      table: 'offices',
      columns: {
        id: 'text',
        body_id: 'text',
        division: 'text',
        name: 'text',
        title: 'text',
        data_set_id: 'text',
      },
      conflict: `ON CONFLICT (id) DO UPDATE SET name = excluded.name, title = excluded.title,
                 division = excluded.division, data_set_id = excluded.data_set_id`,
    },
    offices.map((office) => ({ ...office, body_id: office.bodyId, data_set_id: dataSet.id })),
  );
}

/** Stores officials; one whose id is known gets the new facts. */
export async function upsertOfficials(
  trx: Db,
  officials: readonly (Pick<Official, 'id' | 'officeId' | 'leavesOn'> & { readonly person: Person })[],
  dataSet: DataSet,
): Promise<void> {
  const updated = Object.keys(OFFICIAL_COLUMNS).filter((column) => !['id', 'office_id', 'person'].includes(column));
  await insertRecords(
    trx,
    {
      table: 'officials',
      columns: OFFICIAL_COLUMNS,
      conflict: `ON CONFLICT (id) DO UPDATE SET ${updated.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    },
    officials.map(({ id, officeId, leavesOn, person }) => ({
      ...person,
      id,
      office_id: officeId,
      person: person.key,
      family_name: person.familyName,
      form_url: person.formUrl,
      ids: JSON.stringify(person.ids),
      starts_on: person.startsOn,
      term_ends_on: person.termEndsOn,
      leaves_on: leavesOn,
      data_set_id: dataSet.id,
    })),
  );
}

/** Notes on which day officials are going to leave. */
export async function endOfficialsLater(trx: Db, departures: readonly Departure[]): Promise<void> {
  for (const { official, on } of departures)
    await trx('officials').where({ id: official.id }).update({ leaves_on: on });
}

/** Notes that officials were replaced or left, as of a day. */
export async function endOfficials(trx: Db, officials: readonly Official[], endedOn: string): Promise<void> {
  for (const official of officials) await trx('officials').where({ id: official.id }).update({ ended_on: endedOn });
}

function within(
  column: string,
  ids: readonly string[] | undefined,
): { readonly sql: string; readonly bindings: readonly string[] } {
  if (!ids) return { sql: '', bindings: [] };
  return { sql: `WHERE ${column} IN (${ids.map(() => '?').join(', ')})`, bindings: ids };
}
