import { query, type Db } from '../platform/db.js';
import { scopeText, type DataSet, type ImportReport } from './data-set.js';

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

/** Keeps what an import changed. */
export async function putReport(trx: Db, id: string, report: ImportReport): Promise<void> {
  await trx('data_sets')
    .where({ id })
    .update({ report: JSON.stringify(report) });
}

/** An import with what it changed; undefined where an older program made it. */
export type ReportedImport = DataSet & { readonly report: ImportReport | undefined };

/** One import by its id. */
export async function findImport(db: Db, id: string): Promise<ReportedImport | undefined> {
  return (await listReported(db, 'WHERE id = ?', [id]))[0];
}

/** The newest imports, newest first. */
export function listNewestImports(db: Db, limit: number): Promise<ReportedImport[]> {
  return listReported(db, 'ORDER BY id DESC LIMIT ?', [limit]);
}

async function listReported(db: Db, which: string, bindings: readonly (string | number)[]): Promise<ReportedImport[]> {
  const rows = await query<StoredImport & { readonly report: string | null }>(
    db,
    `SELECT ${IMPORT}, report FROM data_sets ${which}`,
    bindings,
  );
  return rows.map(({ report, ...row }) => ({
    ...withParts(row),
    report: report === null ? undefined : (JSON.parse(report) as ImportReport),
  }));
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

type StoredImport = Omit<DataSet, 'covers'>;

const IMPORT = `id, source, scope, title, licence, origin, as_of AS "asOf", file_name AS "fileName", checksum, records,
                imported_at AS "importedAt"`;

async function listImports(db: Db): Promise<DataSet[]> {
  return (await query<StoredImport>(db, `SELECT ${IMPORT} FROM data_sets ORDER BY id DESC`)).map(withParts);
}

function withParts(row: StoredImport): DataSet {
  const covers = row.scope.split(PART_END);
  return { ...row, covers, scope: scopeText(covers) };
}
