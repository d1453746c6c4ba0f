import { expect } from 'chai';
import { listCoalitionMilestones, reachedMarks, touchCoalitions } from '../../src/partners/index.js';
import { COALITION, seedCoalition } from '../support/coalition.js';
import { ana, CITY, NATIONAL, useWorld } from '../support/world.js';

const ROOT = `/coalitions/${COALITION}/milestones`;
const meeting = {
  happened_on: '2027-03-02',
  kind: 'meeting',
  title: 'Teachers met the mayor',
  text: '',
  link: '',
  is_public: 'true',
};

describe('the milestones of a coalition', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('are seen by all partners at once, and by everybody when the lead agrees', async () => {
    const { coalition, lead, teachers, chamber } = await seedCoalition(world());
    const open = async (): Promise<string[]> =>
      (await listCoalitionMilestones(world().db, coalition, { isPublic: true })).map(({ title }) => title);
    await teachers.owner.press(await teachers.owner.get(ROOT), 'Add the milestone', meeting);
    expect(await chamber.owner.get(ROOT))
      .to.contain('Teachers met the mayor')
      .and.to.contain('Waits for the lead');
    expect(await open()).to.deep.equal([]);
    const [, path = ''] = /action="\/console\/[^/]+([^"]+)\/publish"/.exec(await lead.owner.get(ROOT)) ?? [];
    for (const act of ['publish', 'remove', 'edit'])
      expect((await chamber.owner.post(`${path}/${act}`, meeting)).status, act).to.equal(403);
    expect((await teachers.owner.post(`${path}/publish`)).status).to.equal(403);
    await lead.owner.post(`${path}/publish`);
    expect(await open()).to.deep.equal(['Teachers met the mayor']);
    // What the lead agreed to was another text.
    await teachers.owner.press(await teachers.owner.get(`${path}/edit`), 'Save the milestone', {
      ...meeting,
      title: 'Other words',
    });
    expect(await open()).to.deep.equal([]);
    await lead.owner.post(`${path}/remove`);
    expect(await chamber.owner.get(ROOT)).not.to.contain('Other words');
    expect((await chamber.owner.post(ROOT, { ...meeting, title: '' })).text).to.contain('Nothing you typed is lost');
  });

  it('tell shares of the goal on the day that the counters know, and of nobody few', () => {
    const days = [
      { day: '2027-03-01', actions: 9 },
      { day: '2027-03-03', actions: 25 },
      { day: '2027-03-04', actions: 970 },
    ];
    expect(reachedMarks(40, days)).to.deep.equal([
      { on: '2027-03-03', title: '10 people wrote: 25 % of the goal', people: 10 },
      { on: '2027-03-03', title: '20 people wrote: 50 % of the goal', people: 20 },
      { on: '2027-03-03', title: '30 people wrote: 75 % of the goal', people: 30 },
      { on: '2027-03-04', title: 'The goal is reached: 40 people wrote', people: 40 },
      { on: '2027-03-04', title: 'The first 1,000 people wrote', people: 1000 },
    ]);
    expect(reachedMarks(8, days).map(({ people }) => people)).to.deep.equal([1000]);
    expect(reachedMarks(null, [])).to.deep.equal([]);
  });

  it('stand below the goal and how far the coalition is', async () => {
    const { lead } = await seedCoalition(world());
    await world().db('coalitions').update({ goal: 5000 });
    await touchCoalitions(world().db);
    world().coalitions.forget();
    expect(await lead.owner.get(ROOT))
      .to.contain('Fewer than 10')
      .and.to.contain('5,000 different people');
  });

  it('leave a share of the goal untold until different people are counted, over several campaigns', async () => {
    const { coalition, lead, teachers } = await seedCoalition(world());
    const second = await world().campaigns.get(NATIONAL);
    await world().db('coalition_campaigns').insert({ campaign_id: second.id, coalition_id: coalition.id, added_at: 1 });
    const overview = async (generation: number): Promise<string> => {
      await world().db('coalitions').update({ goal: 50, generation });
      await touchCoalitions(world().db);
      world().coalitions.forget();
      return lead.owner.get(`/coalitions/${COALITION}`);
    };
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    await world().db('action_counts').update({ actions: 42 });
    expect(await overview(0))
      .to.contain('counted once for each campaign')
      .and.not.to.contain('% of the goal');
    const reach = { coalition_id: coalition.id, generation: 1, kind: 'all', a: '', b: '', people: 37 };
    await world().db('coalition_reach').insert(reach);
    expect(await overview(1)).to.match(/<strong>37<\/strong> different people wrote so far[\s\S]*74 % of the goal: 50/);
    await world().db('action_counts').update({ actions: 1 });
    expect(await teachers.owner.get(`/coalitions/${COALITION}`)).to.contain('Fewer than 10 people wrote');
    await world().db('coalition_reach').delete();
    await world().db('coalition_campaigns').where({ campaign_id: second.id }).delete();
    await overview(0);
  });
});
