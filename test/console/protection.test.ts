import { expect } from 'chai';
import { listBlocks, tidyAbuse } from '../../src/abuse/index.js';
import { noteAlert, type NewAlert } from '../../src/abuse/store-alerts.js';
import { signIn } from '../support/organizers.js';
import { decode, faultsOf, tagOf, textsOf } from '../support/pages.js';
import { ana, ben, CITY, DAY, useWorld } from '../support/world.js';

const ROOT = '/protection';

describe('the page Protection', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const alert = async (of: Pick<NewAlert, 'kind' | 'domain' | 'network'>): Promise<void> => {
    const { id: campaignId, organizationId } = await world().campaigns.get(CITY);
    const [id, at] = [world().ids.next(), world().clock.now()];
    await noteAlert(world().db, { id, organizationId, campaignId, about: id, seen: 61, arrived: 80, at, ...of });
  };
  const linesOf = (page: string): string[] => textsOf(page, /<code class="block-pattern">([^<]*)</g);

  it('lets an organizer hold somebody’s letters, shows how many were held, and lets them go again', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const typed = { pattern: '@Supporter.Example', note: 'Two <hundred> in March', until: '2027-03-12' };
    await olga.press(await olga.get(ROOT), 'Add to the list', typed);
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    const page = await olga.get(ROOT);
    expect(linesOf(page)).to.deep.equal(['supporter.example']);
    expect(page).to.contain('1 submission, last 10 March 2027').and.to.contain('Two &lt;hundred&gt; in March');
    expect(page).to.contain('data-label="Suspected">1<').and.to.contain('data-label="Wait">1<');
    expect(page).to.contain('On the block list');
    world().moveClock(3 * DAY);
    const later = await signIn(world(), { campaign: CITY });
    expect(await later.get(ROOT)).to.contain('Expired');
    await later.press(await later.get(ROOT), 'Remove');
    expect(linesOf(await later.get(ROOT))).to.deep.equal([]);
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ben }).expect(201);
    expect(await later.get(ROOT))
      .to.contain('data-label="People">2<')
      .and.to.contain('data-label="Suspected">1<');
  });

  it('keeps what was typed where it cannot be taken', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const wrong = { pattern: 'gmail.com', note: 'x'.repeat(201), until: '2027-03-09' };
    const answer = await olga.press(await olga.get(ROOT), 'Add to the list', wrong);
    expect(answer.status).to.equal(422);
    expect(faultsOf(answer.text).map(({ id }) => id)).to.deep.equal(['pattern', 'until', 'note']);
    expect(tagOf(answer.text, 'pattern')).to.contain('gmail.com');
  });

  it('blocks what an alert is about with one press, and forgets a day later which network it was', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    await alert({ kind: 'network', domain: '', network: '203.0.113.0/24' });
    expect(decode(await olga.get(''))).to.contain('1 alert: far more than usual arrived');
    await olga.press(await olga.get(ROOT), 'Block 203.0.113.0/24', { choice: 'block' });
    expect(linesOf(await olga.get(ROOT))).to.deep.equal(['203.0.113.0/24']);
    expect(await olga.get(ROOT)).to.contain('Seen by Olga Reyes');
    expect(decode(await olga.get(`/campaigns/${CITY}`))).not.to.contain('alert: far more');
    world().moveClock(DAY + 1);
    await tidyAbuse(world());
    const later = await signIn(world(), { campaign: CITY });
    expect(await later.get(ROOT)).to.contain('61 of 80 people within five minutes wrote from one network');
    await alert({ kind: 'text', domain: '', network: null });
    await later.press(await later.get(ROOT), 'Mark as seen');
    expect(await later.get(ROOT)).not.to.contain('badge-warn">New');
  });

  it('sets how a campaign is protected, and says since when and by whom', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    expect(await olga.get(ROOT)).to.contain('Comes on by itself when programs send.');
    await olga.post(`/campaigns/${CITY}/protection`, { mode: 'on' });
    expect(await olga.get(ROOT))
      .to.contain('On now')
      .and.to.contain('Chosen by Olga Reyes, 10 March 2027');
    expect((await olga.post(`/campaigns/${CITY}/protection`, { mode: 'never' })).status).to.equal(422);
  });

  it('is only looked at by an analyst, who sees nobody’s address', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    await olga.post(`${ROOT}/blocks`, { pattern: 'bot@spam.example' });
    const analyst = await signIn(world(), { campaign: CITY, role: 'analyst', name: 'Amir Haddad' });
    const page = await analyst.get(ROOT);
    expect(linesOf(page)).to.deep.equal(['…@spam.example']);
    expect(page).not.to.contain('Add to the list').and.not.to.contain('<select');
    const { organizationId } = await world().campaigns.get(CITY);
    const [line] = await listBlocks(world().db, organizationId, { limit: 1 });
    expect((await analyst.post(`${ROOT}/blocks/${line?.id ?? ''}/remove`)).status).to.equal(403);
  });
});
