import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import request from 'supertest';
import { createApp } from '../../src/app.js';
import { createStrain } from '../../src/platform/strain.js';
import { createWebServer, type Patience } from '../../src/web/index.js';
import { ana, CITY, useWorld } from '../support/world.js';

const PAGE = `/c/${CITY}`;

/** A server that waits no longer for slow senders than a test may take. */
const IMPATIENT = { headersMs: 400, requestMs: 400, lookMs: 20 };

describe('a server whose senders mean it ill', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let server: Server;
  const sockets: Socket[] = [];

  const listen = async (patience: Patience = {}): Promise<void> => {
    server = createWebServer(world().app, patience).listen(0, '127.0.0.1');
    await once(server, 'listening');
  };
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  // What is written at once is sent with the connection, so that a busy machine is not taken for a slow sender.
  const open = (): Socket => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
    sockets.push(socket);
    return socket.on('error', () => undefined);
  };
  /** All that the server says until it hangs up. */
  const untilClosed = async (socket: Socket): Promise<string> => {
    let said = '';
    socket.on('data', (part: string) => (said += part));
    await once(socket, 'close');
    return said;
  };
  const ask = async (socket: Socket): Promise<string> => {
    socket.write(`HEAD ${PAGE} HTTP/1.1\r\nHost: letters.example\r\n\r\n`);
    return String((await once(socket, 'data'))[0]);
  };

  it('hangs up on who sends headers or a form bit by bit, or nothing, and serves everybody else', async () => {
    await listen(IMPATIENT);
    const [header, form, silent] = [open(), open(), open()];
    header.write(`GET ${PAGE} HTTP/1.1\r\nHost: letters.example\r\n`);
    form.write(`POST ${PAGE} HTTP/1.1\r\nHost: letters.example\r\nContent-Length: 500\r\n`);
    form.write('Content-Type: application/x-www-form-urlencoded\r\n\r\n');
    const dripping = setInterval(() => {
      for (const socket of [header, form]) if (socket.writable) socket.write('X-Slow: 1\r\n');
    }, 20);
    const said = Promise.all([header, form, silent].map(untilClosed));
    try {
      expect(await ask(open())).to.match(/^HTTP\/1\.1 200 /);
      for (const answer of await said) expect(answer).to.match(/^HTTP\/1\.1 408 /);
    } finally {
      clearInterval(dripping);
    }
    expect(await ask(open())).to.match(/^HTTP\/1\.1 200 /);
  });

  it('refuses headers without end', async () => {
    await listen();
    const socket = open();
    socket.write(`GET ${PAGE} HTTP/1.1\r\nHost: letters.example\r\nX-Long: ${'x'.repeat(20_000)}`);
    expect(await untilClosed(socket)).to.match(/^HTTP\/1\.1 431 /);
  });

  it('tells who sends too much how much it takes, and reads nothing of what has no end', async () => {
    await listen();
    const tooLong = { own_words: 'x'.repeat(200_000) };
    const { status, text } = await world().http.post(PAGE).type('form').send(tooLong);
    expect(status).to.equal(413);
    expect(text).to.include('160 KB at the most').and.include('Nothing of it was taken');
    const socket = open();
    socket.write(`POST ${PAGE} HTTP/1.1\r\nHost: letters.example\r\nContent-Length: 5000000000\r\n`);
    socket.write('Content-Type: application/x-www-form-urlencoded\r\n\r\nown_words=');
    expect(await untilClosed(socket)).to.match(/^HTTP\/1\.1 413 [^]*Nothing of it was taken/);
  });

  it('keeps 300 connections at rest, answers others beside them, and them when they ask', async () => {
    await listen();
    const resting = Array.from({ length: 300 }, open);
    for (const answer of await Promise.all(resting.map(ask))) expect(answer).to.match(/^HTTP\/1\.1 200 /);
    expect(await ask(open())).to.match(/^HTTP\/1\.1 200 /);
    for (const answer of await Promise.all(resting.map(ask))) expect(answer).to.match(/^HTTP\/1\.1 200 /);
  });
});

describe('a process that is far behind with its work', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let isTooMuch = false;
  const http = () => request(createApp(world(), { isTooMuch: () => isTooMuch }));
  beforeEach(() => (isTooMuch = true));

  it('sends pages and look-ups away for some seconds, from where a page comes again by itself', async () => {
    const early = http();
    for (const path of [PAGE, `/embed/${CITY}`, '/', '/api/v1/lookup?zip=80202', '/compare/nowhere']) {
      const { status, headers, text } = await early.get(path);
      expect(status, path).to.equal(503);
      expect(Number(headers['retry-after'])).to.be.within(3, 10);
      expect(headers).to.include({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
      const isApi = path.startsWith('/api/');
      expect(headers['content-type']).to.match(isApi ? /^application\/problem\+json/ : /^text\/html/);
      expect(headers['refresh'], path).to.equal(isApi ? undefined : headers['retry-after']);
      expect(text).to.include('More is waiting here');
    }
    isTooMuch = false;
    await early.get(PAGE).expect(200);
  });

  it('still takes letters, and shows what became of them', async () => {
    const late = http();
    const taken = await late.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
    expect(taken.status).to.equal(201);
    const { receipt_url } = taken.body as { receipt_url: string };
    await late.get(new URL(receipt_url).pathname).expect(200);
    await late.get('/healthz').expect(200);
  });
});

describe('how far behind a process is', () => {
  it('is told by a timer that rings late, also before it rings, and over when one rings in time', () => {
    let moment = 0;
    let ring: (() => void) | undefined;
    const strain = createStrain({ now: () => moment, later: (due) => (ring = due) });
    expect(strain.isTooMuch()).to.equal(false);
    moment = 900;
    expect(strain.isTooMuch()).to.equal(false);
    moment = 1_200;
    expect(strain.isTooMuch(), 'the timer has not rung').to.equal(true);
    ring?.();
    expect(strain.isTooMuch(), 'it rang late').to.equal(true);
    moment += 50;
    ring?.();
    expect(strain.isTooMuch(), 'the next one rang in time').to.equal(false);
  });
});
