import { expect } from 'chai';
import { firstSetupToken } from '../../src/organizers/index.js';
import { browser, GOOD, leadsTo, press, pressOn } from '../support/accounts.js';
import { olga, organizationOf } from '../support/organizers.js';
import { faultsOf, tagOf } from '../support/pages.js';
import { CITY, DAY, useWorld } from '../support/world.js';

describe('the first start', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const link = async (): Promise<string> => `/setup/${(await firstSetupToken(world())) ?? expect.fail('no link')}`;
  const typed = { ...olga, password: GOOD };
  const harbor = { organization_name: 'Harbor Alliance', postal_address: '1 Pier, Harbourview' };

  it('leads from the printed link to an organization of one’s own, once', async () => {
    const path = await link();
    const http = browser(world());
    const made = await press(http, path, 'Make the account', { ...typed, ...harbor });
    expect(leadsTo(made)).to.equal('/console/harbor-alliance');
    const home = await http.get('/console/harbor-alliance').expect(200);
    expect(home.text).to.include('Harbor Alliance').and.to.include('Welcome.');
    await browser(world()).get(path).expect(404);
    expect(await firstSetupToken(world()), 'no further link').to.equal(undefined);
  });

  it('gives organizations of campaign folders to whom ticks them, and no others', async () => {
    const { id, slug } = await organizationOf(world(), CITY);
    const http = browser(world());
    const made = await press(http, await link(), 'Make the account', { ...typed, own: id });
    expect(leadsTo(made)).to.equal(`/console/${slug}`);
    expect(await world().db('members').select<object[]>('role')).to.deep.equal([{ role: 'owner' }]);
  });

  it('says all that is wrong at once, and keeps what was typed but the password', async () => {
    const http = browser(world());
    const path = await link();
    const wrong = { name: '<b>Olga</b>', email: 'olga', password: 'password1234', organization_slug: 'Not A Slug' };
    const again = await press(http, path, 'Make the account', wrong);
    expect(again.status).to.equal(422);
    expect(faultsOf(again.text).map(({ id }) => id)).to.have.members([
      ...['email', 'password', 'organization_name', 'postal_address'],
    ]);
    expect(tagOf(again.text, 'name')).to.include('value="&lt;b&gt;Olga&lt;/b&gt;"');
    expect(again.text).not.to.include('password1234');
    const taken = { ...typed, ...harbor, organization_slug: (await organizationOf(world(), CITY)).slug };
    const third = await pressOn(http, again.text, 'Make the account', taken);
    expect(faultsOf(third.text)[0]?.id).to.equal('organization_slug');
    expect(await world().db('users').select('id'), 'nothing half made').to.deep.equal([]);
  });

  it('does not take an old link, a newer one’s elder, or a stranger’s form', async () => {
    const first = await link();
    const second = await link();
    const http = browser(world());
    await http.get(first).expect(404);
    const { text } = await http.get(second).expect(200);
    await browser(world())
      .post(second)
      .type('form')
      .send({ ...typed, ...harbor })
      .expect(403);
    await http.post(second).set('Origin', 'https://evil.example').type('form').send({}).expect(403);
    world().moveClock(DAY);
    await http.get(second).expect(404);
    expect((await pressOn(http, text, 'Make the account', { ...typed, ...harbor })).status).to.equal(404);
  });
});
