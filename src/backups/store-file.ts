import { query, type Db } from '../platform/db.js';

/** Writes what a SQLite data base holds at this moment into an empty file, without free pages. */
export async function copyInto(db: Db, file: string): Promise<void> {
  await db.raw('VACUUM INTO ?', [file]);
}

/** Leaves all that a SQLite data base holds in its one file; fails as long as somebody else has it open. */
export async function leaveInOneFile(db: Db): Promise<void> {
  await db.raw('PRAGMA journal_mode = DELETE');
}

/** How a SQLite file is damaged, in SQLite's words; none where it is whole. */
export async function listDamages(db: Db): Promise<string[]> {
  const rows = await query<{ integrity_check: string }>(db, 'PRAGMA integrity_check(5)');
  return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}

/** The bytes that are in use in a SQLite file, without free pages. */
export async function usedBytes(db: Db): Promise<number> {
  const sql = `SELECT (page_count - freelist_count) * page_size AS bytes
    FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`;
  return (await query<{ bytes: number }>(db, sql))[0]?.bytes ?? 1;
}
