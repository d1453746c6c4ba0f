import { expect } from 'chai';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { createTakeAction } from '../../src/actions/index.js';
import { createApp } from '../../src/app.js';
import { query, type Db } from '../../src/platform/db.js';
import { ACTIONS_PER_DAY } from '../../src/abuse/index.js';
import { limitRequests } from '../../src/web/index.js';
import { decode, formOf, submit, type PageForm } from '../support/pages.js';
import { ana, CITY, DAY, MINUTE, useWorld, type World } from '../support/world.js';

/** A proxy of ours on this machine, which names whom it asks for. */
const BEHIND_PROXY = { TRUSTED_PROXIES: '127.0.0.1' };

const API = `/api/v1/campaigns/${CITY}/actions`;

/** Somebody else each time, with the same postal code. */
const person = (number: number): typeof ana => ({ ...ana, email: `person-${number}@supporter.example` });

/** Sends one person's letters by the API from an address. */
const act = (http: TestAgent, number: number, ip: string): request.Test =>
  http
    .post(API)
    .set('X-Forwarded-For', ip)
    .send({ supporter: person(number) });

async function letterForm(http: TestAgent, ip: string): Promise<PageForm> {
  const found = await http
    .post(`/c/${CITY}/find`)
    .set('X-Forwarded-For', ip)
    .type('form')
    .send({ postal_code: ana.postal_code });
  return formOf(found.text, 'Send my 4 letters');
}

async function suspicionsOf(world: World): Promise<(string | null)[]> {
  const sql = 'SELECT suspicions FROM actions ORDER BY created_at, id';
  return (await query<{ suspicions: string | null }>(world.db, sql)).map(({ suspicions }) => suspicions);
}

/** Fills up what an address may do, without doing it. */
async function fillUp(world: World, ip: string, { most, name }: { most: number; name: string }): Promise<void> {
  const limit = {
    name,
    windows: [
      { most, seconds: 10 },
      { most, seconds: 600 },
    ],
  };
  const { narrow } = world.limits.keysOf(ip);
  for (let count = 0; count < most; count += 1) await world.limits.hit(limit, narrow);
}

describe('who asks for too much', () => {
  const world = useWorld({ keepsStarterPlaces: true, config: BEHIND_PROXY });

  it('waits with everything that was typed, and acts once room is there', async () => {
    const form = await letterForm(world().http, '203.0.113.9');
    await fillUp(world(), '203.0.113.9', { name: 'sending', most: 600 });
    const typed = { ...form.fields, ...named, own_words: ['Two lines,\r\n"mine" & <all>.'], opt_in: ['a', 'b'] };
    const sent = await postFrom('203.0.113.9', { ...form, fields: typed });
    expect([sent.status, sent.headers['cache-control']]).to.deep.equal([429, 'no-store']);
    expect(Number(sent.headers['retry-after'])).to.be.within(1, 600);
    expect(decode(sent.text)).to.include('Two lines,\r\n"mine" & <all>.').and.include('has not been sent yet');
    expect(sent.text, 'the way out of the site').to.include('data-exit');

    const again = formOf(sent.text, 'Try now');
    expect(again.action).to.equal(`/c/${CITY}`);
    expect(again.fields).to.deep.equal(typed);
    expect((await postFrom('203.0.113.10', again)).status, 'a neighbour').to.equal(303);
    world().moveClock(10 * MINUTE);
    expect((await postFrom('203.0.113.9', again)).status).to.equal(303);
    expect(await suspicionsOf(world())).to.deep.equal([null]);
  });

  it('is told by a problem on the API, and cannot help it by naming another address', async () => {
    await fillUp(world(), '203.0.113.9', { name: 'sending', most: 600 });
    for (const claimed of ['203.0.113.9', '198.51.100.7, 203.0.113.9', '10.0.0.1, 203.0.113.9']) {
      const refused = await act(world().http, 1, claimed);
      expect(refused.status).to.equal(429);
      expect(refused.type).to.equal('application/problem+json');
      expect(refused.body).to.include({ type: 'urn:clarion:problem:too-many-requests', status: 429 });
      expect(Number(refused.headers['retry-after'])).to.be.within(1, 600);
    }
    expect((await act(world().http, 1, '198.51.100.7')).status, 'another network').to.equal(201);
  });

  it('is a whole network too: an IPv6 customer with many addresses, and one with many networks', async () => {
    const ask = async (ip: string): Promise<number> =>
      (await world().http.get('/reports/nothing').set('X-Forwarded-For', ip)).status;
    const inOneNetwork = await Promise.all(
      Array.from({ length: 25 }, (_, host) => ask(`2a00:1450:4001:81b::${host.toString(16)}`)),
    );
    expect(inOneNetwork.filter((status) => status === 429)).to.have.length(5);
    const inManyNetworks = await Promise.all(
      Array.from({ length: 100 }, (_, network) => ask(`2a00:1450:4001:${network.toString(16)}::1`)),
    );
    expect(inManyNetworks.filter((status) => status === 429)).to.have.length(25);
    expect(await ask('2a00:1450:4002::1'), 'next door').to.equal(404);
  });

  it('is not a hall of 200 people who act within ten minutes from one address', async () => {
    const refused: string[] = [];
    const isRefused = gate(world());
    const asks = (method: string, path: string, times = 1): string[] => Array<string>(times).fill(`${method} ${path}`);
    const guest = [
      ...asks('POST', '/c/some/find', 2),
      ...asks('POST', '/c/some/preview'),
      ...asks('POST', '/c/some'),
      ...asks('GET', '/r/token', 30),
      ...asks('POST', '/r/token/sent', 4),
      ...asks('POST', '/confirm/token'),
    ];
    for (let count = 0; count < 200; count += 1) {
      for (const ask of guest) if (await isRefused(ask)) refused.push(ask);
      if (count % 20 === 19) world().moveClock(MINUTE);
    }
    expect(refused).to.deep.equal([]);
  });

  it('meets a limit at every form that is open to all', async () => {
    const open = postsOf(world().app.router).filter((path) => !OWN_LIMITS.test(path));
    expect(open).to.include.members(['/c/:slug', '/r/:token/confirm-again', '/api/v1/campaigns/:slug/actions']);
    let hits = 0;
    const hit: World['limits']['hit'] = (...asked) => ((hits += 1), world().limits.hit(...asked));
    const ask = gate({ ...world(), limits: { ...world().limits, hit } });
    const free: string[] = [];
    for (const path of open) {
      hits = 0;
      await ask(`POST ${path.replaceAll(/:\w+/g, 'some')}`);
      if (hits === 0) free.push(path);
    }
    expect(free, 'give these a pace in web/limit-requests.ts').to.deep.equal([]);
  });

  it('does not matter to who looks at a campaign, or stands behind a proxy that says nothing', async () => {
    await fillUp(world(), '203.0.113.9', { name: 'reading', most: 20_000 });
    const page = await world().http.get(`/c/${CITY}`).set('X-Forwarded-For', '203.0.113.9');
    const api = await world().http.get('/api/v1/campaigns').set('X-Forwarded-For', '203.0.113.9');
    expect([page.status, api.status]).to.deep.equal([200, 429]);
    expect((await world().http.get('/api/v1/campaigns')).status).to.equal(200);
  });

  const named = { given_name: ['Ana'], family_name: ['Lima'], email: [ana.email] };

  async function postFrom(ip: string, form: PageForm): Promise<request.Response> {
    const body = new URLSearchParams(
      Object.entries(form.fields).flatMap(([name, all]) => all.map((one): [string, string] => [name, one])),
    );
    return world().http.post(form.action).set('X-Forwarded-For', ip).type('form').send(body.toString());
  }
});

describe('who forges the header of a proxy', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('is counted by the connection where no proxy is trusted', async () => {
    await act(world().http, 1, '203.0.113.9');
    const { narrow } = world().limits.keysOf('203.0.113.9');
    const counted = { name: 'sending', windows: [{ most: 1, seconds: 600 }] };
    expect(await world().limits.recent(counted, narrow)).to.deep.equal([0]);
    const shared = { name: 'sending-shared', windows: [{ most: 1, seconds: 600 }], isOwn: true } as const;
    const { narrow: own } = world().limits.keysOf('127.0.0.1');
    expect(await world().limits.recent(shared, own)).to.deep.equal([1]);
  });
});

describe('many actions', () => {
  const world = useWorld({ keepsStarterPlaces: true, config: BEHIND_PROXY });
  const FLOOD = { name: 'actions-of-network', windows: [{ most: Infinity, seconds: 600 }] };
  const ALL = { name: 'actions', windows: [{ most: Infinity, seconds: 600 }] };

  it('of one network in ten minutes are held for review, those of others go on', async () => {
    const { wide } = world().limits.keysOf('203.0.113.9');
    for (let count = 0; count < 399; count += 1) await world().limits.hit(FLOOD, wide);
    expect((await act(world().http, 1, '203.0.113.9')).status).to.equal(201);
    world().moveClock(1);
    expect((await act(world().http, 2, '203.0.113.77')).status).to.equal(201);
    world().moveClock(1);
    expect((await act(world().http, 3, '198.51.100.7')).status).to.equal(201);
    expect(await suspicionsOf(world())).to.deep.equal([null, '["network-flood"]', null]);
    const states = await query<{ hold: string | null }>(
      world().db,
      `SELECT DISTINCT hold FROM deliveries JOIN letters ON letters.id = deliveries.letter_id
       JOIN actions ON actions.id = letters.action_id WHERE suspicions IS NOT NULL AND channel = 'smtp'`,
    );
    expect(states.map(({ hold }) => hold)).to.deep.equal(['review']);
  });

  it('of one network are no flood on a day on which many networks bring more', async () => {
    const { wide } = world().limits.keysOf('203.0.113.9');
    for (let count = 0; count < 450; count += 1) await world().limits.hit(FLOOD, wide);
    for (let count = 0; count < 3_000; count += 1) await world().limits.hit(ALL, '');
    await act(world().http, 1, '203.0.113.9');
    expect(await suspicionsOf(world())).to.deep.equal([null]);
  });

  it('of one person in a day are held for review from the 21st on, over all organizations', async () => {
    const { clock, db } = world();
    await act(world().http, 4, '203.0.113.9');
    await actElsewhere(db, person(1).email, Array<number>(ACTIONS_PER_DAY).fill(clock.now()));
    await actElsewhere(db, person(2).email, [
      clock.now() - DAY,
      ...Array<number>(ACTIONS_PER_DAY - 1).fill(clock.now()),
    ]);
    world().moveClock(1);
    for (const email of ['Person-1@Supporter.example', person(2).email, person(3).email]) {
      expect(
        (
          await world()
            .http.post(API)
            .send({ supporter: { ...ana, email } })
        ).status,
      ).to.equal(201);
      world().moveClock(1);
    }
    await forgetElsewhere(db);
    expect(await suspicionsOf(world())).to.deep.equal([null, '["too-many-actions"]', null, null]);
  });
});

describe('a writer for whom too many wait', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('turns people away with their letters, and takes each once when they come again', async () => {
    const { db } = world();
    const app = createApp({ ...world(), take: createTakeAction({ ...world(), maxWaiting: 1 }) });
    const http = request(app);
    const guests = Array.from({ length: 8 }, (_, number) => ({
      given_name: 'Ana',
      family_name: 'Lima',
      email: person(number).email,
    }));
    const shown = await Promise.all(
      guests.map(() => http.post(`/c/${CITY}/find`).type('form').send({ postal_code: ana.postal_code })),
    );
    let waiting = shown.map(({ text }, number) => ({ form: formOf(text, 'Send my 4 letters'), typed: guests[number] }));
    const statuses: number[] = [];
    while (waiting.length > 0) {
      const answers = await Promise.all(waiting.map(({ form, typed }) => submit(http, form, typed)));
      statuses.push(...answers.map(({ status }) => status));
      const busy = answers.filter(({ status }) => status === 503);
      expect(busy.every(({ headers }) => Number(headers['retry-after']) >= 1)).to.equal(true);
      waiting = busy.map(({ text }) => ({ form: formOf(text, 'Try now'), typed: undefined }));
    }
    expect(statuses.filter((status) => status === 303)).to.have.length(8);
    expect(statuses, 'some were turned away').to.include(503);
    const [taken] = await query<{ actions: number; letters: number }>(
      db,
      'SELECT COUNT(DISTINCT actions.id) AS actions, COUNT(*) AS letters FROM actions JOIN letters ON letters.action_id = actions.id',
    );
    expect([Number(taken?.actions), Number(taken?.letters)]).to.deep.equal([8, 32]);
  });
});

describe('a data base that is away', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('costs no step its words: the page keeps them, and is sent again', async () => {
    const away = (): Promise<never> => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    const app = createApp({ ...world(), campaigns: { ...world().campaigns, get: away } });
    for (const path of [`/c/${CITY}`, `/c/${CITY}/find`, `/c/${CITY}/preview`]) {
      const typed = { token: 'one', own_words: 'So much to say.', text: 'All of it.' };
      const kept = await request(app).post(path).type('form').send(typed);
      expect([kept.status, kept.headers['retry-after']]).to.deep.equal([503, '30']);
      const { action, fields } = formOf(kept.text, 'Try now');
      expect({ action, ...fields }).to.deep.equal({
        action: path,
        token: ['one'],
        own_words: [typed.own_words],
        text: [typed.text],
      });
    }
    const unsaved = createApp({ ...world(), take: away });
    const form = await letterForm(world().http, '127.0.0.1');
    const sent = await submit(request(unsaved), form, { given_name: 'Ana', family_name: 'Lima', email: ana.email });
    expect(sent.status).to.equal(503);
    expect((await submit(world().http, formOf(sent.text, 'Try now'))).status).to.equal(303);
  });
});

/** Doors that count tries in the data base, and the console behind them. */
const OWN_LIMITS = /^\/(?:sign-in|sign-out|reset|setup|invitation|account|console)(?:\/|$)/;

type Layer = {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
};

/** The patterns of all routes that take posts, but for those of the limits themselves. */
function postsOf(router: unknown): string[] {
  return ((router as { readonly stack?: readonly Layer[] }).stack ?? []).flatMap(({ route, handle }) =>
    route ? (route.methods['post'] ? [route.path] : []) : postsOf(handle),
  );
}

/** Tells whether a request such as `POST /c/some` is refused; nothing behind the limits is asked. */
function gate({ limits, views }: World): (asked: string) => Promise<boolean> {
  const handle = limitRequests({ limits, views, frameOf: () => Promise.resolve(undefined) });
  return (asked) =>
    new Promise((resolve) => {
      const [method = '', path = ''] = asked.split(' ');
      const response = {
        status: () => response,
        set: () => response,
        type: () => response,
        send: () => {
          resolve(true);
        },
      };
      const bare = { method, path, url: path, ip: '203.0.113.9', headers: {}, body: {} };
      const next = (error?: unknown): void => {
        resolve(error instanceof Error);
      };
      void handle(bare as never, response as never, next);
    });
}

/** What a person did at these moments in another organization, as rows that no counter knows of. */
async function actElsewhere(db: Db, email: string, moments: readonly number[]): Promise<void> {
  const copy = async (table: string, change: object): Promise<void> => {
    await db(table).insert({ ...(await db(table).first<object>('*')), ...change });
  };
  const organization_id = `elsewhere-${email}`;
  await copy('organizations', { id: organization_id, slug: organization_id });
  await copy('supporters', { id: organization_id, organization_id, email_key: email });
  for (const [number, created_at] of moments.entries()) {
    const id = `${organization_id}-${number}`;
    await copy('campaigns', { id, slug: id, organization_id });
    await copy('actions', { id, campaign_id: id, supporter_id: organization_id, token: id, created_at });
  }
}

async function forgetElsewhere(db: Db): Promise<void> {
  await db('actions').where('id', 'like', 'elsewhere-%').delete();
  await db('campaigns').where('id', 'like', 'elsewhere-%').delete();
  await db('supporters').where('id', 'like', 'elsewhere-%').delete();
  await db('organizations').where('id', 'like', 'elsewhere-%').delete();
}
