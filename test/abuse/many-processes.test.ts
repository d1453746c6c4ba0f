import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createSpikeSignal, listAlerts, type Submission } from '../../src/abuse/index.js';
import { createLog, type Log } from '../../src/platform/log.js';
import { createTallies, redisBoard, type Tallies } from '../../src/platform/rate-limits/index.js';
import { createSeal } from '../../src/platform/seal.js';
import { formOf, pressing, submit } from '../support/pages.js';
import { redisUrl, skip } from '../support/services.js';
import { ana, CITY, createWorld, HOUR, START, useWorld, type World } from '../support/world.js';

const seal = createSeal('a secret for tests only, nothing else');
const SHAPE = { name: 'test', sliceMs: 10_000, slices: 6, mostMarks: 100 };

const overRedis = (log: Log = createLog('silent'), url = redisUrl ?? ''): Tallies =>
  createTallies(redisBoard({ redisUrl: url, seal, log }));

/** Waits until a connection stands, as a process that begins does. */
async function connected(tallies: Tallies): Promise<void> {
  const about = `connection ${Math.random()}`;
  const [one, other] = [tallies.open(SHAPE, { about }), tallies.open(SHAPE, { about })];
  for (let tries = 0; tries < 100; tries += 1) {
    one.add([{ kind: 'seen', value: '' }], START);
    other.add([{ kind: 'seen', value: '' }], START);
    await tallies.exchange();
    if ((one.slicesAt(START).at(-1)?.counts.get('seen') ?? 0) > tries + 1) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('Redis was not reached within a second.');
}

describe('two processes over one Redis', () => {
  const tallies: Tallies[] = [];
  before(async function () {
    if (redisUrl === undefined) skip(this, 'no Redis; set TEST_REDIS_URL');
    tallies.push(overRedis(), overRedis());
    for (const one of tallies) await connected(one);
  });
  after(async () => {
    for (const one of tallies) await one.close();
  });
  const world = useWorld({ given: () => (tallies[0] ? { tallies: tallies[0] } : {}) });
  /** Another process over the same data base. */
  const second = (): World => {
    const { db, clock } = world();
    return createWorld({ db, clock, ...(tallies[1] && { tallies: tallies[1] }) });
  };
  const exchange = async (): Promise<void> => {
    for (const one of tallies) await one.exchange();
  };

  const act = async (person: string): Promise<void> => {
    const supporter = { ...ana, email: `${person}@supporter.example` };
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter });
  };

  it('add up what they take, and protect a campaign together', async () => {
    const both = [world(), second()];
    let bots = 0;
    const flood = async (): Promise<void> => {
      for (const { http } of both) {
        const start = formOf((await http.get(`/c/${CITY}`)).text);
        const page = (await submit(http, start, { postal_code: '80202' })).text;
        const form = pressing(formOf(page), 'Send my 4 letters');
        for (let count = 0; count < 15; count += 1, bots += 1)
          await submit(http, form, { ...ana, email: `bot${bots}@supporter.example`, comment_title: 'Buy' });
      }
    };
    await flood();
    expect(await world().db('protections').select('mode'), 'as one process sees it').to.deep.equal([]);
    // A process learns of the others whenever it has something to tell.
    for (const person of ['first', 'second']) {
      await exchange();
      world().moveClock(2_000);
      await act(person);
    }
    expect(await world().db('protections').select('mode', 'reason')).to.deep.equal([
      { mode: 'auto', reason: 'programs' },
    ]);
    const { id } = await world().campaigns.get(CITY);
    for (const { protection } of both) expect(await protection.offer(id)).to.have.property('signature');
  });

  it('raise one alert for what none of them would see alone', async () => {
    const { id: campaignId, organizationId } = await world().campaigns.get(CITY);
    const both = [world(), second()].map(createSpikeSignal);
    const send = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index += 1) {
        const origin = { ip: `203.0.113.${index}`, via: 'page', trap: '', proof: '' } as const;
        const email = `person${index}@gmail.com`;
        const who = { email, emailKey: email, givenName: 'Ana', familyName: 'Lima', words: '', request: `${index}` };
        const at = START + HOUR + index * 1_000;
        const submission: Submission = { campaignId, organizationId, at, ...who, origin };
        await both[index % 2]?.(submission);
      }
    };
    const alerts = () => listAlerts(world().db, organizationId, 99);
    await send(0, 30);
    expect(await alerts(), 'fifteen each').to.deep.equal([]);
    await exchange();
    await send(30, 34);
    const found = await alerts();
    expect(found.map(({ kind, network }) => [kind, network])).to.deep.equal([['network', '203.0.113.0/24']]);
    expect(found[0]?.seen).to.be.within(31, 34);
  });

  it('learn of slices in which they counted nothing, and tell digests only', async () => {
    const about = `campaign ${Math.random()}`;
    const network = { kind: 'network', value: '203.0.113.9' };
    const opened = tallies.map((one) => one.open(SHAPE, { about }));
    opened[0]?.add([network, network], START);
    await tallies[0]?.exchange();
    opened[1]?.add([network], START + 20_000);
    await tallies[1]?.exchange();
    const name = opened[1]?.nameOf(network) ?? '';
    expect(name).to.match(/^network [0-9a-f]{32}$/);
    const counted = opened[1]?.slicesAt(START + 20_000).map(({ counts }) => counts.get(name) ?? 0);
    expect(counted?.slice(-3)).to.deep.equal([2, 0, 1]);
    expect(opened[1]?.slicesAt(START + 70_000).map(({ counts }) => counts.get(name))).to.deep.equal([1]);
  });
});

describe('a process whose Redis is away', () => {
  it('counts by itself, says so once and keeps nobody waiting', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const told: string[] = [];
    const log = { ...createLog('silent'), warn: (_: object, text: string) => told.push(text) } as unknown as Log;
    const tallies = overRedis(log, `redis://127.0.0.1:${port}`);
    const tally = tallies.open(SHAPE, { about: 'alone' });
    for (let count = 0; count < 3; count += 1) {
      tally.add([{ kind: 'sent', value: '' }], START);
      await tallies.exchange();
    }
    expect(tally.slicesAt(START).at(-1)?.counts.get('sent')).to.equal(3);
    expect(told).to.deep.equal(['Redis is not reachable; each process watches for attacks by itself']);
    await tallies.close();
  });
});
