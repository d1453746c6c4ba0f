import { expect } from 'chai';
import {
  createPlaces,
  divisionsOf,
  narrowPlace,
  zipDistricts,
  type Place,
  type Places,
} from '../../src/divisions/index.js';
import { InputError } from '../../src/platform/errors.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { START } from '../support/world.js';

const US = 'ocd-division/country:us';
const COLORADO = `${US}/state:co`;
const UTAH = `${US}/state:ut`;

/** 81324 lies in two states, 80202 in one district, 80301 in two; all of Wyoming is one district. */
const DISTRICTS = 'zip,districts\n81324,CO-03;UT-03\n80202,CO-01\n80301,CO-02;CO-07\n82001,WY-AL\n20001,DC-98\n';

function layersOf(place: Place): Record<string, string[]> {
  return Object.fromEntries(
    [...place.layers].map(([layer, divisions]) => [layer, divisions.map((division) => division.replace(`${US}/`, ''))]),
  );
}

onEachDatabase('finding where a postal code lies', (db) => {
  const { importText } = useImporter(zipDistricts, db);
  let now = START;
  let places: Places;
  beforeEach(() => {
    now = START;
    places = createPlaces({ db: db(), clock: { now: () => now } });
  });
  const find = async (zip: string) => layersOf(await places.findByCode(zip, 'us'));

  it('answers one district, two, or two states, just as the data have them', async () => {
    await importText(DISTRICTS);
    expect(await find('80202')).to.deep.equal({ country: [US], state: ['state:co'], cd: ['state:co/cd:1'] });
    expect((await find('80301'))['cd']).to.deep.equal(['state:co/cd:2', 'state:co/cd:7']);
    expect(await find('81324')).to.deep.equal({
      country: [US],
      state: ['state:co', 'state:ut'],
      cd: ['state:co/cd:3', 'state:ut/cd:3'],
    });
    expect(await find('20001-1234')).to.deep.equal({
      country: [US],
      state: ['district:dc'],
      cd: ['district:dc/cd:at-large'],
    });
  });

  it('answers from the table of the Congress that is in office, the next one from its first day on', async () => {
    const table = (congress: number, district: string): string =>
      `GEOID_CD${congress}_20|GEOID_ZCTA5_20\n${district}|80202\n5602|82001\n`;
    now = Date.UTC(2027, 0, 2, 23, 59);
    await importText(DISTRICTS);
    const states = `postal_code,division\n80202,${COLORADO}\n80202,${COLORADO}/sldu:31\n`;
    await importText(states);
    expect((await importText(table(119, '0801'))).remarks).to.deep.equal([]);
    await importText(table(120, '0806'));
    now += 2_000;
    expect(await find('80202')).to.deep.include({ cd: ['state:co/cd:1'], sldu: ['state:co/sldu:31'] });
    now = Date.UTC(2027, 0, 3);
    expect(await find('80202')).to.deep.include({ cd: ['state:co/cd:6'], sldu: ['state:co/sldu:31'] });
    expect((await importText(DISTRICTS)).remarks.join()).to.match(
      /cd table of CO, WY does not answer: the one in force from 2027-01-03 .* --in-force 2027-01-03/,
    );
  });

  it('offers every district of the state for a code that the district file does not have', async () => {
    await importText(DISTRICTS);
    await importText(`postal_code,division\n80201,${COLORADO}\n82002,${US}/state:wy\n84101,${UTAH}\n`);
    expect((await find('80201'))['cd']).to.deep.equal(['1', '2', '3', '7'].map((number) => `state:co/cd:${number}`));
    expect((await find('82002'))['cd']).to.deep.equal(['state:wy/cd:at-large']);
    expect((await find('84101'))['cd']).to.deep.equal(['state:ut/cd:3']);
  });

  it('lets a state stand for its districts where only the other state of a code has data', async () => {
    await importText(`postal_code,division\n57717,${US}/state:wy\n57717,${US}/state:mt\n`);
    expect((await find('57717'))['cd']).to.deep.equal(['state:mt', 'state:wy/cd:at-large']);
    expect(await find('57717')).not.to.have.property('sldl');
  });

  it('knows the territories by their ranges of ZIP codes, without any data', async () => {
    for (const [zip, territory] of [
      ['00601', 'pr'],
      ['00999', 'pr'],
      ['00801', 'vi'],
      ['96799', 'as'],
      ['96910', 'gu'],
      ['96932', 'gu'],
      ['96950', 'mp'],
    ] as const) {
      expect(await find(zip), zip).to.deep.equal({
        country: [US],
        state: [`territory:${territory}`],
        cd: [`territory:${territory}/cd:at-large`],
      });
    }
  });

  it('explains why a military code, one of Micronesia and an unknown one lead nowhere', async () => {
    await importText(DISTRICTS);
    for (const [zip, words] of [
      ['09012', 'military or diplomatic ZIP code'],
      ['34020', 'please use the ZIP code of that home'],
      ['96278', 'military or diplomatic'],
      ['96941', 'elect nobody to the United States Congress'],
      ['96960', 'Marshall Islands'],
      ['00000', 'We do not know the ZIP code 00000. Please check it'],
      ['99999', 'We do not know the ZIP code 99999'],
    ] as const) {
      const place = await places.findByCode(zip, 'us');
      expect(place.layers.size, zip).to.equal(0);
      expect(place.explanation, zip).to.include(words);
    }
    // Hawaii and American Samoa lie between ranges of the military.
    expect((await places.findByCode('96799', 'us')).explanation).to.equal(undefined);
  });

  it('refuses what is no code of the country, and says what one looks like', async () => {
    for (const [text, country, message] of [
      ['SW1A 2AA', 'us', 'This is not a ZIP code. A ZIP code looks like 80202.'],
      ['80202', 'gb', 'This is not a postcode. A postcode looks like SW1A 2AA.'],
      ['', 'ca', 'This is not a postal code. A postal code looks like K1A 0A9.'],
    ] as const) {
      const error: unknown = await places.findByCode(text, country).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).faults).to.deep.equal([{ field: 'postal_code', message }]);
    }
  });

  it('knows abroad only the country, until postcodes are loaded, and then refuses to know others', async () => {
    expect(divisionsOf(await places.findByCode('HS1 2AD', 'gb'))).to.deep.equal(['ocd-division/country:gb']);
    const constituency = 'ocd-division/country:gb/part:sct/ed:na_h-eileanan_an_iar';
    await importText(`postal_code,division\nHS1 2AD,${constituency}\n`);
    now += 2_000;
    expect(divisionsOf(await places.findByCode('hs12ad', 'gb'))).to.deep.equal([
      'ocd-division/country:gb',
      constituency,
    ]);
    const unknown = await places.findByCode('ZE1 0AA', 'gb');
    expect(unknown.layers.size).to.equal(0);
    expect(unknown.explanation).to.equal('We do not know the postcode ZE1 0AA. Please check it.');
    expect(await places.knowsLayer('constituency', 'ocd-division/country:gb')).to.equal(true);
    expect(await places.knowsLayer('constituency', 'ocd-division/country:ca')).to.equal(false);
  });

  it('follows a new import within seconds', async () => {
    await importText(DISTRICTS);
    expect((await find('80202'))['cd']).to.deep.equal(['state:co/cd:1']);
    await importText('zip,districts\n80202,CO-06\n');
    now += 2_000;
    expect((await find('80202'))['cd']).to.deep.equal(['state:co/cd:6']);
  });

  it('says of which states the districts are known', async () => {
    await importText(DISTRICTS);
    const knows = (layer: 'cd' | 'sldl' | 'state', within: string) => places.knowsLayer(layer, within);
    expect(await knows('cd', COLORADO)).to.equal(true);
    expect(await knows('sldl', COLORADO)).to.equal(false);
    expect(await knows('cd', `${US}/state:ny`)).to.equal(false);
    expect(await knows('cd', US), 'all fifty').to.equal(false);
    expect(await knows('state', US)).to.equal(true);
    expect(await knows('cd', `${US}/territory:gu`), 'one delegate').to.equal(true);
  });
});

describe('narrowing a place to the district that a person chose', () => {
  const split: Place = {
    country: 'us',
    code: '81324',
    isNearLine: false,
    layers: new Map([
      ['country', [US]],
      ['state', [COLORADO, UTAH]],
      ['cd', [`${COLORADO}/cd:3`, `${COLORADO}/cd:4`, `${UTAH}/cd:3`]],
      ['sldl', [`${COLORADO}/sldl:58`, UTAH]],
    ]),
  };

  it('settles the state with the district, and leaves open what it does not tell', () => {
    const narrowed = narrowPlace(split, `${COLORADO}/sldl:58`);
    expect(narrowed && layersOf(narrowed)).to.deep.equal({
      country: [US],
      state: ['state:co'],
      cd: ['state:co/cd:3', 'state:co/cd:4'],
      sldl: ['state:co/sldl:58'],
    });
  });

  it('settles with a state all that lies in it', () => {
    const narrowed = narrowPlace(split, UTAH);
    expect(narrowed && layersOf(narrowed)).to.deep.equal({
      country: [US],
      state: ['state:ut'],
      cd: ['state:ut/cd:3'],
      sldl: ['state:ut'],
    });
  });

  it('takes no answer that is not among the candidates', () => {
    for (const other of [`${UTAH}/cd:4`, `${US}/state:co/cd`, `${US}/state:c`, 'CO-03', '']) {
      expect(narrowPlace(split, other), other).to.equal(undefined);
    }
  });
});
