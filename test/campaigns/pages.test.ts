import { expect } from 'chai';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { ana, CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';
import { writeCampaign, YAML, yamlWith } from './folders.js';

const SECOND = 1_000;
const FIRST_LOAD_BYTES = 60_000;

/** Elements that make a browser fetch something, with what they fetch. */
const FETCHED =
  /<(?:script|link|img|iframe|source|video|audio|object|embed|input)\b[^>]*?\s(?:src|href|data|srcset)="([^"]*)"/g;

describe('a campaign’s page', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const page = (query = '') => world().http.get(`/c/${CITY}${query}`).set('Accept-Encoding', 'identity');

  it('names the campaign, what is asked, who asks, and where help is', async () => {
    const { status, text, headers } = await page();
    expect(status).to.equal(200);
    expect(headers['content-type']).to.equal('text/html; charset=utf-8');
    expect(text).to.include('<title>Train hotel staff in Harbourview to notice trafficking</title>');
    expect(text).to.include('<strong>We ask them to:</strong> <span lang="en" dir="ltr">Pass an ordinance');
    expect(text).to.include('Harbourview Safe Stays (example), 1 Example Street, Harbourview.');
    expect(text).to.include('<strong>Before you read on:</strong> This page speaks about human trafficking');
    expect(text).to.include('<a href="tel:18883737888">1-888-373-7888</a>');
    expect(text).to.match(/<a class="exit" href="https:\/\/www\.weather\.gov\/" rel="noopener noreferrer nofollow"/);
    expect(text).to.include('Open until 31 December 2028.');
  });

  it('sets no cookie and fetches nothing from elsewhere', async () => {
    const { text, headers } = await page();
    expect(headers).not.to.have.property('set-cookie');
    const fetched = [...text.matchAll(FETCHED)].map(([, address = '']) => address);
    expect(fetched, 'icon, style, script and the modules that it imports').to.have.length(6);
    for (const address of fetched) expect(address).to.match(/^\/assets\/[\w-]{10}\//);
    expect(text).not.to.match(/<style|\sstyle="|\son[a-z]+="|<script(?![^>]* src=)/);
    expect(headers['content-security-policy']).to.include("default-src 'none'");
  });

  it('needs less than 60 KB for the first look, packed or not', async () => {
    const { text } = await page();
    const fetched = [...text.matchAll(FETCHED)].map(([, address = '']) => address);
    for (const encoding of ['identity', 'gzip', 'br']) {
      const answers = [`/c/${CITY}`, ...fetched].map((address) =>
        world().http.get(address).set('Accept-Encoding', encoding).expect(200),
      );
      const bytes = (await Promise.all(answers)).map(({ headers }) => Number(headers['content-length']));
      const total = bytes.reduce((sum, size) => sum + size, 0);
      expect(total, encoding).to.be.within(2_000, FIRST_LOAD_BYTES);
    }
    const sheet = await world().http.get(fetched.find((address) => address.endsWith('.css')) ?? '');
    expect(sheet.text).not.to.match(/@import|url\((?!["']?data:)/);
  });

  it('comes packed as the browser wants it, and says that it depends on that', async () => {
    const plain = await page();
    for (const [accepted, encoding] of [
      ['gzip', 'gzip'],
      ['gzip, deflate, br', 'br'],
      ['br;q=0, gzip', 'gzip'],
      ['gzip;q=0', undefined],
      ['', undefined],
    ] as const) {
      const packed = await world().http.get(`/c/${CITY}`).set('Accept-Encoding', accepted);
      expect(packed.headers['content-encoding'], accepted).to.equal(encoding);
      expect(packed.headers['vary']).to.match(/accept-encoding/i);
      expect(packed.text).to.equal(plain.text);
    }
  });

  it('is not sent again to a browser that has it', async () => {
    const first = await page();
    const etag = String(first.headers['etag']);
    expect(etag).to.match(/^"[\w-]+"$/);
    expect(first.headers['cache-control']).to.equal('public, max-age=10');
    for (const held of [etag, `"other", ${etag}`, `W/${etag}`]) {
      const again = await page().set('If-None-Match', held);
      expect([again.status, again.text, again.headers['etag']]).to.deep.equal([304, '', etag]);
    }
    expect((await page().set('If-None-Match', '"other"')).status).to.equal(200);
    expect((await world().http.get(`/c/${CITY}`).set('Accept-Encoding', 'br')).headers['etag']).not.to.equal(etag);
  });

  it('answers a HEAD with the same headers and no body', async () => {
    const head = await world().http.head(`/c/${CITY}`).set('Accept-Encoding', 'identity');
    const { headers, text } = await page();
    expect(head.headers['content-length']).to.equal(String(Buffer.byteLength(text)));
    expect(head.headers['etag']).to.equal(headers['etag']);
  });

  it('shows how many people have written, five seconds late at the most', async () => {
    const before = await page();
    expect(before.text).to.include('<strong>0</strong> people have written. The goal is 500.');
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
    world().moveClock(4.9 * SECOND);
    expect((await page()).text).to.equal(before.text);
    world().moveClock(0.1 * SECOND);
    const after = await page().set('If-None-Match', String(before.headers['etag']));
    expect(after.status).to.equal(200);
    expect(after.text).to.include('<strong>1</strong> person has written. The goal is 500.');
  });

  it('carries the source of the link into the form', async () => {
    for (const [source, kept] of [
      ['partner-a', 'partner-a'],
      ['News.2027_03', 'news.2027_03'],
      ['%20a%20', 'a'],
    ] as const) {
      expect((await page(`?source=${source}`)).text).to.include(`<input type="hidden" name="source" value="${kept}">`);
    }
  });

  it('takes a hostile source for none', async () => {
    const plain = (await page()).text;
    expect(plain).not.to.include('name="source"');
    for (const source of [
      '%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
      'a%0d%0aSet-Cookie:%20a=b',
      'a'.repeat(41),
      '-a',
      '..',
      'é',
      '',
      'a&source=b',
    ]) {
      expect((await page(`?source=${source}`)).text, source).to.equal(plain);
    }
  });
});

describe('a campaign that is not open', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const show = async (yaml: string): Promise<string> => {
    await loadCampaignFolder(world(), writeCampaign(folder(), { 'campaign.yaml': yaml }));
    world().moveClock(5 * SECOND);
    return (await world().http.get('/c/night-shelter').expect(200)).text;
  };

  for (const [kind, change, sentence, title] of [
    ['draft', 'status: draft', 'This campaign is being prepared and takes no letters yet.', 'In preparation'],
    ['paused', 'status: paused', 'This campaign is paused and takes no letters at the moment.', 'Paused for now'],
    [
      'closed',
      'closes_at: 2027-03-09',
      'This campaign closed on 9 March 2027. It takes no more letters.',
      'This campaign is over',
    ],
    ['scheduled', 'opens_at: 2027-03-11 08:00', 'This campaign opens on 11 March 2027, 08:00 UTC.', 'Not open yet'],
  ] as const) {
    it(`says so when it is ${kind}, shows no form and takes no letter`, async () => {
      const text = await show(`${YAML}${change}\n`);
      expect(text).to.include(sentence).and.include(title);
      expect(text).not.to.match(/<form|Open until/);
      const told = (await world().http.get('/api/v1/campaigns/night-shelter')).body as { reason: string };
      expect(told).to.deep.include({ open: false, status: kind, missing: [] });
      expect(told.reason).to.include(sentence);
      const { status } = await world().http.post('/api/v1/campaigns/night-shelter/actions').send({ supporter: ana });
      expect(status).to.equal(409);
    });
  }

  it('names the data that are missing, and the command that brings them', async () => {
    const { text } = await world().http.get(`/c/${NATIONAL}`);
    const missing =
      'the members of the United States House of Representatives; which ZIP code lies in which district of the United States House of Representatives';
    expect(text).to.include(`because data are missing on this server: ${missing}.`);
    expect(text).to.include(`${missing}:<br><code>clarion data update us</code>`);
    expect(text).not.to.include('<form');
  });

  it('names a missing list of UK members, and its command', async () => {
    const { text } = await world().http.get('/c/uk-supply-chains');
    expect(text).to.include('<code>clarion data import uk-mps FILE</code>');
  });

  it('opens by itself when its moment has come', async () => {
    expect(await show(`${YAML}opens_at: 2027-03-10 15:01\n`)).not.to.include('<form');
    world().moveClock(60 * SECOND);
    expect((await world().http.get('/c/night-shelter')).text).to.include('<form');
  });
});

describe('texts of an organizer on a page', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const hostile = `<script>alert("1")</script> & 'b'`;
  const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;b&#x27;';

  it('are shown as text, in the page and in the list', async () => {
    const quoted = JSON.stringify(hostile);
    const yaml = [/title: .*/, /summary: .*/, /ask: .*/]
      .reduce((text, line) => yamlWith(line, `${line.source.split(':')[0] ?? ''}: ${quoted}`, text), YAML)
      .concat(`example: ${quoted}\n`);
    await loadCampaignFolder(world(), writeCampaign(folder(), { 'campaign.yaml': yaml, 'page.md': `## ${hostile}\n` }));
    world().moveClock(2 * SECOND);
    for (const address of ['/c/night-shelter', '/']) {
      const { text } = await world().http.get(address);
      expect(text).to.include(escaped);
      expect(text).not.to.include('<script>');
    }
  });
});

describe('the front page', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('lists campaigns that are open and others that are not, with the reason', async () => {
    await loadCampaignFolder(world(), writeCampaign(folder(), { 'campaign.yaml': `${YAML}status: paused\n` }));
    await loadCampaignFolder(
      world(),
      writeCampaign(folder(), { 'campaign.yaml': `${YAML}status: draft\n` }, 'a-draft'),
    );
    world().moveClock(2 * SECOND);
    const { text, headers } = await world().http.get('/').expect(200);
    const [open = '', other = ''] = text.split('Not open at the moment');
    expect(open).to.include(`<a href="/c/${CITY}">`).and.not.include(`<a href="/c/${NATIONAL}">`);
    expect(other).to.match(new RegExp(`/c/${NATIONAL}.*because data are missing on this server: the members`));
    expect(other).to.match(/\/c\/night-shelter.*This campaign is paused/);
    expect(text).not.to.include('/c/a-draft');
    expect(headers).not.to.have.property('set-cookie');
  });
});

describe('an address where no campaign is', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  for (const slug of ['nothing', '__proto__', 'constructor', '%00', '..%2f..%2fetc', '%E0%A4%A']) {
    it(`answers /c/${slug} with a page that says so`, async () => {
      const { status, text } = await world().http.get(`/c/${slug}`);
      expect(status).to.be.oneOf([404, 400]);
      expect(text).to.include('<!doctype html>').and.not.include('Error:');
    });
  }

  it('says so to programs as a problem', async () => {
    for (const path of ['nothing', 'nothing/counts']) {
      const answer = await world().http.get(`/api/v1/campaigns/${path}`);
      expect([answer.status, answer.headers['content-type']]).to.deep.equal([
        404,
        'application/problem+json; charset=utf-8',
      ]);
      expect(answer.body).to.deep.include({
        type: 'urn:clarion:problem:not-found',
        detail: 'There is no campaign at this address.',
      });
    }
  });
});
