import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { openstatesPeople } from '../../src/offices/index.js';
import { listBodies, listOffices, listOfficials } from '../../src/offices/store.js';
import { onEachDatabase } from '../support/databases.js';
import { FILE_DAY, useImporter } from '../support/imports.js';
import { listOcdDivisions } from '../support/ocd-list.js';
import { holdings } from '../support/rosters.js';
import { sharedData } from '../support/services.js';
import { useWorld } from '../support/world.js';

const HEADER =
  'id,name,current_party,current_district,current_chamber,given_name,family_name,email,links,capitol_voice,district_voice';

/** A line of a state's file; the id is made of the name, as the same person has the same id in each file. */
function line(...[name, district, chamber, email = '']: [string, string, string, string?]): string {
  const id = `ocd-person/${name.toLowerCase().replaceAll(' ', '-')}`;
  return `${id},${name},Independent,"${district}",${chamber},,,${email},https://legislature.example/a;https://legislature.example/b,555-0100,555-0101`;
}

function file(...lines: string[]): string {
  return [HEADER, ...lines].join('\n');
}

onEachDatabase('importing state legislators', (db) => {
  const { importText, importPath, faultsOf } = useImporter(openstatesPeople, db);
  const held = async (): Promise<string[]> => holdings(await listOfficials(db()));
  const divisions = async (): Promise<string[]> =>
    (await listOffices(db())).map(({ division }) => division.replace('ocd-division/country:us/', ''));

  it('reads the state from the name of the file, or from its column', async () => {
    const member = line('Ana Lima', '7', 'lower', 'ana@legislature.example');
    await importText({ text: file(member), name: 'co.csv' });
    expect(await held()).to.deep.equal(['us-co-lower/7: Ana Lima']);
    const [official] = await listOfficials(db());
    expect(official).to.deep.include({
      email: 'ana@legislature.example',
      phone: '555-0100',
      website: 'https://legislature.example/a',
      familyName: 'Lima',
      party: 'Independent',
      ids: { openstates: 'ocd-person/ana-lima' },
    });
    expect(await importText({ text: gzipSync(file(member)), name: 'CO.csv.gz' })).to.include({
      unchanged: 1,
      added: 0,
    });
    const withState = `state,${HEADER}\nco,${member}\nne,${line('Ben Okafor', '3', 'legislature')}\n`;
    expect(await importText({ text: withState, name: 'state-legislators.csv' })).to.include({ unchanged: 1, added: 1 });
    expect(await held()).to.deep.equal(['us-co-lower/7: Ana Lima', 'us-ne-legislature/3: Ben Okafor']);
  });

  it('calls chambers and members what the state calls them', async () => {
    const chambers = [
      'CA lower',
      'NY lower',
      'NJ lower',
      'VA lower',
      'WI lower',
      'CO lower',
      'CO upper',
      'NE legislature',
      'DC legislature',
    ];
    const rows = chambers.map((chamber, index) => {
      const [state = '', kind = ''] = chamber.split(' ');
      return `${state},${line(`Member ${index}`, '1', kind)}`;
    });
    await importText(`state,${HEADER}\n${rows.join('\n')}`);
    const bodies = new Map((await listBodies(db())).map(({ id, name }) => [id, name]));
    expect(
      (await listOffices(db())).map(({ title, bodyId }) => `${title}, ${bodies.get(bodyId) ?? ''}`).sort(),
    ).to.deep.equal([
      'Assemblymember, California State Assembly',
      'Assemblymember, New Jersey General Assembly',
      'Assemblymember, New York State Assembly',
      'Councilmember, District of Columbia Council',
      'Delegate, Virginia House of Delegates',
      'Representative, Colorado House of Representatives',
      'Representative, Wisconsin State Assembly',
      'Senator, Colorado Senate',
      'Senator, Nebraska Legislature',
    ]);
  });

  it('turns each legislature’s own labels into division ids', async () => {
    const rows = [
      `id,${line('A', '3A', 'lower')}`,
      `id,${line('B', '3B', 'lower')}`,
      `ma,${line('C', 'First Suffolk and Middlesex', 'upper')}`,
      `ma,${line('D', 'Norfolk, Worcester and Middlesex', 'upper')}`,
      `ma,${line('E', '12th Essex', 'lower')}`,
      `nh,${line('F', 'Hillsborough 23', 'lower')}`,
      `mn,${line('G', '21A', 'lower')}`,
      `vt,${line('H', 'Chittenden Central', 'upper')}`,
      `vt,${line('I', 'Grand Isle-Chittenden', 'lower')}`,
      `dc,${line('J', 'Ward 3', 'legislature')}`,
      `dc,${line('K', 'At-Large', 'legislature')}`,
      `dc,${line('L', 'Chairman', 'legislature')}`,
      `pr,${line('M', 'At-Large', 'upper')}`,
    ];
    await importText(`state,${HEADER}\n${rows.join('\n')}`);
    expect((await divisions()).sort()).to.deep.equal([
      'district:dc',
      'district:dc',
      'district:dc/ward:3',
      'state:id/sldl:3',
      'state:id/sldl:3',
      'state:ma/sldl:12th_essex',
      'state:ma/sldu:1st_suffolk_and_middlesex',
      'state:ma/sldu:norfolk_worcester_and_middlesex',
      'state:mn/sldl:21a',
      'state:nh/sldl:hillsborough_23',
      'state:vt/sldl:grand_isle-chittenden',
      'state:vt/sldu:chittenden-central',
      'territory:pr',
    ]);
    expect((await held()).filter((one) => one.startsWith('us-id'))).to.deep.equal([
      'us-id-lower/3/2: B',
      'us-id-lower/3: A',
    ]);
    const names = (await listOffices(db())).map(({ name }) => name);
    expect(names).to.include('Councilmember, District of Columbia Council, at large');
    expect(names).to.include('Councilmember, District of Columbia Council, for Ward 3');
    expect(names).to.include('Representative, New Hampshire House of Representatives, for NH-HD-HILLSBOROUGH 23');
  });

  it('keeps the members of a district that elects several in their seat', async () => {
    const give = (...names: string[]) =>
      importText({ text: file(...names.map((name) => line(name, 'Hillsborough 23', 'lower'))), name: 'nh.csv' });
    await give('Ana Lima', 'Ben Okafor', 'Cleo Roth');
    const report = await give('Dan Wu', 'Cleo Roth', 'Ana Lima');
    expect(report).to.include({ added: 1, ended: 1, unchanged: 2 });
    expect(await held()).to.deep.equal([
      'us-nh-lower/hillsborough_23/2: Dan Wu',
      'us-nh-lower/hillsborough_23/3: Cleo Roth',
      'us-nh-lower/hillsborough_23: Ana Lima',
    ]);
    expect((await give('Cleo Roth')).remarks).to.include(
      'Vacant (2): us-nh-lower/hillsborough_23, us-nh-lower/hillsborough_23/2',
    );
    expect(await listOffices(db())).to.have.length(3);
  });

  it('touches only the chambers that the file has', async () => {
    await importText({ text: file(line('Ana Lima', '7', 'lower')), name: 'co.csv' });
    const report = await importText({ text: file(line('Ben Okafor', '7', 'upper')), name: 'wy.csv' });
    expect(report).to.include({ added: 1, ended: 0 });
    expect(await held()).to.deep.equal(['us-co-lower/7: Ana Lima', 'us-wy-upper/7: Ben Okafor']);
  });

  it('leaves out an address that nobody could write to, and tells whose it was', async () => {
    const report = await importText({
      text: file(
        line('Ana Lima', '7', 'lower', 'ana lima@legislature.example'),
        line('Ben Okafor', '8', 'lower', 'ben@legislature.example;boss@legislature.example'),
        line('Cleo Roth', '9', 'lower', 'cleo@legislature.example'),
      ),
      name: 'co.csv',
    });
    expect(report.remarks).to.deep.equal([
      'Unusable e-mail address, left out: Ana Lima (us-co-lower/7), Ben Okafor (us-co-lower/8)',
    ]);
    expect((await listOfficials(db())).map(({ name, email }) => `${name} ${email ?? '-'}`).sort()).to.deep.equal([
      'Ana Lima -',
      'Ben Okafor -',
      'Cleo Roth cleo@legislature.example',
    ]);
  });

  it('names the line of a row that cannot be placed', async () => {
    const good = line('Ana Lima', '7', 'lower');
    const cases: [name: string, text: string, lineNumber: number, field: string, message: string][] = [
      ['people.csv', file(good), 2, 'state', 'a file without this column must be called SS.csv'],
      ['zz.csv', file(good), 2, 'state', 'is not a state'],
      [
        'co.csv',
        file(good, line('Ben Okafor', '7', 'senate')),
        3,
        'current_chamber',
        '"senate" is not upper, lower or legislature',
      ],
      ['co.csv', file(line('Ben Okafor', '7', 'legislature')), 2, 'current_chamber', 'Colorado has no chamber'],
      [
        'co.csv',
        'id,name,district,chamber\n1,Ana,7,lower\n',
        1,
        'current_district',
        'the nearest column here is "district"',
      ],
    ];
    for (const [name, text, lineNumber, field, message] of cases) {
      const [fault] = await faultsOf({ text, name });
      expect(fault, text).to.include({ file: `/${name}`, line: lineNumber, field });
      expect(fault?.message, text).to.include(message);
    }
    expect((await faultsOf({ text: HEADER, name: 'co.csv' }))[0]?.message).to.equal('holds no legislators');
    expect(await listOffices(db())).to.deep.equal([]);
  });

  it('loads all 7,451 of the shared file, and again without a change', async function () {
    const path = sharedData(this, 'openstates-people', 'state-legislators.csv.gz');
    const { report, dataSet } = await importPath(path);
    expect(report).to.include({ added: 7451, ended: 0 });
    expect(report.remarks).to.deep.equal(['Unusable e-mail address, left out: Lori Garcia Sander (us-co-lower/65)']);
    expect(dataSet.scope).to.equal('102 bodies');
    const colorado = (await listOffices(db())).filter(({ bodyId }) => bodyId.startsWith('us-co-'));
    expect(colorado).to.have.length(100);
    expect((await importPath(path)).report).to.include({ added: 0, changed: 0, ended: 0, unchanged: 7451 });

    const list = new Set([
      ...(await listOcdDivisions(this, 'us_sldu.csv.gz')),
      ...(await listOcdDivisions(this, 'us_sldl.csv.gz')),
    ]);
    const found = [...new Set(await divisions())].map((division) => `ocd-division/country:us/${division}`);
    const legislative = found.filter((division) => /\/(?:sldu|sldl|ward):/.test(division));
    expect(
      legislative.filter((division) => !list.has(division)).sort(),
      'the two tribes of Maine send members, too',
    ).to.deep.equal([
      'ocd-division/country:us/state:me/sldl:houlton_band_of_maliseet_indians',
      'ocd-division/country:us/state:me/sldl:passamaquoddy_tribe',
    ]);
    expect(legislative.filter((division) => list.has(division))).to.have.length(6848);
  });
});

/** A person as the repository of Open States writes them. */
function record(name: string, facts: object = {}): object {
  return {
    id: `ocd-person/${name.toLowerCase().replaceAll(' ', '-')}`,
    name,
    family_name: name.split(' ').at(-1),
    email: `${name.split(' ')[0]?.toLowerCase() ?? ''}@legislature.example`,
    party: [{ name: 'Independent' }],
    roles: [role('lower', '7', { start_date: '2025-01-08' })],
    offices: [
      { classification: 'district', voice: '555-0101' },
      { classification: 'capitol', voice: '555-0100' },
    ],
    links: [{ url: 'https://legislature.example/a' }],
    ...facts,
  };
}

function role(type: string, district: string | number, days: object = {}): object {
  return { type, jurisdiction: 'ocd-jurisdiction/country:us/state:co/government', district, ...days };
}

onEachDatabase('importing the records of the Open States repository', (db) => {
  const { importText, importPath, faultsOf } = useImporter(openstatesPeople, db);
  const held = async (): Promise<string[]> => holdings(await listOfficials(db()));
  const people = [
    record('Ana Lima'),
    record('Ben Okafor', { roles: [role('upper', 12)] }),
    record('Cleo Roth', { roles: [role('governor', '')] }),
  ];

  it('reads a list, a record a line, one record, and YAML, packed or not, and says who has no seat', async () => {
    const forms: Record<string, string | Buffer> = {
      list: JSON.stringify(people, null, 2),
      lines: `${people.map((one) => JSON.stringify(one)).join('\n')}\n`,
      packed: gzipSync(`\uFEFF${people.map((one) => JSON.stringify(one)).join('\r\n')}\r\n\r\n`),
      yaml: `---\n${stringify(people)}`,
    };
    for (const [name, text] of Object.entries(forms)) {
      const { remarks } = await importText({ text, name });
      expect(remarks, name).to.include(`Left out, no seat in a legislature on ${FILE_DAY}: 1 people`);
      expect(await held(), name).to.deep.equal(['us-co-lower/7: Ana Lima', 'us-co-upper/12: Ben Okafor']);
    }
    for (const text of [JSON.stringify(people[0], null, 2), stringify(people[0])]) {
      expect(await importText(text)).to.include({ added: 0, changed: 0, unchanged: 1 });
    }
  });

  it('keeps the facts that the CSV has, and the days of the term besides', async () => {
    await importText(JSON.stringify(people));
    const { id: _id, officeId: _office, ...ana } = (await listOfficials(db()))[0] ?? expect.fail();
    expect(ana).to.deep.equal({
      ...{ key: 'ocd-person/ana-lima', name: 'Ana Lima', familyName: 'Lima', salutation: null, party: 'Independent' },
      ...{
        email: 'ana@legislature.example',
        phone: '555-0100',
        formUrl: null,
        website: 'https://legislature.example/a',
      },
      ...{
        ids: { openstates: 'ocd-person/ana-lima' },
        startsOn: '2025-01-08',
        termEndsOn: null,
        leavesOn: null,
        leadership: null,
      },
    });
  });

  it('seats who has a seat on the day of the file, or on the day that it is loaded ahead for', async () => {
    const roles = [
      role('lower', '7', { start_date: '2023-01-09', end_date: '2027-03-31' }),
      role('lower', '7', { start_date: '2019', end_date: '2022' }),
      role('upper', '3', { start_date: '2027-04-01' }),
    ];
    const text = JSON.stringify([record('Ana Lima', { roles })]);
    await importText(text);
    expect(await held()).to.deep.equal(['us-co-lower/7: Ana Lima']);
    await importText({ text, options: { inForce: '2027-04-01' } });
    expect(await held()).to.deep.equal(['us-co-lower/7: Ana Lima', 'us-co-upper/3: Ana Lima']);
  });

  it('names file, line and field of a record that cannot be read', async () => {
    const good = JSON.stringify(people[0]);
    const cases: [text: string, line: number | undefined, field: string, message: string][] = [
      [`${good}\n{"id": "ocd-person/1"\n`, 2, 'file', 'is not JSON'],
      [`${good}\n\n{"id": "ocd-person/1", "name": 7}\n`, 3, 'name', 'expected string'],
      ['[{"id": 1}]', undefined, 'id', 'this should be a person of github.com/openstates/people'],
      ['id: ocd-person/1\nname: "Ana\n', 3, 'file', 'is not YAML'],
      [
        JSON.stringify([record('Ana Lima', { roles: [role('legislature', '1')] })]),
        undefined,
        'roles.type',
        'Colorado has no chamber "legislature"',
      ],
      [
        JSON.stringify([record('Ana Lima', { roles: [role('lower', '')] })]),
        undefined,
        'roles.district',
        'is missing (Ana Lima)',
      ],
      [JSON.stringify([people[2]]), undefined, 'file', 'holds no legislators'],
      ['[]', undefined, 'file', 'holds no legislators'],
    ];
    for (const [text, line, field, message] of cases) {
      const [fault] = await faultsOf({ text, name: 'people.jsonl' });
      expect(fault, text).to.include({ field, file: '/people.jsonl' });
      expect(fault?.line, text).to.equal(line);
      expect(fault?.message, text).to.include(message);
    }
    expect(await held()).to.deep.equal([]);
  });

  it('takes the shared folder of Delaware, a file a person, and leaves the towns and the governor', async function () {
    const folder = sharedData(this, 'openstates-people', 'raw-yaml-de');
    const { report, dataSet } = await importPath(folder);
    expect(report).to.include({ added: 62 });
    expect(dataSet).to.include({ fileName: 'raw-yaml-de', scope: 'us-de-lower, us-de-upper' });
    expect(await importPath(folder)).to.have.nested.property('report.unchanged', 62);
  });
});

describe('the shared records of all states', () => {
  const world = useWorld();
  const { importPath } = useImporter(openstatesPeople, () => world().db);

  it('seat the same people as the CSV', async function () {
    const records = sharedData(this, 'openstates-people', 'state-legislators.jsonl.gz');
    const { report } = await importPath(records, { asOf: '2026-08-05' });
    expect(report.added).to.equal(7451);
    const table = sharedData(this, 'openstates-people', 'state-legislators.csv.gz');
    const again = await importPath(table, { asOf: '2026-08-05' });
    expect(again.report).to.include({ added: 0, ended: 0 });
  });
});
