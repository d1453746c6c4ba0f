import { join } from 'node:path';
import { expect } from 'chai';
import { createWorker, sweep, type Worker } from '../../src/deliveries/index.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { channelTo } from '../support/channels.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { postgresUrl, skip } from '../support/services.js';
import { ana, CITY, expectReconciled, useFolder, type World } from '../support/world.js';

const PEOPLE = 12;

for (const kind of ['SQLite', 'PostgreSQL'] as const) {
  describe(`two processes over one data base on ${kind}`, () => {
    const folder = useFolder();
    let server: MailServer;
    let base: TestDatabase;
    let second: Db;
    let world: World;

    before(function () {
      if (kind === 'PostgreSQL' && postgresUrl === undefined) skip(this, 'no PostgreSQL; set TEST_DATABASE_URL');
    });
    beforeEach(async () => {
      server = await startMailServer();
      base = await openTestDatabase(kind === 'SQLite' ? `sqlite:${join(folder(), 'two.sqlite')}` : (postgresUrl ?? ''));
      second = openDb(base.url);
      world = await openCityWorld(base.db, { channel: channelTo(server) });
      const post = (index: number) =>
        world.http
          .post(`/api/v1/campaigns/${CITY}/actions`)
          .send({ supporter: { ...ana, email: `p${index}@supporter.example` } });
      await Promise.all(Array.from({ length: PEOPLE }, (_, index) => post(index)));
    });
    afterEach(async () => {
      await world.channel.close();
      await second.destroy();
      await base.close();
      await server.close();
    });

    const workers = (): Worker[] => [world.worker, createWorker({ ...world, db: second })];
    const states = () =>
      query<object>(
        base.db,
        `SELECT state, attempts, COUNT(*) AS letters FROM deliveries WHERE channel = 'smtp' GROUP BY state, attempts`,
      );

    it('send each letter once, though both sweep and both are called', async () => {
      const [first, other] = workers() as [Worker, Worker];
      const ids = [...world.announced];
      await Promise.all([
        sweep(world, first),
        sweep({ ...world, db: second }, other),
        ...ids.flatMap((id) => [first.deliver([id]), other.deliver([id])]),
        first.deliver(ids),
        other.deliver(ids),
      ]);
      expect(await states()).to.deep.equal([{ state: 'sent', attempts: 1, letters: 3 * PEOPLE }]);
      expect(server.received).to.have.length(3 * PEOPLE);
      expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).to.equal(3 * PEOPLE);
      await expectReconciled(world);
    });

    it('take one person once who sends to both at the same time', async () => {
      const twin = await openCityWorld(second);
      const supporter = { ...ana, email: 'both@supporter.example' };
      const answers = await Promise.all(
        [world, twin, world, twin].map(({ http }) =>
          http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 200, 200, 201]);
      expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).to.equal(1);
      await expectReconciled(world);
    });
  });
}
