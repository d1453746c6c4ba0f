import { expect } from 'chai';
import { readFacts } from '../../src/comparison/index.js';
import { readCounts } from '../../src/counts/index.js';
import { seedCoalition } from '../support/coalition.js';
import { ana, ben, CITY, DAY, useWorld } from '../support/world.js';

describe('what a comparison is made of', () => {
  const world = useWorld();

  it('adds up to the campaign’s own numbers, with what partners, other links and no link brought', async () => {
    const { coalition, teachers } = await seedCoalition(world());
    const write = (supporter: object, source?: string) =>
      world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, source }).expect(201);
    await write(ana, 'teachers.newsletter');
    await write(ben, 'teachers');
    world().moveClock(7 * DAY);
    await write({ ...ana, email: 'third@supporter.example' }, 'flyer');
    await write({ ...ana, email: 'fourth@supporter.example' });
    const facts = await readFacts(world(), coalition);
    const { id } = await world().campaigns.get(CITY);
    const counts = await readCounts(world().db, id);
    const byGroup = Object.fromEntries(facts.totals.map(({ group, actions }) => [group, actions]));
    expect(byGroup).to.deep.equal({ [teachers.partnerId]: 2, links: 1, none: 1 });
    const taken = facts.totals.reduce((sum, { letters }) => sum + letters.taken, 0);
    expect(taken).to.equal(counts.letters.taken);
    expect(facts.weeks.map(({ week, group, actions }) => [week, group, actions])).to.have.deep.members([
      ['2027-03-08', teachers.partnerId, 2],
      ['2027-03-15', 'links', 1],
      ['2027-03-15', 'none', 1],
    ]);
    const state = facts.places.find(({ division }) => division === 'ocd-division/country:us/state:co');
    expect(state?.actions, 'who lives in Colorado, by the teachers').to.equal(1);
    expect(facts.campaigns).to.deep.equal([{ slug: CITY, title: (await world().campaigns.get(CITY)).file.title }]);
  });
});
