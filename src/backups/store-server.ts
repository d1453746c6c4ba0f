import { query, type Db } from '../platform/db.js';

/** The major version of a PostgreSQL server: 15. */
export async function serverVersion(db: Db): Promise<number> {
  const [row] = await query<{ server_version_num: string }>(db, 'SHOW server_version_num');
  return Math.floor(Number(row?.server_version_num) / 10_000);
}

/** The name by which another program sees just what this transaction sees, as long as it is open. */
export async function exportSnapshot(trx: Db): Promise<string> {
  const [row] = await query<{ snapshot: string }>(trx, 'SELECT pg_export_snapshot() AS snapshot');
  return row?.snapshot ?? '';
}

/** The name of the data base on its server. */
export async function databaseName(db: Db): Promise<string> {
  return (await query<{ name: string }>(db, 'SELECT current_database() AS name'))[0]?.name ?? '';
}
