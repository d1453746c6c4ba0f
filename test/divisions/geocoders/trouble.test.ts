import { expect } from 'chai';
import type { Country, GeocoderSetting } from '../../../src/divisions/index.js';
import { InputError } from '../../../src/platform/errors.js';
import { openTestDatabase, type TestDatabase } from '../../support/databases.js';
import { createLookup, says, useService, type Conduct, type Lookup } from './service.js';

const SERVICES: readonly (readonly [GeocoderSetting['name'], Country])[] = [
  ['us-census', 'us'],
  ['postcodes-io', 'gb'],
  ['represent', 'ca'],
  ['nominatim', 'us'],
  ['google-civic', 'us'],
];

/** The same person for every country; nothing of it may be logged or stored. */
const ADDRESSES: Readonly<Record<Country, string>> = {
  us: '4711 Secretlane Rd, Hiddenville 80202',
  gb: '4711 Secretlane Rd, Hiddenville SW1A 2AA',
  ca: '4711 Secretlane Rd, Hiddenville K1A 0A9',
};
const TRACES = /4711|secretlane|hiddenville|80202|SW1A|K1A/i;

const FAILURES: Readonly<Record<string, Conduct>> = {
  'says nothing': () => undefined,
  'dribbles for ever': (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
  'answers 500': says({ error: 'broken' }, 500),
  'answers 503': says({}, 503),
  'answers 429': says({}, 429),
  'answers 403': says({}, 403),
  'hangs up': (response) => response.socket?.destroy(),
  'hangs up within its answer': (response) => {
    response.writeHead(200, { 'Content-Length': '1000' });
    response.write('{"result":', () => response.socket?.destroy());
  },
  'answers half of its JSON': (response) => response.writeHead(200).end('{"result": {"addressMatches": [{"matched'),
  'answers a page': (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in</html>'),
  'answers nothing': (response) => response.writeHead(200).end(),
  'sends elsewhere': (response, url) =>
    response.writeHead(302, { Location: `http://127.0.0.1/elsewhere${url.search}` }).end(),
  'sends in a circle': (response, url) => response.writeHead(307, { Location: url.pathname + url.search }).end(),
  'answers without end': (response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('['.repeat(65_536)));
      response.once('drain', more);
    };
    response.writeHead(200);
    more();
  },
  'answers another shape': says({ result: 'sorry', addressMatches: {}, normalizedInput: [], code: 7 }),
  'answers null': says(null),
  'answers wrong types': says({
    result: { addressMatches: [{ matchedAddress: 7, coordinates: { x: 'west', y: null }, geographies: 'none' }] },
    code: ['K1A0A9'],
    normalizedInput: { line1: 7 },
    divisions: ['x'],
  }),
};

describe('a geocoder in trouble', () => {
  const service = useService();
  let database: TestDatabase | undefined;
  before(async () => {
    database = await openTestDatabase('sqlite::memory:');
  });
  after(() => database?.close());
  beforeEach(async () => {
    await database?.db.raw('DELETE FROM geocoder_answers');
  });

  function use(name: GeocoderSetting['name'], timeoutMs?: number): Lookup {
    if (!database) throw new Error('no data base');
    return createLookup(database.db, [{ name, baseUrl: service.url() }], timeoutMs === undefined ? {} : { timeoutMs });
  }

  for (const [failure, conduct] of Object.entries(FAILURES)) {
    it(`is unavailable, and tells nobody the address, when it ${failure}`, async () => {
      service.does(conduct);
      for (const [name, country] of SERVICES) {
        const { geocoding, logged } = use(name, 150);
        const before = service.asked.length;
        expect(await geocoding.find(ADDRESSES[country], country), name).to.deep.equal({ kind: 'unavailable' });
        expect(service.asked.length - before, `${name} was asked once`).to.equal(1);
        expect(logged(), name).to.match(new RegExp(`"service":"${name}","outcome":"unavailable","ms":\\d+`));
        expect(logged(), name).to.not.match(TRACES);
        expect(await database?.db('geocoder_answers').select(), name).to.deep.equal([]);
      }
    });
  }

  it('is unavailable when nobody listens there', async () => {
    if (!database) throw new Error('no data base');
    const { geocoding, logged } = createLookup(database.db, [{ name: 'us-census', baseUrl: 'http://127.0.0.1:9' }]);
    expect(await geocoding.find(ADDRESSES.us, 'us')).to.deep.equal({ kind: 'unavailable' });
    expect(logged()).to.include('cannot be reached').and.not.match(TRACES);
  });

  describe('that lies', () => {
    const match = (x: number, y: number, geographies: object = {}) => ({
      matchedAddress: '1 MAIN ST',
      coordinates: { x, y },
      geographies,
    });
    const census = (...addressMatches: object[]) => says({ result: { addressMatches } });
    let asked = 0;
    const find = async (conduct: Conduct) => {
      service.does(conduct);
      return use('us-census').geocoding.find(`${(asked += 1)} Main St`, 'us');
    };
    const district = (...geoids: string[]) => ({
      '119th Congressional Districts': geoids.map((GEOID) => ({ GEOID })),
    });

    it('is not believed at sea, in another country or on another planet', async () => {
      for (const [x, y] of [
        [0, 0],
        [-40, 40],
        [2.35, 48.86],
        [-104.99, 139.74],
        [39.74, -104.99],
      ] as const) {
        expect(await find(census(match(x, y, district('0801')))), `${x} ${y}`).to.deep.equal({ kind: 'not-found' });
      }
      expect(await database?.db('geocoder_answers').select()).to.deep.equal([]);
    });

    it('is not believed about two districts or two states at once', async () => {
      const here = [-104.99, 39.74] as const;
      const both = await find(census(match(...here, district('0801', '0802'))));
      expect(both.kind === 'found' && both.divisions).to.deep.equal(['ocd-division/country:us/state:co']);
      expect(await database?.db('geocoder_answers').select(), 'not kept').to.deep.equal([]);
      expect(await find(census(match(...here, district('0801', '3601'))))).to.deep.equal({ kind: 'not-found' });
      expect(await find(census(match(...here, district('9901', 'ZZ', '', '08<1'))))).to.have.property('kind', 'found');
    });

    it('names no candidates when there are dozens, none as the answer, and is not heard out about thousands', async () => {
      const many = (length: number) =>
        census(...Array.from({ length }, (_, number) => match(-104 - number / 1000, 39.7)));
      expect(await find(many(10)))
        .to.have.property('candidates')
        .with.length(10);
      expect(await find(many(11))).to.deep.equal({ kind: 'ambiguous', candidates: [] });
      expect(await find(many(5_000))).to.deep.equal({ kind: 'unavailable' });
    });

    it('gives districts that all its matches share, without the place of one of them', async () => {
      const matches = [match(-104.99, 39.74, district('0801')), match(-104.91, 39.71, district('0801'))];
      expect(await find(census(...matches))).to.deep.equal({
        kind: 'found',
        divisions: ['ocd-division/country:us/state:co', 'ocd-division/country:us/state:co/cd:1'],
        source: 'us-census, 119th Congress',
        congress: 119,
      });
      const withoutDistrict = matches.map((one) => ({ ...one, geographies: { States: [{ GEOID: '08' }] } }));
      expect(await find(census(...withoutDistrict))).to.have.property('kind', 'ambiguous');
    });

    it('is not believed by Google’s name about another country', async () => {
      const normalizedInput = { line1: '1 Main St', city: 'x', state: 'CO', zip: '80202' };
      for (const id of ['ocd-division/country:ca/ed:35061-2013', 'ocd-division/country:us/state:co/cd:1"><script>']) {
        service.does(says({ normalizedInput, divisions: { [id]: {} } }));
        expect(await use('google-civic').geocoding.find(ADDRESSES.us, 'us'), id).to.deep.equal({ kind: 'not-found' });
      }
    });
  });

  it('is told whatever a person types, and nothing of it breaks the request', async () => {
    service.does(says({ result: { addressMatches: [] } }));
    const { geocoding } = use('us-census');
    for (const [typed, told] of [
      ["1 Main St'; DROP TABLE actions;--", "1 Main St'; DROP TABLE actions;--"],
      ['<script>alert(1)</script> & 2 = 2?#%', '<script>alert(1)</script> & 2 = 2?#%'],
      ['12 🏠 Calle Ñandú', '12 🏠 Calle Ñandú'],
      ['1 Main\u0000 St\r\nHost: evil.test', '1 Main St Host: evil.test'],
      ['1 \u202eMain\u200b St\ud800', '1 Main St'],
      ['../../admin?x=1', '../../admin?x=1'],
    ] as const) {
      await geocoding.find(typed, 'us');
      expect(service.asked.at(-1)?.url.searchParams.get('address')).to.equal(told);
      expect(service.asked.at(-1)?.url.pathname).to.equal('/geographies/onelineaddress');
    }
  });

  it('is not asked for nothing, nor for more than an address', async () => {
    const { geocoding } = use('us-census');
    for (const [line, message] of [
      [' \u0007 ', 'Please give a street address.'],
      ['x'.repeat(301), 'This address has 301 characters; 300 is the most. Please shorten it.'],
    ] as const) {
      const error: unknown = await geocoding.find(line, 'us').catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).faults).to.deep.equal([{ field: 'address', message }]);
    }
    expect(service.asked).to.deep.equal([]);
  });
});
