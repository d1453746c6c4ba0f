import { get, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { createLive, type Live } from '../../../src/console/dashboard/live.js';
import { mayStillSee, putMember } from '../../../src/organizers/index.js';
import { listenApp } from '../../support/chromium.js';
import { organizationOf, signIn } from '../../support/organizers.js';
import { ana, ben, CITY, HOUR, NATIONAL, useWorld } from '../../support/world.js';

const QUICK_MS = 5;

describe('numbers that move while somebody looks', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let live: Live | undefined;
  afterEach(() => live?.close());

  const write = async (supporter: object): Promise<void> => {
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter }).expect(201);
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let tries = 0; !isSo(); tries++) {
      if (tries > 400) expect.fail('it did not happen');
      await new Promise((resolve) => setTimeout(resolve, QUICK_MS));
    }
  };

  it('are told to everybody who follows, once for each change, and read once for them all', async () => {
    live = createLive({ ...world(), everyMs: QUICK_MS });
    const { id, file } = await world().campaigns.get(CITY);
    const people: string[][] = [[], []];
    let reads = 0;
    world().db.on('query', ({ sql }: { sql: string }) => (reads += /FROM office_counts/.test(sql) ? 1 : 0));
    const stops = people.map((told) =>
      live?.follow(
        { id, timeZone: file.time_zone },
        { tell: ({ texts }) => told.push(JSON.stringify(texts)), end: () => undefined },
      ),
    );
    const saysEverywhere = (count: number): boolean =>
      people.every((told) => told.at(-1)?.includes(`"people":"${count}"`));
    await until(() => saysEverywhere(0));
    expect(reads, 'one look for both').to.be.at.least(1);
    await write(ana);
    await until(() => saysEverywhere(1));
    // A look may fall between two counters of one action: the next one then tells the rest. After that it is quiet.
    const before = reads;
    await until(() => reads > before + 2);
    const told = people.map((texts) => texts.length);
    const later = reads;
    await until(() => reads > later + 2);
    expect(
      people.map((texts) => texts.length),
      'nothing is told where nothing changed',
    ).to.deep.equal(told);
    for (const texts of people) expect(new Set(texts).size, 'each telling is news').to.equal(texts.length);
    for (const stop of stops) stop?.();
    await write(ben);
    const after = reads;
    await new Promise((resolve) => setTimeout(resolve, QUICK_MS * 10));
    expect(reads - after, 'nobody follows, nobody reads').to.be.at.most(1);
    expect(people.map((texts) => texts.length)).to.deep.equal(told);
  });

  it('come as a stream that ends when the program does', async () => {
    await write(ana);
    const olga = await signIn(world(), { campaign: CITY, role: 'analyst' });
    const { base, server } = await listenApp(world().app);
    const headers = { Cookie: `clarion=${olga.cookie}` };
    const response = await new Promise<IncomingMessage>((resolve) => {
      get(`${base}${olga.base}/campaigns/${CITY}/live`, { headers }, resolve);
    });
    expect(response.headers['content-type']).to.match(/^text\/event-stream/);
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    await until(() => text.includes('event: numbers'));
    expect(text).to.contain('"people":"1"');
    expect(text, 'nothing of a person').not.to.match(/Ana|Lima|@/);
    // As the program stops: it would wait for a stream that stays open.
    const began = performance.now();
    world().live.close();
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeIdleConnections();
    });
    expect(performance.now() - began).to.be.below(2_000);
  });

  it('end for who signed out, was idle too long, or is no member any more, and do not count as use', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const { id: organizationId } = await organizationOf(world(), CITY);
    const tools = { ...world(), baseUrl: world().config.BASE_URL };
    const cookies = `clarion=${olga.cookie}`;
    const isLetIn = (): Promise<boolean> => mayStillSee(tools, { cookies, organizationId });
    expect(await isLetIn()).to.equal(true);
    expect(await mayStillSee(tools, { cookies: undefined, organizationId })).to.equal(false);
    const { id: foreign } = await organizationOf(world(), NATIONAL);
    expect(await mayStillSee(tools, { cookies, organizationId: foreign })).to.equal(false);
    world().moveClock(11 * HOUR);
    expect(await isLetIn()).to.equal(true);
    world().moveClock(2 * HOUR);
    expect(await isLetIn(), 'asking kept nobody signed in').to.equal(false);
    world().moveClock(-13 * HOUR);
    await world().db('members').where({ user_id: olga.userId }).delete();
    expect(await isLetIn()).to.equal(false);
    await putMember(world().db, { organizationId, userId: olga.userId, role: 'analyst', sinceAt: 0 });
    await olga.press(await olga.get(''), 'Sign out');
    expect(await isLetIn()).to.equal(false);
  });
});
