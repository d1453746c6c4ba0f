import { query, type Db } from '../platform/db.js';
import { scopeText, type DataSet } from './data-set.js';

/** Stands between the parts in the column `scope`. */
const PART_END = ', ';

export async function insertDataSet(trx: Db, dataSet: DataSet): Promise<void> {
  await trx('data_sets').insert({
    id: dataSet.id,
    source: dataSet.source,
    scope: dataSet.covers.join(PART_END),
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

/** What is loaded: the imports that still hold a part of what they covered, by source. */
export async function listDataSets(db: Db): Promise<DataSet[]> {
  return sorted((await findHolders(db)).values());
}

/** The newest import of each source for each part, also where another source has replaced it since. */
export async function listLatestImports(db: Db): Promise<DataSet[]> {
  return sorted(holdersBy(await listImports(db), (part, { source }) => `${source} ${part}`).values());
}

/** The import that each part comes from. */
export async function findHolders(db: Db): Promise<ReadonlyMap<string, DataSet>> {
  return holdersBy(await listImports(db), (part) => part);
}

function holdersBy(
  newestFirst: readonly DataSet[],
  keyOf: (part: string, dataSet: DataSet) => string,
): Map<string, DataSet> {
  const holders = new Map<string, DataSet>();
  for (const dataSet of newestFirst) {
    for (const part of dataSet.covers) {
      const key = keyOf(part, dataSet);
      if (!holders.has(key)) holders.set(key, dataSet);
    }
  }
  return holders;
}

function sorted(dataSets: Iterable<DataSet>): DataSet[] {
  const key = ({ source, scope }: DataSet): string => `${source} ${scope}`;
  return [...new Set(dataSets)].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

async function listImports(db: Db): Promise<DataSet[]> {
  const rows = await query<Omit<DataSet, 'covers'>>(
    db,
    `SELECT id, source, scope, title, licence, origin, as_of AS "asOf", file_name AS "fileName", checksum, records,
            imported_at AS "importedAt"
       FROM data_sets ORDER BY id DESC`,
  );
  return rows.map((row) => {
    const covers = row.scope.split(PART_END);
    return { ...row, covers, scope: scopeText(covers) };
  });
}
