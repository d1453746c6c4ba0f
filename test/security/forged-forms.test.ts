import { expect } from 'chai';
import { signIn } from '../support/organizers.js';
import { fillPath, routesOf, type Route } from '../support/routes.js';
import { CITY, useWorld } from '../support/world.js';

const config = { BASE_URL: 'https://letters.example' };

/** How a page of somebody else shows in what a browser sends. */
const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.letters.example' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: config.BASE_URL },
  { Origin: 'https://evil.example' },
  { Origin: 'https://letters.example.evil.example' },
  { Origin: 'https://letters.example:8443' },
  { Origin: 'null' },
  { Referer: 'https://evil.example/letters.example' },
  { Referer: 'nonsense' },
];

const OWN: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
  { 'Sec-Fetch-Site': 'none' },
  { Origin: config.BASE_URL },
  { Referer: `${config.BASE_URL}/c/x` },
];

describe('each form, sent by a page of somebody else', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true, config });
  const posts = (): Route[] => routesOf(world().app).filter(({ method }) => method !== 'get');

  it('is refused, with whatever the browser says or an older one does', async () => {
    const faults: string[] = [];
    for (const [index, { method, path }] of posts().entries()) {
      expect(method, path).to.equal('post');
      // The check is one and the same before all routes; a few of them show all its forms.
      for (const headers of index % 20 === 0 ? FOREIGN : FOREIGN.slice(0, 4)) {
        const { status } = await world().http.post(fillPath(path, {})).set(headers);
        if (status !== 403) faults.push(`${path} ${JSON.stringify(headers)}: ${status}`);
      }
    }
    expect(posts()).to.have.length.above(100);
    expect(faults).to.deep.equal([]);
  });

  it('is taken from its own page, from a program and from a mail server’s one click', async () => {
    for (const headers of OWN) {
      const sent = world().http.post('/lookup').set(headers).type('form').send({ postal_code: '80202' });
      expect((await sent).status, JSON.stringify(headers)).to.equal(200);
    }
  });

  it('is of no use without the token, where somebody is signed in', async () => {
    const olga = await signIn(world(), { campaign: CITY, role: 'owner' });
    const faults: string[] = [];
    // Routes of the console are walked in test/console/matrix.test.ts.
    const doors = posts().filter(({ path }) => /^\/(?:sign-|account|reset|setup|invit|coalition-)/.test(path));
    expect(doors).to.have.length.above(18);
    for (const { path } of doors) {
      for (const csrf of ['', 'wrong', undefined]) {
        const sent = olga.http.post(fillPath(path, {})).set('Cookie', `__Host-clarion=${olga.cookie}`).type('form');
        const { status } = await sent.send({ csrf });
        if (status !== 403) faults.push(`${path} ${String(csrf)}: ${status}`);
      }
    }
    expect(faults).to.deep.equal([]);
    expect(await world().sessions.find(olga.cookie), 'still signed in').not.to.equal(undefined);
  });

  it('is not taken as the API’s JSON, and no address takes another method in its place', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', '']) {
      const sent = world().http.post(`/api/v1/campaigns/${CITY}/actions`).set('Content-Type', type);
      expect((await sent.send('{"supporter": {}}')).status, type).to.equal(415);
    }
    for (const headers of [{ 'X-HTTP-Method-Override': 'POST' }, { 'X-Method-Override': 'DELETE' }]) {
      expect((await world().http.get('/lookup?_method=POST').set(headers)).status).to.equal(303);
    }
    for (const method of ['put', 'patch', 'delete', 'trace', 'options'] as const) {
      const { status, headers } = await world().http[method](`/c/${CITY}`);
      expect(headers, method).not.to.have.property('access-control-allow-origin');
      if (method !== 'options') expect(status, method).to.be.within(400, 499);
    }
  });
});
