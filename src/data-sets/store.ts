import { query, type Db } from '../platform/db.js';
import type { DataSet } from './data-set.js';

export async function insertDataSet(trx: Db, dataSet: DataSet): Promise<void> {
  await trx('data_sets').insert({
    id: dataSet.id,
    source: dataSet.source,
    scope: dataSet.scope,
    title: dataSet.title,
    licence: dataSet.licence,
    origin: dataSet.origin,
    as_of: dataSet.asOf,
    file_name: dataSet.fileName,
    checksum: dataSet.checksum,
    records: dataSet.records,
    imported_at: dataSet.importedAt,
  });
}

/** The newest import of each source and scope, by source. */
export function listDataSets(db: Db): Promise<DataSet[]> {
  return query<DataSet>(
    db,
    `SELECT id, source, scope, title, licence, origin, as_of AS "asOf", file_name AS "fileName", checksum, records,
            imported_at AS "importedAt"
       FROM data_sets AS d
      WHERE NOT EXISTS (SELECT 1 FROM data_sets AS newer
                         WHERE newer.source = d.source AND newer.scope = d.scope AND newer.id > d.id)
      ORDER BY source, scope`,
  );
}
