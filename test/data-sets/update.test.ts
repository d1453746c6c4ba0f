import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { listDataSets } from '../../src/data-sets/index.js';
import { updateUs } from '../../src/data-sets/update.js';
import { usPublicFiles } from '../../src/offices/index.js';
import { sharedData } from '../support/services.js';
import { useFolder, useWorld } from '../support/world.js';

const MEMBERS = 'id,name,current_district,current_chamber\np1,Ana Lima,7,lower\n';
const ZIPS = 'zcta,state_abbr,cd\n80202,CO,1\n';

describe('bringing public data from the network', () => {
  const world = useWorld();
  const folder = useFolder();
  let server: Server;
  let host = '';
  /** What stands at each path, and what was asked for. */
  let site: Record<string, RequestListener>;
  let asked: string[];
  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const answer = site[request.url ?? ''];
      if (answer) answer(request, response);
      else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    site = {};
    asked = [];
  });

  const cache = (): string => join(folder(), 'cache');
  const update = async (
    files: readonly (readonly [source: string, path: string])[],
    facts: { readonly sha256?: string; readonly timeoutMs?: number } = {},
  ): Promise<string[]> => {
    const told: string[] = [];
    const { timeoutMs = 2_000, ...known } = facts;
    const publicFiles = files.map(([source, path]) => ({ source, url: `http://${host}${path}`, names: [], ...known }));
    const outgoing = { allowedHosts: ['127.0.0.1'], timeoutMs };
    const say = (line: string): number => told.push(line.replaceAll(host, 'HOST').replaceAll(folder(), 'DIR'));
    await updateUs({ ...world(), publicFiles, cacheFolder: cache(), outgoing }, { from: undefined, say }).catch(
      (error: unknown) => say(String(error)),
    );
    return told;
  };
  /** Serves a text with an ETag, as GitHub and the Census Bureau do. */
  const serve =
    (text: string): RequestListener =>
    (request, response) => {
      const etag = `"${text.length}"`;
      if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
      else response.writeHead(200, { etag, 'Content-Length': Buffer.byteLength(text) }).end(text);
    };

  it('tells size and checksum of each file, and where it came from', async () => {
    site = { '/co.csv': serve(MEMBERS), '/zips.csv': serve(ZIPS) };
    const told = await update([
      ['openstates-people', '/co.csv'],
      ['zip-districts', '/zips.csv'],
    ]);
    expect(told[0]).to.match(/^Fetched http:\/\/HOST\/co\.csv: 0\.00 MB, sha256 [0-9a-f]{64}$/);
    expect(told[1]).to.equal('Loaded co.csv (openstates-people): added 1, changed 0, ended 0');
    expect(told[3]).to.equal('Loaded zips.csv (zip-districts): added 1, changed 0, ended 0');
    const [members] = (await listDataSets(world().db)).filter(({ source }) => source === 'openstates-people');
    expect(members?.origin).to.equal(`http://${host}/co.csv`);
  });

  it('tells how far a large file is', async () => {
    const large = `zip,districts\n${'80202,CO-01\n'.repeat(1_000_000)}`;
    site = { '/zips.csv': (_request, response) => void response.writeHead(200).end(large.slice(0, 11_000_000) + '\n') };
    const told = await update([['zip-points', '/zips.csv']]);
    expect(told.filter((line) => line.startsWith('Fetching'))).to.have.length(2);
    expect(told[0]).to.match(/^Fetching http:\/\/HOST\/zips\.csv: 5\.\d\d MB$/);
  });

  it('does not fetch again what has not changed, unless the copy was damaged or could not be read', async () => {
    site = { '/zips.csv': serve(ZIPS) };
    const zips = [['zip-districts', '/zips.csv']] as const;
    await update(zips);
    expect((await update(zips))[0]).to.match(/^Not changed since it was fetched: http:.*zips\.csv, 0\.00 MB, sha256 /);
    writeFileSync(join(cache(), 'zips.csv'), ZIPS.replace('80202', '80203'));
    expect((await update(zips))[0]).to.match(/^Fetched /);
    expect(readFileSync(join(cache(), 'zips.csv'), 'utf8')).to.equal(ZIPS);
    writeFileSync(join(cache(), 'zips.csv.fetched'), '{"half a no');
    expect((await update(zips))[0]).to.match(/^Fetched /);
    site = { '/zips.csv': serve(ZIPS + '80203,CO,1\n') };
    expect((await update(zips))[1]).to.equal('Loaded zips.csv (zip-districts): added 1, changed 0, ended 0');
    site = { '/zips.csv': serve('<html>Moved') };
    expect((await update(zips))[1]).to.include('Not loaded: DIR/cache/zips.csv:1 zip: the column is missing');
    expect((await update(zips))[0], 'not believed').to.match(/^Fetched /);
  });

  it('follows redirects, and goes on after a file that is not there, cut off or silent', async () => {
    site = {
      '/moved.csv': (_request, response) => void response.writeHead(302, { location: '/zips.csv' }).end(),
      '/zips.csv': serve(ZIPS),
      '/cut.csv': (_request, response) =>
        void response.writeHead(200, { 'Content-Length': 99 }).write('zcta', () => response.destroy()),
      '/slow.csv': () => undefined,
    };
    const told = await update([
      ['zip-districts', '/none.csv'],
      ['zip-districts', '/cut.csv'],
      ['zip-districts', '/moved.csv'],
    ]);
    expect(told).to.have.length(4);
    expect(told[0]).to.equal('Not fetched: http://HOST/none.csv answered 404');
    expect(told[1]).to.match(/^Not fetched: http:\/\/HOST\/cut\.csv broke off: /);
    expect(told[3]).to.equal('Loaded moved.csv (zip-districts): added 1, changed 0, ended 0');
    // By itself, because a busy machine may be as slow with a file that does come.
    const [silent] = await update([['zip-districts', '/slow.csv']], { timeoutMs: 50 });
    expect(silent).to.equal('Not fetched: http://HOST/slow.csv was silent for 0.05 s');
    expect(readdirSync(cache())).to.deep.equal(['moved.csv', 'moved.csv.fetched']);
  });

  it('does not wait for every file of a server that is silent', async () => {
    const paths = ['/1.csv', '/2.csv', '/3.csv', '/4.csv', '/5.csv'];
    site = Object.fromEntries(paths.map((path) => [path, () => undefined]));
    const told = await update(
      paths.map((path) => ['zip-districts', path] as const),
      { timeoutMs: 50 },
    );
    expect(asked).to.deep.equal(['/1.csv', '/2.csv']);
    expect(told[2]).to.equal('Not fetched: 3 files more of HOST, which did not answer');
    expect(told[3]).to.include('nothing was loaded; the lines above say why');
    expect(existsSync(join(cache(), '1.csv.part'))).to.equal(false);
  });

  it('says when a file is another one than the one known', async () => {
    site = { '/zips.csv': serve(ZIPS) };
    const told = await update([['zip-districts', '/zips.csv']], { sha256: 'f00d' });
    expect(told[1]).to.match(/^Another version than the one known: .*zips\.csv had the sha256 f00d/);
    expect(told[2]).to.match(/^Loaded /);
  });
});

describe('bringing public data from a folder', () => {
  const world = useWorld();

  it('finds the shared data under their own names, packed and in folders', async function () {
    const told: string[] = [];
    const from = sharedData(this, '');
    const tools = { ...world(), publicFiles: usPublicFiles, cacheFolder: 'nowhere' };
    await updateUs(tools, { from, say: (line) => told.push(line) });
    expect(told.filter((line) => line.startsWith('Not')).map((line) => line.replace(from, 'DIR'))).to.deep.equal([
      'Not in DIR, plain or .gz: cb_2024_01_sldu_500k.zip or us-al-sldu.geojson; and 98 such files more (districts)',
    ]);
    const loaded = told.flatMap((line) => /^Loaded (\S+)/.exec(line)?.[1] ?? []);
    expect(loaded).to.have.members([
      'legislators-current.json.gz',
      'legislators-district-offices.json.gz',
      'committees-current.json.gz',
      'committee-membership-current.json.gz',
      'zccd.csv.gz',
      'zcta-cd119.csv.gz',
      'us-cd119.geojson.gz',
      'state-legislators.csv.gz',
      'us-co-sldu.geojson.gz',
      'us-co-sldl.geojson.gz',
    ]);
  });
});
