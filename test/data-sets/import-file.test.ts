import { expect } from 'chai';
import { listDataSets } from '../../src/data-sets/index.js';
import { scopeText } from '../../src/data-sets/data-set.js';
import { listLatestImports } from '../../src/data-sets/store.js';
import { zipDistricts } from '../../src/divisions/index.js';
import { listCodeDivisions } from '../../src/divisions/store.js';
import { congressLegislators, officialsList, openstatesPeople } from '../../src/offices/index.js';
import { onEachDatabase } from '../support/databases.js';
import { FILE_DAY, useImporter } from '../support/imports.js';
import { legislator } from '../support/rosters.js';

const BEFORE = { asOf: '2027-02-01' };
const AFTER = { asOf: '2027-03-05' };

const STATES = ['AL', 'AZ', 'AR', 'CA', 'CO', 'CT', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN'];
const NATION = `zip,districts\n${STATES.map((state, index) => `100${index + 10},${state}-01\n`).join('')}`;
const COLORADO = 'zip,districts\n80202,CO-02\n';

const MEMBERS = 'id,name,current_district,current_chamber,state\n';

onEachDatabase('a file beside the loaded data', (db) => {
  const zips = useImporter(zipDistricts, db);
  const states = useImporter(openstatesPeople, db);
  const status = async (): Promise<string[]> =>
    (await listDataSets(db())).map(({ source, scope, asOf }) => `${source} ${scope} ${asOf}`);

  it('is refused for one state when the loaded data of the country are newer', async () => {
    await zips.importText(NATION);
    const [fault] = await zips.faultsOf({ text: COLORADO, name: 'co.csv', options: BEFORE });
    expect(fault).to.deep.equal({
      field: '--as-of',
      file: 'co.csv',
      message: `is good for 2027-02-01, but data as of ${FILE_DAY} are loaded for cd CO (ZIP codes and the districts they touch); use --force to go back in time`,
    });
    expect(await listCodeDivisions(db(), 'us')).to.have.length(STATES.length);
  });

  it('is refused for the country when the loaded data of one state are newer', async () => {
    await zips.importText({ text: COLORADO, options: AFTER });
    expect((await zips.faultsOf(NATION))[0]?.message).to.include('data as of 2027-03-05 are loaded for cd CO');
  });

  it('is measured by what is loaded now, after somebody went back in time', async () => {
    await zips.importText(NATION);
    await zips.importText({ text: COLORADO, options: { asOf: '2026-01-01', force: true } });
    await zips.importText({ text: COLORADO, options: BEFORE });
    expect(await status()).to.deep.equal(['zip-districts cd 2027-03-01', 'zip-districts cd CO 2027-02-01']);
  });

  it('takes the place of what it covers, so that no old day is shown', async () => {
    await zips.importText({ text: COLORADO, options: BEFORE });
    await zips.importText(NATION);
    expect(await status()).to.deep.equal(['zip-districts cd 2027-03-01']);
  });

  it('covers the chambers that it names, however many they are', async () => {
    const chambers = [...STATES, 'NE'].map(
      (state) => `1,Ana Lima,7,${state === 'NE' ? 'legislature' : 'upper'},${state}\n`,
    );
    const all = chambers.map((line, index) => line.replace('1,', `p${index},`)).join('');
    await states.importText(`${MEMBERS}${all}`);
    await states.importText({ text: `${MEMBERS}${all}b,Ben Okafor,7,lower,CO\n`, options: AFTER });
    expect(await status()).to.deep.equal(['openstates-people 14 bodies 2027-03-05']);
    const one = { text: `${MEMBERS}a,Ana Lima,7,upper,CO\n`, options: BEFORE };
    expect((await states.faultsOf(one))[0]?.message).to.include('data as of 2027-03-05 are loaded for us-co-upper');
    await states.importText({ ...one, text: `${MEMBERS}c,Cleo Roth,7,lower,CA\n` });
    expect(await status()).to.deep.equal([
      'openstates-people 14 bodies 2027-03-05',
      'openstates-people us-ca-lower 2027-02-01',
    ]);
  });
});

onEachDatabase('the same bodies from two sources', (db) => {
  const list = useImporter(officialsList, db);
  const other = useImporter({ ...officialsList, name: 'other-list', title: 'Another list' }, db);
  const council = (name: string): string => `name,office,body\n${name},Mayor,Testville Council\n`;

  it('hold no older people than are loaded, and only the later import is told', async () => {
    await list.importText(council('Ana Lima'));
    const older = { text: council('Ben Okafor'), options: BEFORE };
    expect((await other.faultsOf(older))[0]?.message).to.include(`data as of ${FILE_DAY} are loaded`);
    await other.importText({ ...older, options: AFTER });
    expect((await listDataSets(db())).map(({ source }) => source)).to.deep.equal(['other-list']);
    expect((await listLatestImports(db())).map(({ source }) => source)).to.deep.equal(['officials', 'other-list']);
  });
});

onEachDatabase('a file that comes twice', (db) => {
  const congress = useImporter(congressLegislators, db);
  const file = JSON.stringify([legislator('A1', 'Ana Lima', { type: 'rep', state: 'CO', district: 1 })]);

  it('changes nothing and is listed once', async () => {
    await congress.importText(file);
    const before = await listDataSets(db());
    expect(await congress.importText(file)).to.include({ added: 0, changed: 0, ended: 0, unchanged: 1 });
    const after = await listDataSets(db());
    expect(after).to.have.length(1);
    expect(after[0]?.checksum).to.equal(before[0]?.checksum);
  });
});

describe('what a data set covers', () => {
  it('is named where it is little, and summed up where it is much', () => {
    expect(scopeText(['us-senate', 'us-house'])).to.equal('us-house, us-senate');
    expect(scopeText(['sldl CO', 'cd WY', 'cd CO'])).to.equal('cd CO, cd WY, sldl CO');
    expect(scopeText(STATES.map((state) => `cd ${state}`))).to.equal('cd');
    expect(scopeText(['a', 'b', 'c', 'd', 'e'])).to.equal('5 bodies');
    expect(scopeText(['gb constituency'])).to.equal('gb constituency');
  });
});
