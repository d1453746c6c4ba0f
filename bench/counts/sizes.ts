import { isPostgres, query, type Db } from '../../src/platform/db.js';

/** Tables that comparisons read or that people are counted in, and those that hold the rows. */
const ROLLUPS = ['action_counts', 'division_counts', 'source_counts', 'coalition_reach', 'coalition_people'];
const ROWS = ['actions', 'supporters', 'letters', 'deliveries'];

/** Megabytes by table with its indexes, as lines of a table. */
export async function sizesOf(db: Db): Promise<string[][]> {
  const lines: string[][] = [];
  for (const name of [...ROLLUPS, ...ROWS]) {
    const bytes = isPostgres(db)
      ? await one(db, 'SELECT pg_total_relation_size(?) AS value', name)
      : await one(
          db,
          'SELECT SUM(pgsize) AS value FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = ?)',
          name,
        );
    const rows = await one(db, `SELECT COUNT(*) AS value FROM ${name} WHERE ? <> ''`, name);
    lines.push([name, rows.toLocaleString('en'), (bytes / 1_000_000).toFixed(1)]);
  }
  return lines;
}

async function one(db: Db, sql: string, name: string): Promise<number> {
  return (await query<{ value: number }>(db, sql, [name]))[0]?.value ?? 0;
}
