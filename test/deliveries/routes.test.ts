import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import supertest from 'supertest';
import { createApp } from '../../src/app.js';
import { query } from '../../src/platform/db.js';
import { decode, lettersOf, textsOf } from '../support/pages.js';
import { ana, CITY, useWorld } from '../support/world.js';

const WORDS = 'Words with <b>marks</b> & "quotes".';

describe('the outbox of a machine without a mail server', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const act = async (): Promise<string> => {
    const response = await world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: ana, letter: { own_words: WORDS } });
    await world().sendDue();
    return new URL((response.body as { receipt_url: string }).receipt_url).pathname;
  };

  it('holds letters as previewed, and neither counts nor calls them sent', async () => {
    const receipt = await act();
    expect(
      await query<object>(
        world().db,
        'SELECT state, COUNT(*) AS letters FROM deliveries GROUP BY state ORDER BY state',
      ),
    ).to.deep.equal([
      { state: 'handed_over', letters: 1 },
      { state: 'previewed', letters: 3 },
    ]);
    const counts = await world().http.get(`/api/v1/campaigns/${CITY}/counts`);
    expect((counts.body as { letters: object }).letters).to.include({
      taken: 4,
      previewed: 3,
      waiting: 0,
      delivered: 0,
    });
    const page = (await world().http.get(receipt)).text;
    expect(textsOf(page, /<p class="pill[^>]*>(.*?)<\/p>/g).slice(0, 3)).to.deep.equal(
      Array(3).fill('Not sent: preview'),
    );
    expect(decode(page))
      .to.include('this server has no mail server configured')
      .and.not.match(/Delivered|>Sent</);
  });

  it('is empty at first, and says what will come here', async () => {
    const page = decode((await world().http.get('/outbox')).text);
    expect(page).to.include('The outbox is empty.').and.include('SMTP_URL');
  });

  it('lists each letter as not sent and shows it as a mail server would get it', async () => {
    await act();
    const list = await world().http.get('/outbox');
    expect(list.headers).to.include({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    expect(textsOf(list.text, /<p class="pill[^>]*>(.*?)<\/p>/g)).to.deep.equal(Array(3).fill('Not sent: preview'));
    expect(decode(list.text)).to.include('To Mara Lindqvist <mayor@council.harbourview.example>, from Ana Lima');
    const links = [...list.text.matchAll(/href="(\/outbox\/[0-9a-z]{26})"/g)].map(([, link = '']) => link);
    expect(links).to.have.length(3);
    const letter = await world().http.get(links.at(-1) ?? '');
    expect(letter.text).not.to.include('<b>marks');
    expect(decode(letter.text)).to.include('Not sent: preview.').and.include('has not left this machine');
    expect(decode(letter.text)).to.match(
      /From: "Ana Lima \(via Harbourview Safe Stays \(example\)\)"\s+<letters@clarion\.example>/,
    );
    expect(lettersOf(letter.text)[0]).to.match(/^Dear Mayor Lindqvist,\n\nWords with <b>marks<\/b> & "quotes"\.\n\n/);
    expect(
      await query(world().db, `SELECT id FROM deliveries WHERE state = 'previewed'`),
      'looking sends nothing',
    ).to.have.length(3);
  });

  it('knows only letters that were previewed', async () => {
    await act();
    const [byHand] = await query<{ id: string }>(world().db, `SELECT id FROM deliveries WHERE state = 'handed_over'`);
    for (const id of [byHand?.id ?? '', 'nothing', '%00', '..%2F..'])
      expect((await world().http.get(`/outbox/${id}`)).status, id).to.equal(404);
  });

  it('is shown to nobody behind a proxy', async () => {
    await act();
    for (const [name, value] of [
      ['X-Forwarded-For', '203.0.113.7'],
      ['X-Forwarded-For', '127.0.0.1'],
      ['X-Forwarded-For', ''],
      ['Forwarded', 'for=203.0.113.7'],
      ['X-Real-IP', '203.0.113.7'],
      ['Via', '1.1 proxy'],
      ['Host', 'letters.example'],
      ['Host', 'localhost.letters.example'],
      ['Host', '127.0.0.1.letters.example:3000'],
    ] as const) {
      for (const path of ['/outbox', '/outbox/', '/outbox/anything', '/OUTBOX']) {
        const response = await world().http.get(path).set(name, value);
        expect(response.status, `${path} with ${name}: ${value}`).to.equal(403);
        expect(response.text).not.to.match(/Ana|Lima|Lindqvist/);
      }
    }
  });

  it('is shown by each name of this machine, with any port', async () => {
    for (const host of ['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:80', '[::1]', '[::1]:3000'])
      expect((await world().http.get('/outbox').set('Host', host)).status, host).to.equal(200);
  });

  it('is not shown while BASE_URL names a public address, since a proxy may make anyone look local', async () => {
    const app = createApp({ ...world(), config: { ...world().config, BASE_URL: 'https://letters.example' } });
    expect((await supertest(app).get('/outbox').set('Host', 'localhost')).status).to.equal(403);
  });

  it('is not shown to who asks as nginx does by itself', async () => {
    const server = createServer(world().app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.end('GET /outbox HTTP/1.0\r\nHost: 127.0.0.1:3000\r\n\r\n');
    let answer = '';
    for await (const part of socket) answer += String(part);
    server.close();
    expect(answer).to.match(/^HTTP\/1\.1 403 /);
  });

  describe('asked in another way than from this machine', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clarion-'));
    const socketPath = join(folder, 'http.sock');
    let server: Server;
    beforeEach((done) => {
      server = createServer(world().app).listen(socketPath, done);
    });
    afterEach((done) => {
      server.close(done);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('is not shown', async () => {
      // A socket without an address stands for every address that is not the loopback's.
      const status = await new Promise<number | undefined>((resolve, reject) => {
        request({ socketPath, path: '/outbox' }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).to.equal(403);
    });
  });
});

describe('the outbox beside a mail server', () => {
  const world = useWorld({
    keepsStarterPlaces: true,
    config: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'letters@mail.clarion.example' },
  });

  it('says that new letters are sent, and shows none of them', async () => {
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
    const page = decode((await world().http.get('/outbox')).text);
    expect(page).to.include('A mail server is configured now').and.not.include('Lindqvist');
  });
});
