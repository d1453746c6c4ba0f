import { expect } from 'chai';
import { pino } from 'pino';
import type { Log } from '../../src/platform/log.js';
import { ana, CITY, useWorld } from '../support/world.js';

const lines: string[] = [];
const log: Log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });

describe('every answer', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('carries the headers that keep pages to themselves', async () => {
    for (const path of ['/', `/c/${CITY}`, '/nowhere', '/api/v1/campaigns', '/healthz']) {
      const { headers } = await world().http.get(path);
      expect(headers['content-security-policy'], path)
        .to.include("default-src 'none'")
        .and.include("frame-ancestors 'none'");
      expect(headers).to.include({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
      });
      expect(headers).not.to.have.any.keys('x-powered-by', 'set-cookie', 'strict-transport-security');
    }
  });

  it('refuses a form that another site sends', async () => {
    const { status } = await world()
      .http.post('/lookup')
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ postal_code: '80202' });
    expect(status).to.equal(403);
  });
});

describe('an asset', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('may be kept for a year under the address of its content, and not under any other', async () => {
    const url = world().assets.url('style.css');
    const current = await world().http.get(url);
    expect(current.headers['cache-control']).to.equal('public, max-age=31536000, immutable');
    const old = await world().http.get('/assets/0000000000/style.css');
    expect(old.text).to.equal(current.text);
    expect(old.headers['cache-control']).to.equal('no-cache');
    expect((await world().http.get(url.replace('style', 'missing'))).status).to.equal(404);
  });
});

describe('an error of the API', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const actions = `/api/v1/campaigns/${CITY}/actions`;

  it('is a problem document without detail of ours', async () => {
    const { http } = world();
    const answers = [
      [404, await http.get('/api/v1/nowhere')],
      [404, await http.get('/api/v1/campaigns/nowhere')],
      [400, await http.post(actions).type('json').send('{"supporter": ')],
      [
        413,
        await http
          .post(actions)
          .type('json')
          .send(JSON.stringify({ text: 'x'.repeat(200_000) })),
      ],
      [405, await http.get(actions)],
      [405, await http.delete('/api/v1/lookup')],
      [415, await http.post(actions).type('form').send({ email: ana.email })],
      [415, await http.post(actions).type('text').send('{}')],
      [422, await http.post(actions).send({})],
      [422, await http.get('/api/v1/lookup?zip=8020')],
    ] as const;
    for (const [status, answer] of answers) {
      expect(answer.status).to.equal(status);
      expect(answer.headers['content-type'], String(status)).to.match(/^application\/problem\+json/);
      expect(answer.headers['cache-control']).to.equal('no-store');
      const problem = JSON.parse(answer.text) as Record<string, unknown>;
      expect(problem).to.include({ status }).and.to.include.keys('type', 'title', 'detail');
      expect(answer.text).not.to.match(/node_modules|\.ts:|\\n/);
    }
  });
});

describe('an address of the API', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('names the methods it takes when asked with another', async () => {
    expect((await world().http.put(`/api/v1/campaigns/${CITY}`)).headers['allow']).to.equal('GET, HEAD');
    expect((await world().http.head(`/api/v1/campaigns/${CITY}`)).status).to.equal(200);
  });
});

describe('the log of requests', () => {
  const world = useWorld({ keepsStarterPlaces: true, given: () => ({ log }) });

  it('holds routes and numbers, and nothing about a person', async () => {
    lines.length = 0;
    const taken = await world().http.post(`/api/v1/campaigns/${CITY}/actions?who=ana`).send({ supporter: ana });
    const { receipt_url } = taken.body as { receipt_url: string };
    await world().http.get(new URL(receipt_url).pathname);
    await world().http.get('/api/v1/lookup?zip=80202');
    const text = lines.join('');
    expect(text).to.include('"route":"/r/:token"').and.include('/api/v1/campaigns/:slug/actions');
    for (const secret of [ana.email, ana.given_name, ana.postal_code, 'who=', receipt_url.slice(-22)]) {
      expect(text).not.to.include(secret);
    }
  });
});

describe('the description of the API', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('names every route under /api/v1, and problem documents for errors', async () => {
    const { paths } = (await world().http.get('/api/v1/openapi.json')).body as {
      paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>>;
    };
    expect(
      Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`)),
    ).to.have.members([
      'get /api/v1/lookup',
      'get /api/v1/campaigns',
      'get /api/v1/campaigns/{slug}',
      'get /api/v1/campaigns/{slug}/counts',
      'get /api/v1/campaigns/{slug}/challenge',
      'post /api/v1/campaigns/{slug}/actions',
    ]);
    for (const { responses } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
      for (const [status, { content }] of Object.entries(responses)) {
        const type = Number(status) < 400 ? 'application/json' : 'application/problem+json';
        expect(Object.keys(content ?? {}), status).to.deep.equal([type]);
      }
    }
  });
});
