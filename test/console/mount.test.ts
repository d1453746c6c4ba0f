import { expect } from 'chai';
import { signIn } from '../support/organizers.js';
import { CITY, NATIONAL, useWorld } from '../support/world.js';

describe('the console', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('asks a stranger to sign in, and leads back to the page', async () => {
    const { headers } = await world().http.get('/console/some-organization?x=1').expect(303);
    expect(headers['location']).to.equal('/sign-in?to=%2Fconsole%2Fsome-organization%3Fx%3D1');
  });

  it('shows an organizer their campaigns and nobody else’s', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const html = await olga.get('');
    expect(html).to.contain((await world().campaigns.get(CITY)).file.title);
    expect(html).not.to.contain((await world().campaigns.get(NATIONAL)).file.title);
  });

  it('is to members of another organization as if it did not exist', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const foreign = await signIn(world(), { campaign: NATIONAL });
    await foreign.http.get(olga.base).expect(404);
    await foreign.http.get('/console/there-is-none').expect(404);
  });

  it('answers an address with a NUL in it, and a version that is no number, like any other', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    await olga.http.get(`${olga.base}/people/%00`).expect(404);
    const base = { base: '1e300', 'file:campaign.yaml': 'title: x' };
    expect((await olga.post(`/campaigns/${CITY}/source`, base)).status).to.equal(404);
  });

  it('is left by signing out', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const out = await olga.press(await olga.get(''), 'Sign out');
    expect(out.status).to.equal(303);
    await olga.http.get(olga.base).expect(303);
  });
});
