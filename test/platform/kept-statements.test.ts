import { expect } from 'chai';
import { openDb, query } from '../../src/platform/db.js';

describe('a connection to SQLite that keeps its statements', () => {
  it('tells all who ask what cannot be compiled or done, and goes on', async () => {
    const db = openDb('sqlite::memory:');
    try {
      const wrong = await Promise.allSettled([query(db, 'SELECT * FROM later'), query(db, 'SELECT * FROM later')]);
      expect(wrong.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
      await db.raw('CREATE TABLE later (id integer PRIMARY KEY)');
      const insert = (id: number): Promise<unknown> => query(db, 'INSERT INTO later (id) VALUES (?)', [id]);
      await insert(1);
      expect((await Promise.allSettled([insert(1)]))[0].status).to.equal('rejected');
      await insert(2);
      const all = 'SELECT * FROM later ORDER BY id';
      expect(await query(db, all)).to.deep.equal([{ id: 1 }, { id: 2 }]);
      await db.raw("ALTER TABLE later ADD COLUMN name text DEFAULT 'x'");
      expect(await query(db, all), 'after its table has changed').to.deep.equal([
        { id: 1, name: 'x' },
        { id: 2, name: 'x' },
      ]);
    } finally {
      await db.destroy();
    }
  });

  it('holds more texts than it keeps apart, and none of them keeps it open', async () => {
    const db = openDb('sqlite::memory:');
    for (let number = 0; number < 450; number++) {
      expect(await query(db, `SELECT ${number} AS number`)).to.deep.equal([{ number }]);
    }
    await db.destroy();
  });
});
