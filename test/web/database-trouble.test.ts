import { join } from 'node:path';
import { expect } from 'chai';
import { query, type Db } from '../../src/platform/db.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { needDatabase, postgresUrl } from '../support/services.js';
import { ana, CITY, expectReconciled, useFolder, type World } from '../support/world.js';

type Trouble = { readonly begin: (db: Db) => Promise<unknown>; readonly end: (db: Db) => Promise<unknown> };

const cases: readonly (readonly [name: string, kind: 'SQLite' | 'PostgreSQL', trouble: Trouble])[] = [
  [
    'the disk is full',
    'SQLite',
    {
      begin: async (db) => {
        await db.raw('VACUUM');
        await db.raw('PRAGMA max_page_count = 1');
      },
      end: (db) => db.raw('PRAGMA max_page_count = 1000000'),
    },
  ],
  [
    'the server takes no writes',
    'PostgreSQL',
    {
      begin: (db) => inEach(db, 'SET default_transaction_read_only = on'),
      end: (db) => inEach(db, 'SET default_transaction_read_only = off'),
    },
  ],
];

/** Runs a statement in every connection of the pool. */
function inEach(db: Db, sql: string): Promise<unknown> {
  return Promise.all(Array.from({ length: 10 }, () => db.raw(`SELECT pg_sleep(0.05); ${sql}`)));
}

for (const [name, kind, trouble] of cases) {
  describe(`where ${name} (${kind})`, () => {
    const folder = useFolder();
    let base: TestDatabase;
    let world: World;

    before(function () {
      needDatabase(this, kind);
    });
    beforeEach(async () => {
      base = await openTestDatabase(
        kind === 'SQLite' ? `sqlite:${join(folder(), 'full.sqlite')}` : (postgresUrl ?? ''),
      );
      world = await openCityWorld(base.db);
    });
    afterEach(() => base.close());

    const send = (email: string) =>
      world.http
        .post(`/api/v1/campaigns/${CITY}/actions`)
        .set('Idempotency-Key', email)
        .send({ supporter: { ...ana, email }, letter: { own_words: 'So much to say. '.repeat(249) } });

    it('a supporter’s program is asked to come back, nothing is kept, and the same request is taken later', async () => {
      await trouble.begin(base.db);
      const refused = await send('first@supporter.example');
      expect([refused.status, refused.headers['retry-after']]).to.deep.equal([503, '30']);
      expect(refused.body).to.deep.include({ type: 'urn:clarion:problem:unavailable', status: 503 });
      await trouble.end(base.db);
      expect(await query(base.db, 'SELECT id FROM actions')).to.be.empty;
      expect((await send('first@supporter.example')).status).to.equal(201);
      await expectReconciled(world);
    });
  });
}
