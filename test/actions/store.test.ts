import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { onEachDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { ana, ben, CITY, DAY, expectReconciled, START, type World } from '../support/world.js';

onEachDatabase('actions that are stored', (db) => {
  let world: World;
  beforeEach(async () => {
    world = await openCityWorld(db());
  });
  afterEach(async () => {
    await expectReconciled(world);
  });
  const act = (supporter: object, key: string) =>
    world.http.post(`/api/v1/campaigns/${CITY}/actions`).set('Idempotency-Key', key).send({ supporter });
  const emails = async (): Promise<string[]> =>
    (await query<{ email: string }>(db(), 'SELECT email FROM supporters ORDER BY email')).map(({ email }) => email);

  it('leave nothing of a person whose request was refused, whether it came later or together', async () => {
    await act(ana, 'same');
    expect((await act(ben, 'same')).status).to.equal(409);
    expect(await emails()).to.deep.equal([ana.email]);
    const cleo = { ...ana, email: 'cleo@supporter.example' };
    const [first, second, refused] = await Promise.all([act(cleo, 'cleo'), act(cleo, 'same'), act(ben, 'same')]);
    expect([first.status, second.status], 'as a new person with a key of another').to.deep.equal([201, 409]);
    expect(refused.status).to.equal(409);
    expect(await emails()).to.deep.equal([ana.email, cleo.email]);
  });

  it('keep a person who is known from before when a request of theirs is refused', async () => {
    await act(ana, 'same');
    await act(ben, 'first');
    await db()('actions')
      .where({ given_name: ben.given_name })
      .update({ campaign_id: await otherCampaign() });
    expect((await act(ben, 'same')).status).to.equal(409);
    expect(await emails()).to.deep.equal([ana.email, ben.email]);
    await db()('actions')
      .where({ given_name: ben.given_name })
      .update({ campaign_id: await cityId() });
  });

  it('record a box that is ticked by who writes again, once, and never take one back', async () => {
    const send = (opt_ins: object, key: string) =>
      world.http
        .post(`/api/v1/campaigns/${CITY}/actions`)
        .set('Idempotency-Key', key)
        .send({ supporter: ana, opt_ins, source: key });
    const consents = () =>
      query(db(), 'SELECT source, organization, given_at AS "givenAt" FROM consents JOIN actions ON id = action_id');
    const ticked = { 'harbourview-safe-stays': true };
    await send({}, 'first');
    expect(await consents()).to.be.empty;
    world.moveClock(DAY);
    await send(ticked, 'second');
    const given = [{ source: 'first', organization: 'harbourview-safe-stays', givenAt: START + DAY }];
    expect(await consents()).to.deep.equal(given);
    world.moveClock(DAY);
    await Promise.all([send(ticked, 'third'), send(ticked, 'third'), send({}, 'fourth')]);
    await send({ 'harbourview-safe-stays': false }, 'fifth');
    expect(await consents()).to.deep.equal(given);
    const counts = await world.http.get(`/api/v1/campaigns/${CITY}/counts`);
    expect(counts.body).to.include({ actions: 1, opt_ins: 1 });
    await world.http
      .post(`/api/v1/campaigns/${CITY}/actions`)
      .set('Idempotency-Key', 'first')
      .send({ supporter: ben, opt_ins: ticked });
    expect(await consents(), 'a refused request consents to nothing').to.deep.equal(given);
  });

  const cityId = async (): Promise<string> =>
    (await query<{ id: string }>(db(), 'SELECT id FROM campaigns WHERE slug = ?', [CITY]))[0]?.id ?? '';
  /** A campaign of the same organization that nobody wrote in. */
  const otherCampaign = async (): Promise<string> => {
    const [city] = await query<object>(db(), 'SELECT * FROM campaigns WHERE slug = ?', [CITY]);
    await db()('campaigns').insert({ ...city, id: 'other', slug: 'other' });
    return 'other';
  };
});
