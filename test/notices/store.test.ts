import { expect } from 'chai';
import { createNotices } from '../../src/notices/index.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { canonicalEmail, findSuppression, liftSuppression, suppress } from '../../src/supporters/index.js';
import { changeDelivery } from '../support/campaign-copies.js';
import { onEachDatabase, openTestDatabase, type TestDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { needDatabase, postgresUrl } from '../support/services.js';
import { ana, CITY, DAY, expectReconciled, MINUTE, useFolder, type World } from '../support/world.js';

const act = async (world: World, body: object = {}): Promise<string> => {
  const sent = await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana, ...body });
  return new URL((sent.body as { receipt_url: string }).receipt_url).pathname;
};
const notices = (db: Db) => query<{ kind: string; state: string }>(db, 'SELECT kind, state FROM notices ORDER BY id');

onEachDatabase('mails to supporters', (db) => {
  const folder = useFolder();

  it('go through every step, from confirming to the last question', async () => {
    const world = await openCityWorld(db());
    await changeDelivery(world, folder(), { confirm_first: true });
    await act(world, { copy: true });
    await world.mailDue();
    world.moveClock(DAY);
    await world.mailDue();
    const mail = (await world.outboxMails.list(10)).at(-1);
    const path = new URL(/\S*\/confirm\/\S*/.exec(mail?.mail.text ?? '')?.[0] ?? '').pathname;
    for (const _ of [1, 2]) expect((await world.http.post(path)).status).to.equal(303);
    await world.mailDue();
    // Previewed letters never leave, so that there is nothing to ask; one by hand was sent.
    await world.db('deliveries').where({ state: 'handed_over' }).update({ said_sent_at: world.clock.now() });
    for (const table of ['letter_counts', 'office_counts', 'source_counts'])
      await world.db(table).where({ state: 'handed_over' }).update({ said_sent: 1 });
    world.moveClock(14 * DAY);
    await world.mailDue();
    world.moveClock(7 * DAY);
    await world.mailDue();
    expect((await notices(db())).map(({ kind, state }) => `${kind} ${state}`)).to.deep.equal([
      'confirm previewed',
      'confirm-reminder previewed',
      'copy previewed',
      'ask previewed',
      'ask-reminder previewed',
    ]);
    await expectReconciled(world);
  });

  it('drop what nobody confirms, and tell of what failed', async () => {
    const world = await openCityWorld(db());
    await changeDelivery(world, folder(), { confirm_first: true });
    await act(world);
    world.moveClock(7 * DAY);
    await world.mailDue();
    await world.mailDue();
    const states = await query(db(), `SELECT DISTINCT state FROM deliveries WHERE channel = 'smtp'`);
    expect(states).to.deep.equal([{ state: 'cancelled' }]);
    await expectReconciled(world);
    // The only way from here to a failed letter is a row put there.
    await db()('deliveries').where({ state: 'cancelled' }).update({ state: 'failed', state_at: world.clock.now() });
    world.moveClock(10 * MINUTE);
    await world.mailDue();
    await world.mailDue();
    expect((await notices(db())).filter(({ kind }) => kind === 'failed')).to.deep.equal([
      { kind: 'failed', state: 'previewed' },
    ]);
  });

  it('stop for an address and go on again; "not me" outweighs and stays', async () => {
    const addressKey = 'a'.repeat(32);
    expect(await findSuppression(db(), addressKey)).to.equal(undefined);
    for (const why of ['unsubscribed', 'not-me', 'unsubscribed'] as const)
      await suppress(db(), { addressKey, why, at: 1 });
    expect(await findSuppression(db(), addressKey)).to.equal('not-me');
    await liftSuppression(db(), addressKey);
    expect(await findSuppression(db(), addressKey)).to.equal(undefined);
    expect(canonicalEmail('x@y.example')).to.equal('x@y.example');
  });
});

for (const kind of ['SQLite', 'PostgreSQL'] as const) {
  describe(`mails to supporters from two processes on ${kind}`, () => {
    const folder = useFolder();
    let base: TestDatabase;
    let second: Db;

    before(function () {
      needDatabase(this, kind);
    });
    beforeEach(async () => {
      base = await openTestDatabase(kind === 'SQLite' ? `sqlite:${folder()}/two.sqlite` : (postgresUrl ?? ''));
      second = openDb(base.url);
    });
    afterEach(async () => {
      await second.destroy();
      await base.close();
    });

    it('go out once each, three to one address, while their supporters confirm', async () => {
      const world = await openCityWorld(base.db);
      await changeDelivery(world, folder(), { confirm_first: true });
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          act(world, { supporter: { ...ana, email: `p${index}@supporter.example` } }),
        ),
      );
      const other = createNotices({ ...world, db: second, baseUrl: world.config.BASE_URL });
      await Promise.all([world.mailDue(), other.sendDue(), world.mailDue(), other.sendDue()]);
      expect(await notices(base.db)).to.deep.equal(
        Array.from({ length: 12 }, () => ({ kind: 'confirm', state: 'previewed' })),
      );
      expect(await query(base.db, 'SELECT id FROM notices WHERE attempts <> 1')).to.be.empty;
      const paths = (await world.outboxMails.list(50)).map(
        ({ mail }) => new URL(/\S*\/confirm\/\S*/.exec(mail.text)?.[0] ?? '').pathname,
      );
      world.moveClock(DAY);
      await Promise.all([...paths.map((path) => world.http.post(path)), world.mailDue(), other.sendDue()]);
      const [confirmed] = await query<{ n: number }>(base.db, 'SELECT COUNT(confirmed_at) AS n FROM actions');
      expect(Number(confirmed?.n)).to.equal(12);

      await base.db('supporters').update({ email: 'one@supporter.example' });
      await base.db('actions').update({ notice: 'copy', notice_at: world.clock.now() });
      await Promise.all([world.mailDue(), other.sendDue()]);
      expect((await notices(base.db)).filter(({ kind }) => kind === 'copy')).to.have.length(3);
      await expectReconciled(world);
    });
  });
}
