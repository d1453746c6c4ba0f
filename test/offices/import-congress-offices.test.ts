import { expect } from 'chai';
import { stringify } from 'yaml';
import { congressOffices } from '../../src/offices/index.js';
import { listLocalOffices } from '../../src/offices/store-local-offices.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { sharedData } from '../support/services.js';
import { ana, NATIONAL, useFolder, useWorld } from '../support/world.js';

const denver = {
  id: 'B1-denver',
  address: '1244 Speer Blvd.',
  building: 'Chavez Building',
  suite: 7,
  city: 'Denver',
  state: 'CO',
  zip: '80204',
  latitude: 39.74,
  longitude: -104.99,
  phone: '303-555-0100',
};
const pueblo = { id: 'B1-pueblo', city: 'Pueblo', state: 'CO', fax: '719-555-0101' };
const offices = (...of: object[]) => [{ id: { bioguide: 'B1', govtrack: 7 }, offices: of }];

onEachDatabase('importing the local offices of members of Congress', (db) => {
  const { importText, importPath, faultsOf } = useImporter(congressOffices, db);

  it('keeps address, phone, fax and place, in the order of the file, out of JSON and out of YAML', async () => {
    expect(await importText(JSON.stringify(offices(denver, pueblo)))).to.include({ added: 2 });
    expect(await listLocalOffices(db())).to.deep.equal([
      {
        ...{ id: 'B1-denver', person: 'bioguide:B1', position: 0, city: 'Denver' },
        ...{ address: 'Chavez Building, 1244 Speer Blvd., 7, Denver, CO 80204', phone: '303-555-0100', fax: null },
        ...{ lat: 39.74, lng: -104.99 },
      },
      {
        ...{ id: 'B1-pueblo', person: 'bioguide:B1', position: 1, city: 'Pueblo', address: 'Pueblo, CO' },
        ...{ phone: null, fax: '719-555-0101', lat: null, lng: null },
      },
    ]);
    expect(await importText(stringify(offices(denver, pueblo)))).to.include({ added: 0, changed: 0, unchanged: 2 });
    const moved = { ...denver, phone: '303-555-0199' };
    expect(await importText(stringify(offices(moved)))).to.include({ added: 0, changed: 1, ended: 1, unchanged: 0 });
  });

  it('names file and field of what cannot be read', async () => {
    const cases: [text: string, field: string, message: string][] = [
      [
        JSON.stringify(offices({ ...denver, phone: true })),
        '0.offices.0.phone',
        'this should be legislators-district-offices',
      ],
      [JSON.stringify(offices(denver, denver)), 'offices.id', '"B1-denver" is there twice'],
      ['[{]', 'file', 'is neither JSON nor YAML'],
      ['[]', 'file', 'this should be legislators-district-offices.json or .yaml'],
    ];
    for (const [text, field, message] of cases) {
      const [fault] = await faultsOf({ text, name: 'offices.json' });
      expect(fault, text).to.include({ field, file: '/offices.json' });
      expect(fault?.message, text).to.include(message);
    }
    expect(await listLocalOffices(db())).to.deep.equal([]);
  });

  it('takes the shared file', async function () {
    const path = sharedData(this, 'us-congress-legislators', 'legislators-district-offices.json.gz');
    const { report } = await importPath(path);
    expect(report).to.include({ added: 1312 });
    expect(report.remarks.join()).to.match(/^No point on earth, left out: that of [A-Z]\d{6}-\w+$/);
  });
});

describe('a senator with local offices', () => {
  const world = useWorld();
  const folder = useFolder();
  const { importText } = useImporter(congressOffices, () => world().db);

  it('can be reached there, as the look-up and the receipt of a letter handed over tell', async () => {
    const own = [{ id: { bioguide: 'H000273' }, offices: [denver, pueblo] }];
    await importText(JSON.stringify(own));
    world().moveClock(2_000);
    const answer = await world().http.get('/api/v1/lookup?zip=80202');
    const { officials } = answer.body as { officials: { ids: object; local_offices: object[] }[] };
    expect(officials.map(({ local_offices: local }) => local.length)).to.deep.equal([2, 0]);
    expect(officials[0]?.local_offices[0]).to.deep.equal({
      ...{ address: 'Chavez Building, 1244 Speer Blvd., 7, Denver, CO 80204', city: 'Denver', phone: '303-555-0100' },
      ...{ fax: null, lat: 39.74, lng: -104.99 },
    });
    const senate = (text: string): string => text.replace(/ +- us-house\n/, '');
    await changeCampaign(world(), copyCampaign(folder(), NATIONAL, { 'campaign.yaml': senate }));
    const taken = await world().http.post(`/api/v1/campaigns/${NATIONAL}/actions`).send({ supporter: ana });
    const { receipt_url: url } = taken.body as { receipt_url: string };
    const receipt = await world().http.get(new URL(url).pathname);
    expect(receipt.text).to.include('Or call a local office: Denver <a href="tel:303-555-0100">303-555-0100</a>.');
  });
});
