import { join } from 'node:path';
import { expect } from 'chai';
import { eraseDue, eraseSupporter } from '../../src/people/index.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { organizationOf } from '../support/organizers.js';
import { needDatabase, postgresUrl } from '../support/services.js';
import { ana, CITY, DAY, expectReconciled, useFolder, type World } from '../support/world.js';

for (const kind of ['SQLite', 'PostgreSQL'] as const) {
  describe(`people in two processes over one data base on ${kind}`, () => {
    const folder = useFolder();
    let base: TestDatabase;
    let second: Db;
    let one: World;
    let other: World;

    before(function () {
      needDatabase(this, kind);
    });
    beforeEach(async () => {
      base = await openTestDatabase(kind === 'SQLite' ? `sqlite:${join(folder(), 'two.sqlite')}` : (postgresUrl ?? ''));
      second = openDb(base.url);
      one = await openCityWorld(base.db);
      other = await openCityWorld(second);
    });
    afterEach(async () => {
      await second.destroy();
      await base.close();
    });
    const act = (world: World, email: string) =>
      world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: { ...ana, email } });

    it('are erased whole while they write again, and then they are new', async () => {
      const { id: organizationId } = await organizationOf(one, CITY);
      const wish = { userId: null, who: 'Olga', waiting: 'cancel' } as const;
      const email = 'again@supporter.example';
      await act(one, email);
      for (let round = 0; round < 6; round++) {
        const [known] = await query<{ id: string }>(base.db, 'SELECT id FROM supporters WHERE email = ?', [email]);
        const erasing = known && eraseSupporter(one, { organizationId, supporterId: known.id }, wish);
        const answers = await Promise.all([act(other, email), act(one, email), act(other, email)]);
        await erasing;
        for (const { status } of answers) expect(status).to.be.oneOf([200, 201]);
      }
      const halves = await query(
        base.db,
        `SELECT supporters.id FROM supporters LEFT JOIN actions ON supporter_id = supporters.id
          WHERE (erased_at IS NULL) = (given_name = '') OR (erased_at IS NULL) = (email = '') OR actions.id IS NULL`,
      );
      expect(halves, 'erased, or as they wrote').to.be.empty;
      const erased = await query<{ n: number }>(
        base.db,
        'SELECT COUNT(*) AS n FROM erasures WHERE done_at IS NOT NULL',
      );
      expect(erased[0]?.n).to.be.greaterThan(0);
      await expectReconciled(one);
    });

    it('are erased by one of them once their time is over, and a killed one’s work is taken on', async () => {
      for (let index = 0; index < 5; index++) await act(one, `p${index}@supporter.example`);
      await base.db('deliveries').update({ state: 'delivered' });
      for (const table of ['letter_counts', 'office_counts']) await base.db(table).delete();
      await base.db('organizations').update({ keep_people_days: 30 });
      for (const world of [one, other]) world.moveClock(31 * DAY);
      // A process that died in the middle of a run, with two counted.
      const [organization] = await query<{ id: string }>(base.db, 'SELECT id FROM organizations');
      const died = {
        organization_id: organization?.id,
        due_at: 1,
        lease_until: one.clock.now() + 60_000,
        started_at: 5,
        people: 2,
      };
      await base.db('retention_runs').insert(died);
      await Promise.all([eraseDue(one), eraseDue(other)]);
      expect(await query(base.db, 'SELECT id FROM erasures'), 'the dead one’s lease holds').to.be.empty;
      for (const world of [one, other]) world.moveClock(61_000);
      await Promise.all([eraseDue(one), eraseDue(other), eraseDue(one)]);
      expect(await query(base.db, 'SELECT id FROM erasures')).to.have.length(5);
      const log = await query<object>(base.db, 'SELECT who, detail FROM audit_entries');
      expect(log).to.deep.equal([{ who: 'Clarion', detail: 'texts of 0 actions, 7 people' }]);
    });
  });
}
