import type { DataSet } from '../data-sets/index.js';
import { insertRecords, query, type Db } from '../platform/db.js';
import type { LocalOffice } from './local-office.js';

const COLUMNS = {
  id: 'text',
  person: 'text',
  position: 'bigint',
  address: 'text',
  city: 'text',
  phone: 'text',
  fax: 'text',
  lat: 'double precision',
  lng: 'double precision',
  data_set_id: 'text',
} as const;

/** All local offices, those of a person in the order of their source. */
export function listLocalOffices(db: Db): Promise<LocalOffice[]> {
  return query(
    db,
    'SELECT id, person, position, address, city, phone, fax, lat, lng FROM official_offices ORDER BY person, position',
  );
}

/** Puts these offices in the place of all that are stored. */
export async function replaceLocalOffices(trx: Db, offices: readonly LocalOffice[], dataSet: DataSet): Promise<void> {
  await trx('official_offices').delete();
  const rows = offices.map((office) => ({ ...office, data_set_id: dataSet.id }));
  await insertRecords(trx, { table: 'official_offices', columns: COLUMNS }, rows);
}
