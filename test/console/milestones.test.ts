import { expect } from 'chai';
import { signIn } from '../support/organizers.js';
import { faultsOf, tagOf } from '../support/pages.js';
import { ana, CITY, NATIONAL, useWorld } from '../support/world.js';

const ROOT = `/campaigns/${CITY}/milestones`;
const hearing = {
  happened_on: '2027-03-02',
  kind: 'hearing',
  title: 'The council <heard> residents',
  text: 'Eleven spoke.',
  link: 'https://news.example.org/hearing',
  is_public: 'true',
};

describe('the milestones of a campaign', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const publicPage = async (): Promise<string> => {
    world().moveClock(6_000);
    return (await world().http.get(`/c/${CITY}`)).text;
  };

  it('stand on the public page unless they are internal, and can be changed, removed and put back', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    await olga.press(await olga.get(ROOT), 'Add the milestone', hearing);
    await olga.press(await olga.get(ROOT), 'Add the milestone', {
      ...hearing,
      title: 'A quiet call',
      is_public: 'false',
    });
    const shown = await publicPage();
    expect(shown).to.contain('What happened so far').and.to.contain('The council &lt;heard&gt; residents');
    expect(shown).not.to.contain('A quiet call');

    const [, path = ''] =
      /href="[^"]*(\/campaigns\/[^"]*\/edit)" aria-label="Change: The council/.exec(await olga.get(ROOT)) ?? [];
    await olga.press(await olga.get(path), 'Save the milestone', { kind: 'hearing', title: 'Residents were heard' });
    expect(await publicPage()).to.contain('Residents were heard');
    await olga.post(path.replace('/edit', '/remove'));
    expect(await publicPage()).not.to.contain('Residents were heard');
    await olga.press(await olga.get(ROOT), 'Undo');
    expect(await publicPage()).to.contain('Residents were heard');
  });

  it('keep what was typed where they cannot be taken', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const wrong = { ...hearing, title: '', happened_on: '2027-02-30', link: 'javascript:alert(1)' };
    const answer = await olga.press(await olga.get(ROOT), 'Add the milestone', wrong);
    expect(answer.status).to.equal(422);
    expect(faultsOf(answer.text).map(({ id }) => id)).to.deep.equal(['happened_on', 'title', 'link']);
    expect(tagOf(answer.text, 'link')).to.contain('javascript:alert(1)');
    expect(await publicPage()).not.to.contain('What happened so far');
  });

  it('are suggested where a part of the goal is reached, once, and only added by a person', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    expect(await olga.get(ROOT)).not.to.contain('Your numbers suggest');
    await world().db('action_counts').update({ actions: 130 });
    expect(await olga.get(ROOT)).to.contain('125 people wrote: 25 % of the goal');
    expect(await publicPage()).not.to.contain('125 people wrote');
    await olga.post(`${ROOT}/suggested`, { share: '25', choice: 'add' });
    expect(await olga.get(ROOT)).not.to.contain('Your numbers suggest');
    expect(await publicPage()).to.contain('125 people wrote');
    expect((await olga.post(`${ROOT}/suggested`, { share: '50', choice: 'add' })).status).to.equal(404);
    await world().db('action_counts').update({ actions: 1 });
  });

  it('of another organization are not found', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    await olga.press(await olga.get(ROOT), 'Add the milestone', hearing);
    const [{ id }] = (await world().db('milestones').select<{ id: string }[]>('id')) as [{ id: string }];
    const foreign = await signIn(world(), { campaign: NATIONAL });
    const theirs = `/campaigns/${NATIONAL}/milestones/${id}`;
    expect((await foreign.post(`${theirs}/remove`)).status).to.equal(404);
    expect((await foreign.post(`${theirs}/edit`, hearing)).status).to.equal(404);
    await foreign.http.get(`${foreign.base}${theirs}/edit`).expect(404);
  });
});
