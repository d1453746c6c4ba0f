import { expect } from 'chai';
import type { Geocoded, GeocoderSetting } from '../../../src/divisions/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/databases.js';
import { sharedJson } from '../../support/services.js';
import { createLookup, says, useService, type Lookup } from './service.js';

const US = 'ocd-division/country:us';
const NH = `${US}/state:nh`;

/** While the 119th Congress met. */
const IN_2026 = Date.UTC(2026, 5, 1);

type CensusMatch = {
  matchedAddress: string;
  coordinates?: { x: number; y: number };
  geographies: Record<string, unknown>;
};
type Census = { body: { result: { addressMatches: CensusMatch[] } } };
type Sample = { body: Record<string, unknown> };

describe('a geocoder', () => {
  const service = useService();
  let database: TestDatabase | undefined;
  let lookup: Lookup | undefined;
  before(async () => {
    database = await openTestDatabase('sqlite::memory:');
  });
  after(() => database?.close());
  beforeEach(async () => {
    await database?.db.raw('DELETE FROM geocoder_answers');
  });

  function use(name: GeocoderSetting['name'], from = IN_2026): Lookup {
    if (!database) throw new Error('no data base');
    lookup = createLookup(database.db, [{ name, baseUrl: service.url() }], { from });
    return lookup;
  }

  const found = (answer: Geocoded) =>
    answer.kind === 'found' ? answer : expect.fail(`not found but ${answer.kind}: ${lookup?.logged() ?? ''}`);

  describe('of the U.S. Census Bureau', () => {
    const census = (context: Mocha.Context, file: string): CensusMatch[] =>
      sharedJson<Census>(context, 'api-samples', 'census-geocoder', file).body.result.addressMatches;
    const says1 = (addressMatches: readonly unknown[]) => says({ result: { addressMatches } });

    it('tells the state and all three districts by the names of its layers', async function () {
      const [manchester] = census(this, 'geographies-119th-trimmed.json');
      service.does(says1([{ ...manchester, coordinates: { x: -71.463211, y: 42.990927 } }]));
      const { geocoding } = use('us-census');
      const parts = { street: '1 City Hall Plaza', locality: 'Manchester', region: 'NH', postalCode: '03101' };
      expect(await geocoding.find(parts, 'us')).to.deep.equal({
        kind: 'found',
        divisions: [NH, `${NH}/cd:1`, `${NH}/sldl:hillsborough_23`, `${NH}/sldu:20`],
        point: { lat: 42.9909, lng: -71.4632 },
        matched: '1 CITY HALL PLZ, MANCHESTER, NH, 03101',
        source: 'us-census, 119th Congress',
        congress: 119,
      });
      expect(service.asked[0]?.url.pathname).to.equal('/geographies/onelineaddress');
      expect(Object.fromEntries(service.asked[0]?.url.searchParams ?? [])).to.deep.equal({
        address: '1 City Hall Plaza, Manchester, NH 03101',
        benchmark: 'Public_AR_Current',
        vintage: 'Current_Current',
        layers: 'all',
        format: 'json',
      });
    });

    it('asks which one where two addresses in two states fit', async function () {
      service.does(says1(census(this, 'geographies-119th-trimmed.json')));
      const answer = await use('us-census').geocoding.find('1 City Hall', 'us');
      if (answer.kind !== 'ambiguous') return expect.fail(answer.kind);
      expect(answer.candidates.map(({ divisions, matched }) => [matched, ...divisions])).to.deep.equal([
        ['1 CITY HALL PLZ, MANCHESTER, NH, 03101', NH, `${NH}/cd:1`, `${NH}/sldl:hillsborough_23`, `${NH}/sldu:20`],
        [
          '100 STATE CIR, ANNAPOLIS, MD, 21401',
          `${US}/state:md`,
          `${US}/state:md/cd:3`,
          `${US}/state:md/sldl:30a`,
          `${US}/state:md/sldu:30`,
        ],
      ]);
    });

    it('tells what is left, and asks again next time, when layers failed', async function () {
      const [dc] = census(this, 'onelineaddress-1.json');
      service.does(says1([dc]));
      const { geocoding } = use('us-census');
      for (const _ of ['first', 'second']) {
        const answer = found(await geocoding.find('1600 Pennsylvania Avenue NW, Washington, DC', 'us'));
        expect(answer.divisions).to.deep.equal([`${US}/district:dc`]);
        expect(answer.point).to.deep.equal({ lat: 38.8988, lng: -77.0353 });
      }
      expect(service.asked).to.have.length(2);
    });

    it('says nothing of districts that its answer does not hold', async function () {
      service.does(says1(census(this, 'address-geographies-1.json')));
      const { divisions, source } = found(await use('us-census').geocoding.find('1600 Pennsylvania Ave', 'us'));
      expect(divisions).to.deep.equal([`${US}/district:dc`]);
      expect(source).to.equal('us-census');
      service.does(says1(census(this, 'address-locations-1.json').map((one) => ({ ...one, geographies: {} }))));
      expect(found(await use('us-census').geocoding.find('1600 Penn. Ave', 'us')).divisions).to.deep.equal([]);
    });

    it('tells the newest map in force, and leaves out water and maps of a Congress to come', async () => {
      const areas = (geoid: string, name: string) => [{ GEOID: geoid, NAME: name }];
      const geographies = {
        '118th Congressional Districts': areas('0903', 'Congressional District 3'),
        '119th Congressional Districts': areas('0904', 'Congressional District 4'),
        '120th Congressional Districts': areas('0905', 'Congressional District 5'),
        '2022 State Legislative Districts - Upper': areas('09001', 'State Senate District 1'),
        '2024 State Legislative Districts - Upper': areas('09036', 'State Senate District 36'),
        '2024 State Legislative Districts - Lower': areas('09ZZZ', 'State House Districts not defined'),
      };
      service.does(says1([{ matchedAddress: '1 MAIN ST', geographies }]));
      const connecticut = `${US}/state:ct`;
      const before = found(await use('us-census', Date.UTC(2027, 0, 2)).geocoding.find('1 Main St', 'us'));
      expect(before.divisions).to.deep.equal([connecticut, `${connecticut}/cd:4`, `${connecticut}/sldu:36`]);
      const after = found(await use('us-census', Date.UTC(2027, 0, 4)).geocoding.find('1 Main Street', 'us'));
      expect(after.divisions).to.include(`${connecticut}/cd:5`);
      expect(after.congress).to.equal(120);
    });

    it('names state districts as the list of division ids does', async () => {
      const upper = async (geoid: string, named: object) => {
        const geographies = { '2024 State Legislative Districts - Upper': [{ GEOID: geoid, ...named }] };
        service.does(says1([{ matchedAddress: 'x', geographies }]));
        const { divisions } = found(await use('us-census').geocoding.find(`1 Main St ${geoid}`, 'us'));
        return divisions.at(-1)?.replace(`${US}/`, '');
      };
      expect(await upper('25D01', { BASENAME: 'Second Essex and Middlesex' })).to.equal(
        'state:ma/sldu:2nd_essex_and_middlesex',
      );
      expect(await upper('50CHI', { NAME: 'Chittenden Central State Senate District' })).to.equal(
        'state:vt/sldu:chittenden-central',
      );
      expect(await upper('02D', { NAME: 'State Senate District D' })).to.equal('state:ak/sldu:d');
      expect(await upper('11002', { NAME: 'Ward 2' })).to.equal('district:dc/ward:2');
      expect(await upper('56007', { BASENAME: '07' })).to.equal('state:wy/sldu:7');
      expect(await upper('72001', { BASENAME: 'I' }), 'Puerto Rico').to.equal('territory:pr');
    });

    it('finds nothing where it finds nothing, or cannot take the address apart', async () => {
      service.does(says1([]));
      expect(await use('us-census').geocoding.find('nowhere', 'us')).to.deep.equal({ kind: 'not-found' });
      service.does(says({ errors: ['Address cannot be parsed'], status: '400' }, 400));
      expect(await use('us-census').geocoding.find('??', 'us')).to.deep.equal({ kind: 'not-found' });
    });
  });

  describe('of postcodes.io', () => {
    it('tells the constituency of the postcode, and is told no more than that', async function () {
      const { body } = sharedJson<Sample>(this, 'api-samples', 'postcodes-io', 'postcode-SW1A2AA.json');
      service.does(says(body));
      const { geocoding } = use('postcodes-io');
      const expected = {
        kind: 'found',
        divisions: ['ocd-division/country:gb/part:eng/region:uki/ed:cities_of_london_and_westminster'],
        point: { lat: 51.5035, lng: -0.1277 },
        source: 'postcodes-io, constituencies of 2024',
      };
      const first = await geocoding.find('10 Downing Street, London sw1a2aa', 'gb');
      expect(first).to.deep.equal({ ...expected, matched: 'SW1A 2AA' });
      expect(await geocoding.find({ street: '11 Downing Street', postalCode: 'SW1A 2AA' }, 'gb')).to.deep.equal(
        expected,
      );
      expect(service.asked.map(({ url }) => url.pathname + url.search)).to.deep.equal(['/postcodes/SW1A%202AA']);
    });

    it('is not asked without a postcode or with two, and finds none that does not exist', async () => {
      const { geocoding } = use('postcodes-io');
      for (const line of ['10 Downing Street, London', 'SW1A 2AA or E1 6AN']) {
        expect(await geocoding.find(line, 'gb'), line).to.deep.equal({ kind: 'not-found' });
      }
      expect(service.asked).to.deep.equal([]);
      service.does(says({ status: 404, error: 'Postcode not found' }, 404));
      expect(await geocoding.find('SW1A 9ZZ', 'gb')).to.deep.equal({ kind: 'not-found' });
    });

    it('does not take the answer for another postcode', async function () {
      const { body } = sharedJson<Sample>(this, 'api-samples', 'postcodes-io', 'postcode-SW1A2AA.json');
      service.does(says(body));
      expect(await use('postcodes-io').geocoding.find('E1 6AN', 'gb')).to.deep.equal({ kind: 'not-found' });
    });
  });

  describe('of Open North', () => {
    const riding = (set: string, id: string) => ({
      external_id: id,
      related: { boundary_set_url: `/boundary-sets/${set}/` },
    });
    const NEW = 'federal-electoral-districts-2023-representation-order';

    it('tells the riding of a Canadian postal code with the year of its map', async function () {
      const body = sharedJson<Sample>(this, 'api-samples', 'represent-opennorth', 'postcode-L5G4L3.json');
      service.does(says(body));
      const { geocoding } = use('represent');
      expect(await geocoding.find('1 Port Street East, Mississauga ON L5G 4L3', 'ca')).to.deep.equal({
        kind: 'found',
        divisions: ['ocd-division/country:ca/ed:35061-2013'],
        point: { lat: 43.5799, lng: -79.5801 },
        matched: 'L5G4L3',
        source: 'represent, federal ridings of 2013',
      });
      expect(service.asked[0]?.url.pathname).to.equal('/postcodes/L5G4L3/');
    });

    it('takes the newest federal map and the provinces it can name', async () => {
      const boundaries_centroid = [
        riding('federal-electoral-districts', '35061'),
        riding(NEW, '35064'),
        riding('ontario-electoral-districts-representation-act-2015', '063'),
        riding('mississauga-wards', '1'),
      ];
      service.does(says({ code: 'L5G4L3', boundaries_centroid }));
      expect(found(await use('represent').geocoding.find('L5G 4L3', 'ca')).divisions).to.deep.equal([
        'ocd-division/country:ca/ed:35064-2023',
        'ocd-division/country:ca/province:on/ed:63-2015',
      ]);
    });

    it('asks which one where a code lies in two ridings, and does not take the middle of a rural one', async () => {
      service.does(says({ code: 'K0A1K0', boundaries_concordance: [riding(NEW, '35012'), riding(NEW, '35025')] }));
      const answer = await use('represent').geocoding.find('K0A 1K0', 'ca');
      expect(answer.kind === 'ambiguous' && answer.candidates.map(({ divisions }) => divisions)).to.deep.equal([
        ['ocd-division/country:ca/ed:35012-2023'],
        ['ocd-division/country:ca/ed:35025-2023'],
      ]);
      const centroid = { coordinates: [-75.5, 45.3] };
      service.does(says({ code: 'K0B1A0', centroid, boundaries_centroid: [riding(NEW, '35012')] }));
      expect(await use('represent').geocoding.find('K0B 1A0', 'ca')).to.deep.equal({ kind: 'not-found' });
    });
  });

  describe('that speaks like Nominatim', () => {
    const house = (houseNumber: string | undefined, lat: string, lon: string) => ({
      lat,
      lon,
      display_name: `${houseNumber ?? ''} Larimer Street, Denver`,
      address: { house_number: houseNumber, country_code: 'us' },
    });

    it('gives the point of the house, with the source that its licence asks for', async () => {
      service.does(says([house('1437', '39.7479123', '-104.9994999'), house('1437', '39.7479001', '-104.9995')]));
      expect(await use('nominatim').geocoding.find('1437 Larimer St, Denver, CO', 'us')).to.deep.equal({
        kind: 'found',
        divisions: [],
        point: { lat: 39.7479, lng: -104.9995 },
        matched: '1437 Larimer Street, Denver',
        source: 'nominatim, OpenStreetMap contributors',
      });
      expect(service.asked[0]?.url.searchParams.get('countrycodes')).to.equal('us');
    });

    it('does not take the middle of the street or the city, nor another house', async () => {
      const answers = [
        house(undefined, '39.7479', '-104.9995'),
        house('1439', '39.7479', '-104.9995'),
        house('5', '39.7479', '-104.9995'),
        { ...house('1437', '39.7479', '-104.9995'), address: { house_number: '1437', country_code: 'mx' } },
      ];
      service.does(says(answers));
      const answer = await use('nominatim').geocoding.find('1437 Larimer St, Apt 5, Denver, CO', 'us');
      expect(answer).to.deep.equal({ kind: 'not-found' });
    });

    it('asks which one where the same address stands in two places', async () => {
      service.does(says([house('12', '39.7', '-104.9'), house('12', '39.8', '-105.1')]));
      const answer = await use('nominatim').geocoding.find('12 Larimer St', 'us');
      expect(answer.kind === 'ambiguous' && answer.candidates.map(({ point }) => point?.lat)).to.deep.equal([
        39.7, 39.8,
      ]);
    });
  });

  describe('of Google', () => {
    const KANSAS = `${US}/state:ks`;

    it('tells the divisions it names, with the key in a header and not in the address', async function () {
      const { body } = sharedJson<Sample>(
        this,
        'api-samples',
        'google-civic',
        'divisions-KS-66102-legacy-trimmed.json',
      );
      const normalizedInput = { ...(body['normalizedInput'] as object), line1: '701 North 7th Street' };
      service.does(says({ ...body, normalizedInput }));
      expect(await use('google-civic').geocoding.find('701 N 7th St, Kansas City', 'us')).to.deep.equal({
        kind: 'found',
        divisions: [KANSAS, `${KANSAS}/cd:2`, `${KANSAS}/sldl:32`, `${KANSAS}/sldu:6`],
        matched: '701 North 7th Street, Kansas City, KS 66102',
        source: 'google-civic',
      });
      expect(service.asked[0]?.key).to.equal('a-key-for-tests');
      expect(service.asked[0]?.url.href).to.not.include('a-key-for-tests');
    });

    it('finds nothing when it understood the ZIP code only, or nothing at all', async function () {
      const { body } = sharedJson<Sample>(
        this,
        'api-samples',
        'google-civic',
        'divisions-KS-66102-legacy-trimmed.json',
      );
      service.does(says(body));
      expect(await use('google-civic').geocoding.find('Main, 66102', 'us')).to.deep.equal({ kind: 'not-found' });
      const refused = (reason: string) => says({ error: { code: 400, errors: [{ reason }] } }, 400);
      service.does(refused('parseError'));
      expect(await use('google-civic').geocoding.find('...', 'us')).to.deep.equal({ kind: 'not-found' });
      service.does(refused('keyInvalid'));
      expect(await use('google-civic').geocoding.find('1 Main St', 'us')).to.deep.equal({ kind: 'unavailable' });
    });
  });
});
