import { expect } from 'chai';
import { zipSync } from 'fflate';
import { zipPoints } from '../../src/divisions/index.js';
import { listCodePoints } from '../../src/divisions/store.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { sharedData } from '../support/services.js';

/** The Census Gazetteer: tabs, and columns padded with blanks, the last one in the header too. */
const GAZETTEER = [
  'GEOID\tALAND\tAWATER\tALAND_SQMI\tAWATER_SQMI\tINTPTLAT\tINTPTLONG                                        ',
  '00601\t166836392\t798613\t64.416\t0.308\t18.180555\t-66.749961                                        ',
  '80202\t3080120\t60461\t1.189\t0.023\t39.751586\t-104.996961                                     ',
].join('\n');

onEachDatabase('importing where ZIP codes lie', (db) => {
  const { importText, importPath, faultsOf } = useImporter(zipPoints, db);
  const stored = async () =>
    (await listCodePoints(db(), 'us')).sort((one, other) => one.code.localeCompare(other.code));

  it('reads the padded columns of the Census Gazetteer', async () => {
    expect(await importText({ text: GAZETTEER, name: '2024_Gaz_zcta_national.txt' })).to.include({ added: 2 });
    expect(await stored()).to.deep.equal([
      { code: '00601', lat: 18.180555, lng: -66.749961, place: null },
      { code: '80202', lat: 39.751586, lng: -104.996961, place: null },
    ]);
  });

  it('reads the Gazetteer as it is published, in a zip archive, and says what is wrong with another one', async () => {
    const packed = zipSync({ '2024_Gaz_zcta_national.txt': Buffer.from(GAZETTEER) });
    const name = '2024_Gaz_zcta_national.zip';
    expect(await importText({ text: Buffer.from(packed), name })).to.include({ added: 2 });
    for (const [text, message] of [
      [Buffer.from(packed.subarray(0, 90)), 'is no sound zip archive with a table'],
      [Buffer.from(zipSync({ 'read.me': Buffer.from('nothing') })), 'it holds 0 tables instead of one'],
    ] as const) {
      expect((await faultsOf({ text, name }))[0]).to.deep.include({ file: `/${name}` });
      expect((await faultsOf({ text, name }))[0]?.message).to.include(message);
    }
  });

  it('reads a list with places, and keeps a place that a later file does not know', async () => {
    await importText('zip,place,lat,lng\n80202,Denver,39.75,-105\n90210,Beverly Hills,34.09,-118.41\n');
    const report = await importText(GAZETTEER);
    expect(report).to.include({ added: 1, changed: 1, unchanged: 0, ended: 0 });
    expect(await stored()).to.deep.include({ code: '80202', lat: 39.751586, lng: -104.996961, place: 'Denver' });
    expect(await stored()).to.deep.include({ code: '90210', lat: 34.09, lng: -118.41, place: 'Beverly Hills' });
    expect(await importText(GAZETTEER)).to.include({ added: 0, changed: 0, unchanged: 2 });
  });

  it('names file and line of a point that is none, and takes nothing of the file', async () => {
    const cases: [row: string, field: string, message: string][] = [
      ['80203,91,-105', 'lat, lng', '"91, -105" is no point in degrees'],
      ['80203,39.7,-181', 'lat, lng', 'no point in degrees'],
      ['80203,,', 'lat, lng', '", " is no point in degrees'],
      ['80203,39.7,', 'lat, lng', 'no point'],
      ['80203,north,-105', 'lat, lng', '"north, -105" is no point'],
      ['80203,"39,7","-105,0"', 'lat, lng', 'no point'],
      ['80203,NaN,NaN', 'lat, lng', 'no point'],
      ['80203,Infinity,0', 'lat, lng', 'no point'],
      ['8020,39.7,-105', 'zip', '"8020" is not a ZIP code of five digits'],
    ];
    for (const [row, field, message] of cases) {
      const [fault] = await faultsOf({ text: `zip,lat,lng\n80202,39.7,-105\n${row}\n`, name: 'points.csv' });
      expect(fault, row).to.include({ file: '/points.csv', line: 3, field });
      expect(fault?.message, row).to.include(message);
    }
    const [missing] = await faultsOf('zip,lat,lngs\n80202,1,1\n');
    expect(missing).to.include({ field: 'lng', line: 1 });
    expect(missing?.message).to.include('the nearest column here is "lngs"');
    expect((await faultsOf('zip,lat,lng\n'))[0]?.message).to.equal('holds no points');
    expect(await stored()).to.deep.equal([]);
  });

  it('takes the shared list of ZIP areas', async function () {
    const { report } = await importPath(sharedData(this, 'us-zip-to-district', 'zcta-cd119.csv.gz'));
    expect(report.added).to.equal(33_791);
  });
});
