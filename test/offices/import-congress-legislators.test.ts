import { expect } from 'chai';
import { stringify } from 'yaml';
import { listDataSets } from '../../src/data-sets/index.js';
import { congressLegislators, isTermOver } from '../../src/offices/index.js';
import { houseSeats, senateSeats } from '../../src/offices/congress.js';
import { listOffices, listOfficials } from '../../src/offices/store.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { listOcdDivisions } from '../support/ocd-list.js';
import { holdings, legislator } from '../support/rosters.js';
import { sharedData } from '../support/services.js';
import { useWorld } from '../support/world.js';

const ana = legislator('L000001', 'Ana Lima', { type: 'rep', state: 'CO', district: 1, phone: '202-555-0100' });
const ben = legislator('O000002', 'Ben Okafor', {
  type: 'sen',
  state: 'CO',
  class: 2,
  contact_form: 'https://okafor.example/contact',
});
const cleo = legislator('R000003', 'Cleo Roth', { type: 'rep', state: 'WY', district: 0, url: 'javascript:alert(1)' });
const dan = legislator('W000004', 'Dan Wu', { type: 'rep', state: 'GU', district: 0 });

onEachDatabase('importing the members of Congress', (db) => {
  const { importText, importPath, faultsOf } = useImporter(congressLegislators, db);
  const held = async (): Promise<string[]> => holdings(await listOfficials(db()));

  it('seats everyone by their last term, out of JSON and out of YAML', async () => {
    await importText({ text: JSON.stringify([ana, ben, cleo, dan]), name: 'legislators-current.json' });
    expect(await held()).to.deep.equal([
      'us-house/co/1: Ana Lima',
      'us-house/gu/at-large: Dan Wu',
      'us-house/wy/at-large: Cleo Roth',
      'us-senate/co/class-2: Ben Okafor',
    ]);
    const again = await importText({ text: stringify([ana, ben, cleo, dan]), name: 'legislators-current.yaml' });
    expect(again).to.include({ added: 0, changed: 0, ended: 0, unchanged: 4 });
  });

  it('keeps the facts that a page shows, and no link that a browser would run', async () => {
    await importText(JSON.stringify([ana, ben, cleo, dan]));
    const officials = new Map((await listOfficials(db())).map((one) => [one.name, one]));
    expect(officials.get('Ana Lima')).to.deep.include({
      phone: '202-555-0100',
      email: null,
      formUrl: null,
      party: 'Independent',
      termEndsOn: '2027-01-03',
      ids: { bioguide: 'L000001', govtrack: '400001' },
    });
    expect(officials.get('Ben Okafor')?.formUrl).to.equal('https://okafor.example/contact');
    expect(officials.get('Cleo Roth')?.website).to.equal(null);
  });

  it('knows all 541 offices, also those that the file leaves vacant', async () => {
    const report = await importText(JSON.stringify([ana]));
    const offices = await listOffices(db());
    const of = (body: string) => offices.filter(({ bodyId }) => bodyId === body);
    expect(of('us-senate')).to.have.length(100);
    expect(of('us-house')).to.have.length(441);
    const delegates = of('us-house').filter(({ title }) => title !== 'Representative');
    expect(delegates.map(({ id, name }) => `${id} ${name}`).sort()).to.deep.equal([
      'us-house/as/at-large Delegate to the U.S. House for American Samoa',
      'us-house/dc/at-large Delegate to the U.S. House for District of Columbia',
      'us-house/gu/at-large Delegate to the U.S. House for Guam',
      'us-house/mp/at-large Delegate to the U.S. House for Northern Mariana Islands',
      'us-house/pr/at-large Resident Commissioner to the U.S. House for Puerto Rico',
      'us-house/vi/at-large Delegate to the U.S. House for U.S. Virgin Islands',
    ]);
    expect(report.remarks.join()).to.include('Vacant (540)');
  });

  it('seats a successor in the same office and notes when the other left', async () => {
    await importText(JSON.stringify([ana, ben]));
    const eve = legislator('S000005', 'Eve Sand', { type: 'rep', state: 'CO', district: 1 });
    const report = await importText(JSON.stringify([eve, ben]));
    expect(report).to.include({ added: 1, changed: 0, ended: 1, unchanged: 1 });
    expect(report.remarks.join('\n'))
      .to.include('Came (1): Eve Sand (us-house/co/1)')
      .and.to.include('Left (1): Ana Lima (us-house/co/1)');
    expect(await held()).to.deep.equal(['us-house/co/1: Eve Sand', 'us-senate/co/class-2: Ben Okafor']);
    const rows = (await db()('officials').select('name', 'ended_on').orderBy('name')) as {
      name: string;
      ended_on: string | null;
    }[];
    expect(rows.map((row) => `${row.name} ${row.ended_on ?? 'serves'}`)).to.deep.equal([
      'Ana Lima 2027-03-01',
      'Ben Okafor serves',
      'Eve Sand serves',
    ]);
  });

  it('refuses a file that would end more than half, unless told that this is right', async () => {
    const members = Array.from({ length: 12 }, (_, index) =>
      legislator(`A00000${index}`, `Member ${index}`, { type: 'rep', state: 'CA', district: index + 1 }),
    );
    await importText(JSON.stringify(members));
    const few = JSON.stringify(members.slice(0, 5));
    const [fault] = await faultsOf({ text: few, name: 'torso.json' });
    expect(fault?.file).to.equal('/torso.json');
    expect(fault?.message).to.equal(
      'would end 7 of 12 officials of the United States House of Representatives; if that is right, import it with --force',
    );
    expect(await held()).to.have.length(12);
    expect(
      (await listDataSets(db())).map(({ records }) => records),
      'nothing of it is recorded',
    ).to.deep.equal([12]);
    expect(await importText(JSON.stringify(members.slice(0, 6))), 'half is an election').to.include({ ended: 6 });
    expect(await importText({ text: JSON.stringify(members.slice(0, 1)), options: { force: true } })).to.include({
      ended: 5,
    });
  });

  it('tells for whom there is no seat instead of dropping them', async () => {
    const classless = legislator('S000001', 'No Class', { type: 'sen', state: 'CO' });
    const tooHigh = legislator('S000002', 'Too High', { type: 'rep', state: 'CO', district: 9 });
    const second = legislator('S000003', 'Second One', { type: 'rep', state: 'CO', district: 1 });
    const { remarks } = await importText(JSON.stringify([ana, classless, tooHigh, second]));
    expect(remarks.at(-1)).to.equal(
      'Left out, no seat (3): No Class (us-senate/co/class-0), Too High (us-house/co/9), Second One (us-house/co/1)',
    );
  });

  it('says what is wrong with a file of another kind', async () => {
    const cases: [text: string, field: string, message: string][] = [
      ['[{"id":', 'file', 'is neither JSON nor YAML'],
      ['a: [', 'file', 'is neither JSON nor YAML'],
      ['[]', 'file', 'this should be legislators-current.json or .yaml'],
      ['name,state\nAna,CO\n', 'file', 'this should be legislators-current.json'],
      [JSON.stringify([{ ...ana, id: {} }]), '0.id.bioguide', 'expected string'],
      [JSON.stringify([ana, { ...ben, terms: [] }]), '1.terms', 'this should be'],
      [
        JSON.stringify([legislator('A1', 'Ana Lima', { type: 'rep', state: 'XX' })]),
        '0.terms.state',
        '"XX" is not a state',
      ],
      [
        JSON.stringify([legislator('A1', 'Ana Lima', { type: 'rep', state: 'CO', end: '3 Jan' })]),
        '0.terms.1.end',
        'must be a day such as 2025-01-03',
      ],
    ];
    for (const [text, field, message] of cases) {
      const [fault] = await faultsOf({ text, name: 'wrong.json' });
      expect(fault, text).to.include({ field, file: '/wrong.json' });
      expect(fault?.message, text).to.include(message);
    }
  });

  it('loads the shared file with its four vacant seats', async function () {
    const { report, dataSet } = await importPath(
      sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz'),
    );
    expect(report).to.include({ added: 537, changed: 0, ended: 0 });
    expect(report.remarks.find((remark) => remark.startsWith('Vacant'))).to.equal(
      'Vacant (4): us-house/ca/14, us-house/fl/20, us-house/ga/13, us-house/tx/23',
    );
    expect(report.remarks.some((remark) => remark.startsWith('Left out'))).to.equal(false);
    expect(dataSet).to.include({ scope: 'us-house, us-senate', licence: 'public domain (CC0)' });
    const officials = await listOfficials(db());
    expect(officials.filter((one) => isTermOver(one, '2026-11-04')).map(({ officeId }) => officeId)).to.have.length(2);
    expect(officials.filter((one) => isTermOver(one, '2026-11-03'))).to.deep.equal([]);
  });
});

describe('the shared files of Congress', () => {
  const world = useWorld();
  const { importPath } = useImporter(congressLegislators, () => world().db);

  it('hold the same people as JSON and as YAML, and the senators of the starter data', async function () {
    const json = await importPath(sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz'));
    // The starter data have the senators already: nobody comes or goes, facts are added.
    expect(json.report).to.include({ added: 437, changed: 100, ended: 0 });
    const yaml = await importPath(sharedData(this, 'us-congress-legislators', 'legislators-current.yaml'));
    expect(yaml.report).to.include({ added: 0, changed: 0, ended: 0, unchanged: 537 });
  });
});

describe('the seats of Congress', () => {
  it('are 100, two for each state, and 435 with six delegates', () => {
    const perState = new Map<string, number>();
    for (const { division } of senateSeats()) perState.set(division, (perState.get(division) ?? 0) + 1);
    expect([...perState.values()]).to.deep.equal(Array(50).fill(2));
    const perClass = [1, 2, 3].map((one) => senateSeats().filter(({ key }) => key.endsWith(`class-${one}`)).length);
    expect(perClass).to.deep.equal([33, 33, 34]);
    expect(houseSeats().filter(({ title }) => title === 'Representative')).to.have.length(435);
    expect(new Set([...senateSeats(), ...houseSeats()].map(({ key }) => key)).size).to.equal(541);
  });

  it('stand for divisions that the public list knows, all 441 of the House', async function () {
    const list = new Set(await listOcdDivisions(this, 'us_congressional_districts.csv'));
    expect(houseSeats().filter(({ division }) => !list.has(division))).to.deep.equal([]);
  });
});
