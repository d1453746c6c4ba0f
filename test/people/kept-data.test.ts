import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { keptData } from '../../src/people/index.js';
import { isPostgres, query, type Db } from '../../src/platform/db.js';
import { programPath } from '../../src/platform/paths.js';
import { onEachDatabase } from '../support/databases.js';
import { tellsOfNobody } from '../support/tells-of-nobody.js';

/** Every column that can hold a text or bytes, as `table.column`. */
async function columnsOf(db: Db): Promise<string[]> {
  const rows = await query<{ table: string; name: string; type: string }>(
    db,
    isPostgres(db)
      ? `SELECT table_name AS "table", column_name AS name, data_type AS type FROM information_schema.columns
          WHERE table_schema = current_schema()`
      : `SELECT m.name AS "table", c.name AS name, c.type AS type FROM sqlite_master AS m, pragma_table_info(m.name) AS c
          WHERE m.type = 'table'`,
  );
  return rows
    .filter(({ table, type }) => /text|char|json|blob|bytea/i.test(type) && !/^(?:knex|sqlite)_/.test(table))
    .map(({ table, name }) => `${table}.${name}`)
    .sort();
}

const personal = keptData.flatMap(({ columns }) => columns);
const others = Object.entries(tellsOfNobody).flatMap(([table, names]) =>
  names.split(' ').map((name) => `${table}.${name}`),
);

onEachDatabase('what is kept of people', (db) => {
  it('is listed column by column: a new one tells of people, with its period, or of nobody', async () => {
    const listed = [...personal, ...others];
    expect(listed.filter((column, at) => listed.indexOf(column) !== at)).to.deep.equal([]);
    expect(
      await columnsOf(db()),
      'src/people/kept-data.ts and test/support/tells-of-nobody.ts list every column',
    ).to.deep.equal(listed.sort());
  });
});

describe('the page on privacy in the docs', () => {
  it('says of each kind of data what the program says: where it lies, why and how long', () => {
    const page = readFileSync(programPath('docs', 'privacy.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
    for (const { what, columns, why, until } of keptData) {
      const [, , where = '', ...rest] = cells.find(([, first]) => first === what) ?? expect.fail(`no row on ${what}`);
      expect([...where.matchAll(/`([^`]+)`/g)].map(([, column]) => column)).to.deep.equal([...columns]);
      expect(rest.slice(0, 2)).to.deep.equal([why, until]);
    }
  });
});
