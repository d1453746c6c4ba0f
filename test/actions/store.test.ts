import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { onEachDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { ana, ben, CITY, expectReconciled, type World } from '../support/world.js';

onEachDatabase('actions at one moment', (db) => {
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
    expect([first.status, second.status].sort()).to.deep.equal([200, 201]);
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

  const cityId = async (): Promise<string> =>
    (await query<{ id: string }>(db(), 'SELECT id FROM campaigns WHERE slug = ?', [CITY]))[0]?.id ?? '';
  /** A campaign of the same organization that nobody wrote in. */
  const otherCampaign = async (): Promise<string> => {
    const [city] = await query<object>(db(), 'SELECT * FROM campaigns WHERE slug = ?', [CITY]);
    await db()('campaigns').insert({ ...city, id: 'other', slug: 'other' });
    return 'other';
  };
});
