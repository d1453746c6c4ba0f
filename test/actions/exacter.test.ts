import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Response } from 'supertest';
import { importFile } from '../../src/data-sets/index.js';
import { query } from '../../src/platform/db.js';
import { says, useService } from '../divisions/geocoders/service.js';
import { decode, formOf, submit, textsOf } from '../support/pages.js';
import { ana, useFolder, useWorld } from '../support/world.js';

const LEGISLATORS = `state,id,name,family_name,current_party,current_district,current_chamber,email
co,p1,Una Upper,Upper,,31,upper,una@legislature.example
co,p2,Ulf Upper,Upper,,33,upper,ulf@legislature.example
co,p3,Lea Lower,Lower,,5,lower,lea@legislature.example
co,p4,Leo Lower,Lower,,8,lower,leo@legislature.example
`;

/** Two districts of each chamber, side by side: the line runs along 105 degrees west. */
function mapOf(layer: 'sldu' | 'sldl', west: string, east: string): string {
  const square = (lng: number): number[][][] => [
    [
      [lng, 39],
      [lng + 1, 39],
      [lng + 1, 40],
      [lng, 40],
      [lng, 39],
    ],
  ];
  const feature = (district: string, lng: number): object => ({
    type: 'Feature',
    properties: { ocd_id: `ocd-division/country:us/state:co/${layer}:${district}` },
    geometry: { type: 'Polygon', coordinates: square(lng) },
  });
  return JSON.stringify({ type: 'FeatureCollection', features: [feature(west, -106), feature(east, -105)] });
}

/** A building as a Nominatim server answers. */
const building = (lat: number, lon: number): object[] => [
  {
    lat: String(lat),
    lon: String(lon),
    display_name: '1 Main Street, Denver',
    address: { house_number: '1', road: 'Main Street', city: 'Denver', 'ISO3166-2-lvl4': 'US-CO', country_code: 'us' },
    class: 'building',
    type: 'yes',
    addresstype: 'building',
  },
];

describe('a code whose districts only a map tells', () => {
  const folder = useFolder();
  const service = useService();
  const world = useWorld({
    config: {
      get GEOCODERS() {
        return [{ name: 'nominatim' as const, baseUrl: service.url() }];
      },
    },
  });
  const load = async (source: string, name: string, text: string): Promise<void> => {
    const path = join(folder(), name);
    writeFileSync(path, text);
    const found = world().importSources.find((one) => one.name === source) ?? expect.fail(source);
    await importFile(world(), { source: found, path, options: { force: true } });
    world().moveClock(1_000);
  };
  const targets = ({ text }: Response): string[] => textsOf(text, /<p class="target-name">(.*?)<\/p>/g);
  const choice = async (): Promise<Response> => {
    const page = await world().http.get('/c/colorado-clear-records');
    return submit(world().http, formOf(page.text), { postal_code: '80202' });
  };
  const find = (fields: Record<string, string>): Promise<Response> =>
    Promise.resolve(
      world()
        .http.post('/c/colorado-clear-records/find')
        .type('form')
        .send({ postal_code: '80202', own_words: 'Kept words', ...fields }),
    );

  beforeEach(async () => {
    await load('openstates-people', 'people.csv', LEGISLATORS);
    await load('districts', 'upper.geojson', mapOf('sldu', '33', '31'));
    await load('districts', 'lower.geojson', mapOf('sldl', '8', '5'));
  });

  it('is asked for by street or position or from the whole list, the nearest first', async () => {
    await load('zip-points', 'points.csv', 'zip,lat,lng\n80202,39.5,-105.3\n');
    const page = decode((await choice()).text);
    expect(page).to.include('Your street and number').and.include('Use my position');
    expect(textsOf(page, /<strong>(CO-HD-\d+)<\/strong>/g)).to.deep.equal(['CO-HD-8', 'CO-HD-5']);
  });

  it('is settled by a street in every chamber at once, which is used in the letter where the campaign needs it', async () => {
    service.does(says(building(39.5, -104.5)));
    const page = await find({ home_street: '1 Main Street' });
    expect(targets(page)).to.deep.equal(['Senator Una Upper', 'Representative Lea Lower']);
    const form = formOf(page.text);
    expect(form.fields['street']).to.deep.equal(['1 Main Street']);
    expect(form.fields['own_words']).to.deep.equal(['Kept words']);
    const { given_name, family_name, email } = ana;
    expect((await submit(world().http, form, { given_name, family_name, email })).status).to.equal(303);
    expect(service.asked, 'asked once').to.have.length(1);
    const rows = await query<{ divisions: string }>(world().db, 'SELECT divisions FROM actions');
    expect(rows[0]?.divisions).to.include('sldl:5').and.include('sldu:31').and.not.include('sldl:8');
  });

  it('is settled by the position that a browser tells, unless it is too rough', async () => {
    expect(targets(await find({ lat: '39.5', lng: '-105.5', accuracy: '30' }))).to.deep.equal([
      'Senator Ulf Upper',
      'Representative Leo Lower',
    ]);
    const rough = await find({ lat: '39.5', lng: '-105.01', accuracy: '2000' });
    expect(rough.status).to.equal(422);
    expect(decode(rough.text)).to.include('Your position lies so near to a district line that we cannot be sure.');
    expect(service.asked).to.deep.equal([]);
  });

  it('is asked for again, with everything kept, where the street settles nothing', async () => {
    const cases: [conduct: ReturnType<typeof says>, sentence: string][] = [
      [says([]), 'We did not find this address.'],
      [says({}, 503), 'Street addresses cannot be looked up at the moment.'],
      [says(building(39.5, -105.0005)), 'lies so near to a district line that we cannot be sure'],
      [
        says(building(39.5, -103.5)),
        'This address lies in no district that is known here. Please choose your district.',
      ],
    ];
    for (const [index, [conduct, sentence]] of cases.entries()) {
      service.does(conduct);
      const page = await find({ home_street: `1 Main Street, Apt ${index}` });
      expect(page.status, sentence).to.equal(422);
      expect(decode(page.text)).to.include(sentence).and.include('Kept words');
      expect(formOf(page.text, 'Continue').choices['district']).to.not.equal(undefined);
    }
  });

  it('takes what is no street and no position for nothing', async () => {
    for (const fields of [
      { home_street: '   ' },
      { lat: 'x', lng: 'y' },
      { lat: '95', lng: '0' },
      { lat: '39.5', lng: '' },
    ]) {
      const page = await find(fields);
      expect(page.status).to.equal(200);
      expect(decode(page.text)).to.include('Which district is yours?');
    }
    service.does(says([]));
    for (const home_street of ['<b>1</b> Main', "1'; DROP TABLE actions; --", '🏠', 'x'.repeat(10_000)]) {
      const page = await find({ home_street });
      expect(page.status).to.equal(422);
      expect(page.text).not.to.include('<b>1</b>');
    }
  });
});
