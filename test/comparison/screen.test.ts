import { get, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { createScreens } from '../../src/comparison/index.js';
import { touchCoalitions } from '../../src/partners/index.js';
import { COALITION, seedCoalition } from '../support/coalition.js';
import { listenApp } from '../support/chromium.js';
import { signIn } from '../support/organizers.js';
import { ana, CITY, DAY, NATIONAL, useWorld } from '../support/world.js';

const SCREEN = `/compare/${COALITION}/screen`;

describe('the screen of a coalition for a room', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const set = async (changes: object): Promise<void> => {
    await world().db('coalitions').update(changes);
    await touchCoalitions(world().db);
    world().coalitions.forget();
  };
  /** Actions that only the counters know; `undo` puts things right again. */
  const count = async (people: number): Promise<void> => {
    await world().db('action_counts').update({ actions: people });
  };

  it('is there for members alone until it is public and its day has come', async () => {
    const { teachers } = await seedCoalition(world());
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'owner' });
    const { http } = world();
    await http.get(SCREEN).expect(404);
    await http.get(`${SCREEN}/live`).expect(404);
    await foreign.http.get(SCREEN).expect(404);
    await teachers.owner.http.get(SCREEN).expect(200);
    await set({ is_public: 1, embargo_until: world().clock.now() + DAY });
    const early = await http.get(SCREEN).expect(200);
    expect(early.text).to.contain('Not open yet').and.not.to.contain('people wrote');
    await http.get(`${SCREEN}/live`).expect(404);
    await teachers.owner.http.get(SCREEN).expect(200);
    world().moveClock(DAY);
    const open = await http.get(SCREEN).expect(200);
    expect(open.headers).not.to.have.property('set-cookie');
    expect(open.text).to.contain('http-equiv="refresh"');
    await world().db('partners').where({ id: teachers.partnerId }).update({ state: 'left' });
    await set({ is_public: 0 });
    await teachers.owner.http.get(SCREEN).expect(404);
  });

  it('says which number it is, shows none of a few, and leads to the partner that is asked for', async () => {
    const { coalition } = await seedCoalition(world());
    await set({ is_public: 1, goal: 100 });
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    const few = (await world().http.get(SCREEN)).text;
    expect(few).to.contain('fewer than 10').and.to.contain('different people wrote').and.to.contain('value="0"');
    await count(42);
    const many = (await world().http.get(`${SCREEN}?partner=teachers`)).text;
    expect(many)
      .to.match(/data-text="people">42</)
      .and.to.contain('42 % of the goal');
    expect(many).to.contain(`/c/${CITY}/p/teachers`).and.to.contain('Write with Harbourview Teachers');
    await world().http.get(`${SCREEN}?partner=faith`).expect(404);
    await world().http.get(`${SCREEN}?campaign=${NATIONAL}`).expect(404);
    // Over two campaigns, different people are those of the count that is in force.
    const second = await world().campaigns.get(NATIONAL);
    await world().db('coalition_campaigns').insert({ campaign_id: second.id, coalition_id: coalition.id, added_at: 1 });
    await set({ generation: 0 });
    expect((await world().http.get(SCREEN)).text).to.contain('people wrote, counted once for each campaign');
    const reach = { coalition_id: coalition.id, generation: 1, kind: 'all', a: '', b: '', people: 37 };
    await world().db('coalition_reach').insert(reach);
    await set({ generation: 1 });
    expect((await world().http.get(SCREEN)).text)
      .to.match(/data-text="people">37</)
      .and.to.contain('different people');
    await world().db('coalition_reach').where({ coalition_id: coalition.id }).delete();
    await world().db('coalition_campaigns').where({ campaign_id: second.id }).delete();
    await set({ generation: 0 });
    await count(1);
  });

  it('is told by one poller for all, in a stream that ends when the program does', async () => {
    const { coalition } = await seedCoalition(world());
    await set({ is_public: 1 });
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    const { base, server } = await listenApp(world().app);
    const response = await new Promise<IncomingMessage>((resolve) => {
      get(`${base}${SCREEN}/live`, resolve);
    });
    const ended = new Promise((resolve) => response.once('end', resolve));
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    while (!text.includes('event: numbers')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(text)
      .to.contain('"people":"fewer than 10"')
      .and.not.to.match(/Ana|Lima/);
    world().screens.close();
    await ended;
    await new Promise((resolve) => server.close(resolve));
    const screens = createScreens({ ...world(), everyMs: 5 });
    let ends = 0;
    const told = await Promise.all(
      [1, 2].map(() => new Promise((tell) => screens.follow(coalition, { tell, end: () => (ends += 1) }))),
    );
    expect(told[0]).to.equal(told[1]);
    screens.close();
    expect(ends).to.equal(2);
  });
});
