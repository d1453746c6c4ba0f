import { expect } from 'chai';
import { ana, CITY, useWorld } from '../support/world.js';

const ACTIONS = `/api/v1/campaigns/${CITY}/actions`;
const POISON = '"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}}';

describe('fields that nobody asked for', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const isPolluted = (): boolean => 'isAdmin' in {};

  it('change no object of the program, in JSON, a form or a query', async () => {
    const { http } = world();
    const supporter = JSON.stringify(ana).replace('{', `{${POISON},`);
    await http.post(ACTIONS).type('json').send(`{${POISON}, "supporter": ${supporter}}`);
    for (const path of ['/lookup', `/c/${CITY}/find`, `/c/${CITY}`, '/sign-in', '/u/x']) {
      const sent = http.post(path).type('form');
      const { status } = await sent.send(
        '__proto__[isAdmin]=1&__proto__.isAdmin=1&constructor[prototype][isAdmin]=1&__proto__=x',
      );
      expect(status, path).to.be.below(500);
      expect((await http.get(`${path}?__proto__[isAdmin]=1&toString=x&__proto__=x`)).status, path).to.be.below(500);
    }
    expect(isPolluted()).to.equal(false);
  });

  it('set nothing that a person may not set', async () => {
    const more = { id: 'mine', state: 'sent', organization_id: 'x', campaign_id: 'x', confirmed_at: 1, role: 'owner' };
    const sent = world()
      .http.post(ACTIONS)
      .send({ ...more, supporter: { ...ana, ...more, is_blocked: false } });
    expect((await sent).status).to.be.oneOf([201, 422]);
    const rows = await world().db('actions').select<{ id: string }[]>('id');
    expect(rows.map(({ id }) => id)).not.to.include('mine');
    expect(await world().db('deliveries').where({ state: 'sent' })).to.be.empty;
  });

  it('given twice are taken once, or found at fault, and never fail', async () => {
    const { http } = world();
    for (const path of ['/lookup', `/c/${CITY}/find`, `/c/${CITY}`]) {
      const { status } = await http.post(path).type('form').send('postal_code=80202&postal_code=00000&email=a&email=b');
      expect(status, path).to.be.below(500);
    }
    expect((await http.get('/api/v1/lookup?zip=80202&zip=10001')).status).to.equal(422);
    expect((await http.get(`/c/${CITY}?source=a&source=b`)).status).to.equal(200);
  });
});

describe('a request that names another host', () => {
  const world = useWorld({ keepsStarterPlaces: true, config: { BASE_URL: 'https://letters.example' } });

  it('is answered with our own addresses alone', async () => {
    const foreign = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' };
    const taken = await world().http.post(ACTIONS).set(foreign).send({ supporter: ana });
    expect((taken.body as { receipt_url: string }).receipt_url).to.match(/^https:\/\/letters\.example\/r\//);
    for (const path of [`/c/${CITY}`, '/', '/sign-in', '/console/x', '/api/v1/openapi.json', '/robots.txt']) {
      const { text, headers } = await world().http.get(path).set(foreign);
      expect(text + JSON.stringify(headers), path).not.to.include('evil.example');
    }
  });
});
