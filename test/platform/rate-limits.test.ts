import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createLog } from '../../src/platform/log.js';
import { networkOf } from '../../src/platform/network.js';
import {
  createRateLimits,
  memoryCounters,
  redisCounters,
  type Counters,
  type RateLimits,
} from '../../src/platform/rate-limits/index.js';
import { createSeal } from '../../src/platform/seal.js';
import { redisUrl, skip } from '../support/services.js';

const START = Date.UTC(2027, 2, 10, 15);
const SECOND = 1_000;
const log = createLog('silent');

/** Limits over counters, with a clock of their own. */
function limitsOver(
  counters: Counters,
  scale = 1,
): { readonly limits: RateLimits; readonly moveClock: (ms: number) => void } {
  let now = START;
  const seal = createSeal('a secret for tests only, nothing else');
  const limits = createRateLimits({ counters, seal, clock: { now: () => now }, scale });
  return { limits, moveClock: (ms) => void (now += ms) };
}

/** Other names each time: what is counted in Redis outlives a test. */
const newName = (): string => `test-${randomBytes(6).toString('hex')}`;

const drivers: Readonly<Record<string, () => Counters>> = {
  memory: memoryCounters,
  redis: () => redisCounters(redisUrl ?? '', log),
};

for (const [name, open] of Object.entries(drivers)) {
  describe(`the limits: ${name}`, () => {
    let counters: Counters;
    before(function () {
      if (name === 'redis' && redisUrl === undefined) skip(this, 'no Redis; set TEST_REDIS_URL');
      counters = open();
    });
    after(() => {
      (counters as Counters | undefined)?.close();
    });

    it('have room for a burst, and for less when it goes on', async () => {
      const { limits, moveClock } = limitsOver(counters);
      const limit = {
        name: newName(),
        windows: [
          { most: 3, seconds: 10 },
          { most: 5, seconds: 60 },
        ],
      };
      const hit = () => limits.hit(limit, 'somebody');
      for (const count of [1, 2, 3]) expect((await hit()).counts).to.deep.equal([count, count]);
      moveClock(4 * SECOND);
      expect(await hit(), 'a burst').to.deep.equal({ isOver: true, counts: [4, 4], retryAfterSeconds: 6 });
      expect((await limits.hit(limit, 'somebody else')).isOver).to.equal(false);
      moveClock(6 * SECOND);
      expect((await hit()).isOver, 'after the burst').to.equal(false);
      expect(await hit(), 'going on').to.deep.equal({ isOver: true, counts: [2, 6], retryAfterSeconds: 50 });
      moveClock(50 * SECOND);
      expect((await hit()).isOver, 'a minute later').to.equal(false);
    });

    it('count many at once, each of them', async () => {
      const { limits } = limitsOver(counters);
      const limit = { name: newName(), windows: [{ most: 50, seconds: 600 }] };
      const hits = await Promise.all(Array.from({ length: 200 }, () => limits.hit(limit, 'all')));
      expect(hits.filter(({ isOver }) => !isOver)).to.have.length(50);
      expect(await limits.recent(limit, 'all')).to.deep.equal([200]);
    });

    it('tell how many there were lately without counting', async () => {
      const { limits, moveClock } = limitsOver(counters);
      const limit = { name: newName(), windows: [{ most: Infinity, seconds: 60 }] };
      expect(await limits.recent(limit, 'campaign')).to.deep.equal([0]);
      for (let count = 0; count < 40; count += 1) await limits.hit(limit, 'campaign');
      moveClock(75 * SECOND);
      await limits.hit(limit, 'campaign');
      expect(await limits.recent(limit, 'campaign'), 'a quarter of a minute has passed').to.deep.equal([31]);
      moveClock(60 * SECOND);
      expect((await limits.recent(limit, 'campaign'))[0]).to.equal(0.75);
    });
  });
}

describe('the limits of each process', () => {
  it('go on in memory when Redis does not answer', async function () {
    this.timeout(10_000);
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const counters = redisCounters(`redis://127.0.0.1:${port}`, log);
    const { limits } = limitsOver(counters);
    const limit = { name: 'gone', windows: [{ most: 2, seconds: 600 }] };
    const isOver = async (): Promise<boolean> => (await limits.hit(limit, 'somebody')).isOver;
    expect([await isOver(), await isOver(), await isOver()]).to.deep.equal([false, false, true]);
    expect(await limits.recent(limit, 'somebody')).to.deep.equal([3]);
    counters.close();
  });

  it('go on in memory when Redis takes calls and says nothing', async function () {
    this.timeout(10_000);
    const mute = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const counters = redisCounters(`redis://127.0.0.1:${(mute.address() as AddressInfo).port}`, log);
    const { limits } = limitsOver(counters);
    const hit = await limits.hit({ name: 'mute', windows: [{ most: 2, seconds: 600 }] }, 'somebody');
    expect(hit).to.deep.equal({ isOver: false, counts: [1], retryAfterSeconds: 0 });
    counters.close();
    mute.close();
  });

  it('are as wide as the operator wants them', async () => {
    const limit = { name: 'scaled', windows: [{ most: 4, seconds: 600 }] };
    for (const [scale, most] of [
      [0.25, 1],
      [4, 16],
      [Infinity, 40],
    ] as const) {
      const { limits } = limitsOver(memoryCounters(), scale);
      const hits = await Promise.all(Array.from({ length: 40 }, () => limits.hit(limit, 'somebody')));
      expect(hits.filter(({ isOver }) => !isOver)).to.have.length(most);
    }
  });

  it('know a network by digests that nobody can turn back, others each day', () => {
    const { limits, moveClock } = limitsOver(memoryCounters());
    const today = limits.keysOf('203.0.113.9');
    expect(limits.keysOf('203.0.113.9')).to.deep.equal(today);
    expect(JSON.stringify(today)).to.not.include('203');
    expect(today.narrow).to.match(/^[0-9a-f]{64}$/);
    const neighbour = limits.keysOf('203.0.113.10');
    expect([neighbour.wide === today.wide, neighbour.narrow === today.narrow]).to.deep.equal([true, false]);
    moveClock(24 * 3600 * SECOND);
    const tomorrow = limits.keysOf('203.0.113.9');
    expect([tomorrow.narrow === today.narrow, tomorrow.wide === today.wide]).to.deep.equal([false, false]);
  });
});

describe('the network of an address', () => {
  const networks: Readonly<Record<string, readonly [text: string, wide: string, isShared: boolean]>> = {
    '203.0.113.9': ['203.0.113.9', '203.0.113', false],
    '8.8.4.4': ['8.8.4.4', '8.8.4', false],
    '::ffff:8.8.4.4': ['8.8.4.4', '8.8.4', false],
    '2a00:1450:4001:81b::200e': ['2a00:1450:4001:81b', '2a00:1450:4001', false],
    '2A00:1450:4001:081B:ffff:0:0:1': ['2a00:1450:4001:81b', '2a00:1450:4001', false],
    '2a00:1450:4001:81c::1': ['2a00:1450:4001:81c', '2a00:1450:4001', false],
    '2a00::1': ['2a00:0:0:0', '2a00:0:0', false],
    '127.0.0.1': ['127.0.0.1', '127.0.0', true],
    '10.1.2.3': ['10.1.2.3', '10.1.2', true],
    '100.64.0.1': ['100.64.0.1', '100.64.0', true],
    '::1': ['0:0:0:0', '0:0:0', true],
    'fd00::1': ['fd00:0:0:0', 'fd00:0:0', true],
    'no address': ['unknown', 'unknown', true],
  };
  for (const [ip, [text, wide, isShared]] of Object.entries(networks)) {
    it(`of ${ip} is ${text}, and with its neighbours ${wide}`, () => {
      expect(networkOf(ip)).to.deep.equal({ text, wide, isShared });
    });
  }
});
