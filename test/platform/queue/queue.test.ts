import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import Bull from 'bull';
import { expect } from 'chai';
import { pino } from 'pino';
import { createLog, type Log } from '../../../src/platform/log.js';
import {
  createBullQueue,
  createEmbeddedQueue,
  MAX_IDS_PER_CALL,
  type Queue,
} from '../../../src/platform/queue/index.js';
import { redisUrl, skip } from '../../support/services.js';

type Line = { readonly msg: string } & Readonly<Record<string, unknown>>;

/** A log that can be read. */
function readableLog(): { readonly log: Log; readonly lines: Line[] } {
  const lines: Line[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  return { log, lines };
}

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A handler that notes the ids it is given. */
const hearing =
  (heard: string[]) =>
  (call: readonly string[]): Promise<void> => {
    heard.push(...call);
    return Promise.resolve();
  };

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `id-${index}`);

const newName = (): string => `test-${randomBytes(6).toString('hex')}`;

/** A Bull queue of a test's own name, so that it meets nobody else's calls. */
const bullOver = (url: string, log: Log): Queue => createBullQueue(url, log, { name: newName() });

const drivers: Readonly<Record<string, (log: Log) => Queue>> = {
  embedded: createEmbeddedQueue,
  bull: (log) => bullOver(redisUrl ?? '', log),
};

for (const [name, create] of Object.entries(drivers)) {
  describe(`the queue: ${name}`, () => {
    let queue: Queue;
    let read: ReturnType<typeof readableLog>;
    const open = async (): Promise<void> => {
      read = readableLog();
      queue = create(read.log);
      await until(queue.isUp);
    };
    before(function () {
      if (name === 'bull' && redisUrl === undefined) skip(this, 'no Redis; set TEST_REDIS_URL');
    });
    beforeEach(open);
    afterEach(() => queue.close());

    it('says which it is', () => {
      expect(queue.name).to.equal(name);
    });

    it('carries ids to the consumer, also those announced before it came', async () => {
      const heard: string[] = [];
      queue.announce(['early']);
      queue.consume(hearing(heard));
      queue.announce(['late', 'later']);
      await until(() => heard.length === 3);
      expect(heard).to.have.members(['early', 'late', 'later']);
    });

    it('cuts more ids than one call may carry into several calls', async () => {
      const calls: (readonly string[])[] = [];
      queue.consume(async (call) => {
        await Promise.resolve(calls.push(call));
      });
      const all = ids(2 * MAX_IDS_PER_CALL + 1);
      queue.announce(all);
      await until(() => calls.flat().length === all.length);
      expect(calls.flat()).to.have.members(all);
      expect(calls.map((call) => call.length).sort((a, b) => a - b)).to.deep.equal([
        1,
        MAX_IDS_PER_CALL,
        MAX_IDS_PER_CALL,
      ]);
    });

    it('takes the same ids twice without harm, and an announcement of none', async () => {
      const heard: string[] = [];
      queue.consume(hearing(heard));
      queue.announce([]);
      queue.announce(['a']);
      queue.announce(['a']);
      queue.announce(['end']);
      await until(() => heard.filter((id) => id === 'a').length === 2 && heard.includes('end'));
      expect(read.lines).to.deep.equal([]);
    });

    it('goes on after a handler that throws, and logs no id', async () => {
      const heard: string[] = [];
      queue.consume(async (call) => {
        await hearing(heard)(call);
        if (call.includes('bad')) throw new TypeError('bad id');
      });
      queue.announce(['bad']);
      await until(() => read.lines.length === 1);
      queue.announce(['good']);
      await until(() => heard.includes('good'));
      expect(read.lines).to.have.length(1);
      expect(read.lines[0]).to.include({ msg: 'a queue call failed', error: 'TypeError', rows: 1 });
    });

    it('goes on after a handler that throws before it promises anything', async () => {
      const heard: string[] = [];
      queue.consume((call) => {
        if (call.includes('bad')) throw new TypeError('at once');
        heard.push(...call);
        return Promise.resolve();
      });
      queue.announce(['bad']);
      await until(() => read.lines.length === 1);
      queue.announce(['good']);
      await until(() => heard.length === 1);
    });

    it('closes when the handler that runs is done, and calls nobody afterwards', async () => {
      const heard: string[] = [];
      let end = (): void => undefined;
      const ending = new Promise<void>((resolve) => (end = resolve));
      queue.consume(async (call) => {
        heard.push(`begin ${call.join()}`);
        await ending;
        heard.push(`end ${call.join()}`);
      });
      queue.announce(['a']);
      await until(() => heard.length === 1);
      const closing = queue.close().then(() => heard.push('closed'));
      setImmediate(end);
      await closing;
      expect(heard).to.deep.equal(['begin a', 'end a', 'closed']);
      queue.announce(['b']);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(heard).to.have.length(3);
      await queue.close();
    });
  });
}

describe('the queue over a Redis that is away', () => {
  let proxy: Proxy;
  const opened: Queue[] = [];
  const openQueue = (log: Log): Queue => {
    const queue = bullOver(proxy.url, log);
    opened.push(queue);
    return queue;
  };
  before(function () {
    if (redisUrl === undefined) skip(this, 'no Redis; set TEST_REDIS_URL');
  });
  beforeEach(async () => {
    proxy = await startProxy();
  });
  afterEach(async () => {
    for (const queue of opened.splice(0)) await queue.close();
    await proxy.close();
  });

  it('drops what is announced from the start, at once and silently, and closes', async () => {
    await proxy.breakOff();
    const { log, lines } = readableLog();
    const queue = openQueue(log);
    queue.consume(() => Promise.resolve());
    queue.announce(ids(1000));
    expect(await queue.isUp()).to.equal(false);
    await until(() => lines.length > 0);
    await queue.close();
    expect(lines.map(({ msg }) => msg)).to.deep.equal([
      'Redis is not reachable; letters wait and are found by the sweep',
    ]);
  });

  it('tells one line of an outage, carries calls again when Redis is back, and tells the next outage', async () => {
    const { log, lines } = readableLog();
    const queue = openQueue(log);
    const heard: string[] = [];
    queue.consume(hearing(heard));
    await until(queue.isUp);
    for (const outage of [1, 2]) {
      await proxy.breakOff();
      await until(async () => !(await queue.isUp()));
      queue.announce(['lost']);
      await until(() => lines.length >= outage);
      // Each of the connections tries again meanwhile.
      if (outage === 1) await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(lines, JSON.stringify(lines)).to.have.length(outage);
      await proxy.restore();
      await until(queue.isUp);
      await until(() => {
        queue.announce([`back ${outage}`]);
        return heard.includes(`back ${outage}`);
      });
    }
    await queue.close();
    expect(heard).not.to.include('lost');
  });

  it('closes while Redis is away and while it is silent', async () => {
    for (const trouble of [proxy.breakOff, proxy.fallSilent]) {
      const { log } = readableLog();
      const queue = openQueue(log);
      queue.consume(() => Promise.resolve());
      await until(queue.isUp);
      await trouble();
      queue.announce(['lost']);
      await queue.close();
      await proxy.restore();
    }
  });
});

/** Stands between the queue and Redis, and can cut or hold up every connection. */
type Proxy = {
  readonly url: string;
  readonly breakOff: () => Promise<void>;
  readonly fallSilent: () => Promise<void>;
  readonly restore: () => Promise<void>;
  readonly close: () => Promise<void>;
};

async function startProxy(): Promise<Proxy> {
  const { hostname, port } = new URL(redisUrl ?? '');
  const sockets = new Set<Socket>();
  let isSilent = false;
  const listen = async (at: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = connect(Number(port || 6379), hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          for (const other of [near, far]) other.destroy();
        });
      }
      near.on('data', (part) => isSilent || far.write(part));
      far.on('data', (part) => isSilent || near.write(part));
    });
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const at = (server.address() as AddressInfo).port;
  const breakOff = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: `redis://127.0.0.1:${at}`,
    breakOff,
    fallSilent: () => {
      isSilent = true;
      return Promise.resolve();
    },
    restore: async () => {
      isSilent = false;
      if (!server.listening) server = await listen(at);
    },
    close: breakOff,
  };
}

describe('a call that a killed process had', () => {
  before(function () {
    if (redisUrl === undefined) skip(this, 'no Redis; set TEST_REDIS_URL');
  });

  it('goes to another one when its lock has run out', async () => {
    const name = newName();
    const lockMs = 300;
    const killed = new Bull(name, redisUrl ?? '', { prefix: '{clarion}', settings: { lockDuration: lockMs } });
    const queue = createBullQueue(redisUrl ?? '', createLog('silent'), { name, lockMs });
    const heard: string[] = [];
    try {
      await until(queue.isUp);
      queue.announce(ids(3));
      expect((await killed.getNextJob())?.data).to.deep.equal({ ids: ids(3) });
      await killed.close(true);
      queue.consume(hearing(heard));
      await until(() => heard.length > 0);
      expect(heard).to.deep.equal(ids(3));
    } finally {
      await queue.close();
    }
  });
});
