import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createWorker, sweep, type Worker } from '../../src/deliveries/index.js';
import { deletePause, holdPauses, insertPause } from '../../src/deliveries/pacing/store-pauses.js';
import { claimDue } from '../../src/deliveries/store-claims.js';
import { extendLeases } from '../../src/deliveries/store-attempts.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { channelTo } from '../support/channels.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { needDatabase, postgresUrl } from '../support/services.js';
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
      needDatabase(this, kind);
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

    // On SQLite a transaction that writes is alone.
    const onPostgres = kind === 'PostgreSQL' ? it : () => undefined;
    onPostgres('keep their letters while one of them is being recorded, without waiting for it', async () => {
      const rows = await query<{ id: string }>(base.db, `SELECT id FROM deliveries WHERE channel = 'smtp'`);
      await base.db.raw(`UPDATE deliveries SET state = 'sending', fence = 1, due_at = 1 WHERE channel = 'smtp'`);
      const [recorded, ...others] = rows.map(({ id }) => ({ id, fence: 1 }));
      await second.transaction(async (trx) => {
        await trx.raw('UPDATE deliveries SET reason = NULL WHERE id = ?', [recorded?.id ?? '']);
        await extendLeases(base.db, [...others, ...(recorded ? [recorded] : [])], 2);
      });
      const due = await query<object>(
        base.db,
        `SELECT due_at AS "dueAt", COUNT(*) AS letters FROM deliveries WHERE state = 'sending' GROUP BY due_at ORDER BY due_at`,
      );
      expect(due).to.deep.equal([
        { dueAt: 1, letters: 1 },
        { dueAt: 2, letters: rows.length - 1 },
      ]);
    });

    onPostgres('find letters at once that were told to wait just when their pause ended', async () => {
      await insertPause(base.db, { scope: 'all', reason: '', pausedAt: 0 });
      const [now, policies] = [world.clock.now(), await world.policies()];
      const claim = {
        now,
        leaseUntil: now,
        limit: 100,
        eventId: world.ids.next,
        policies,
        perDomainPerMinute: undefined,
      };
      let resumed: Promise<boolean> | undefined;
      await second.transaction(async (trx) => {
        await holdPauses(trx);
        resumed = base.db.transaction((other) => deletePause(other, 'all', now));
        await Promise.race([resumed, setTimeout(200)]);
        await claimDue(trx, claim);
      });
      expect(await resumed).to.equal(true);
      const waits = await query<object>(
        base.db,
        `SELECT waits_for AS "waitsFor", due_at AS "dueAt" FROM deliveries WHERE state = 'queued' GROUP BY waits_for, due_at`,
      );
      expect(waits).to.deep.equal([{ waitsFor: null, dueAt: now }]);
    });

    it('take one person once who sends to both at the same time', async () => {
      const twin = await openCityWorld(second);
      const supporter = { ...ana, email: 'both@supporter.example' };
      const answers = await Promise.all(
        [world, twin, world, twin].map(({ http }) =>
          http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter }),
        ),
      );
      expect(
        answers.map(({ status }) => status),
        'each by a receipt of its own',
      ).to.deep.equal([201, 201, 201, 201]);
      const [{ count } = { count: 0 }] = await query<{ count: number }>(
        world.db,
        `SELECT COUNT(*) AS count FROM actions JOIN supporters ON supporters.id = supporter_id WHERE email = ?`,
        [supporter.email],
      );
      expect(count).to.equal(1);
      await expectReconciled(world);
    });
  });
}
