import { expect } from 'chai';
import fc from 'fast-check';
import { officialsList, readOfficials, salutationOf } from '../../src/offices/index.js';
import { listBodies, listOffices, listOfficials } from '../../src/offices/store.js';
import { openDataFile } from '../../src/platform/open-file.js';
import { programPath } from '../../src/platform/paths.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { holdings } from '../support/rosters.js';

const HEADER = 'name,office,title,body,email,form_url';

onEachDatabase('importing a list of one’s own', (db) => {
  const { importText, faultsOf } = useImporter(officialsList, db);
  const held = async (): Promise<string[]> => holdings(await listOfficials(db()));

  it('takes a council with its seats, one of them vacant', async () => {
    const report = await importText(
      `${HEADER}\nAna Lima,Mayor,Mayor,Testville Council,ana@testville.example,\n,Ward 1,,Testville Council,,\nBen Okafor,Ward 2,,Testville Council,,https://testville.example/ben\n`,
    );
    expect(report).to.include({ added: 2, ended: 0 });
    expect(report.remarks).to.deep.equal(['Vacant (1): testville-council/ward-1']);
    expect(await held()).to.deep.equal(['testville-council/mayor: Ana Lima', 'testville-council/ward-2: Ben Okafor']);
    const offices = new Map((await listOffices(db())).map((office) => [office.id, office]));
    expect(offices.get('testville-council/ward-1')).to.deep.include({
      name: 'Ward 1, Testville Council',
      division: 'ocd-division/country:us',
    });
    const people = await listOfficials(db());
    const greetings = people.map((one) => salutationOf(offices.get(one.officeId) ?? expect.fail(), one));
    expect(greetings.sort(), 'without a title by the whole name').to.deep.equal(['Ben Okafor', 'Mayor Lima']);
  });

  it('goes by other names of columns, semicolons and a byte-order mark', async () => {
    await importText(
      '\uFEFFName;Position;Body;E-Mail;Telephone;Last_Name;URL;Term_Ends_On\n"Ana Lima de Sá";Chair;Testville Board;ana@testville.example;555-0100;Lima de Sá;https://testville.example;2028-12-31\n',
    );
    const [official] = await listOfficials(db());
    expect(official).to.deep.include({
      name: 'Ana Lima de Sá',
      familyName: 'Lima de Sá',
      email: 'ana@testville.example',
      phone: '555-0100',
      website: 'https://testville.example',
      termEndsOn: '2028-12-31',
    });
  });

  it('tells every faulty line at once, with file and line, and takes nothing', async () => {
    const faults = await faultsOf({
      name: 'council.csv',
      text: [
        'name,office,body,email,form_url,division,starts_on',
        'Ana Lima,Ward 1,Testville Council,ana@testville.example,,,',
        'Ben Okafor,,Testville Council,,,,',
        'Cleo Roth,Ward 3,,,,,',
        'Dan Wu,Ward 4,Testville Council,"dan@testville.example,eve@testville.example",,,',
        'Eve Sand,Ward 5,Testville Council,,javascript:alert(document.cookie),,',
        'Finn Hale,Ward 6,Testville Council,not-an-address,www.testville.example,somewhere,4 January',
        'Gus Ito,Ward 7,Testville Council,,,ocd-division/country:fr/ward:7,',
        'Hana Ito,Ward 8,U.S. Senate,,,,',
        'Ivo Ito,Ward 9,us-co-lower,,,,',
      ].join('\n'),
    });
    expect(faults.map(({ line, field }) => `${line ?? ''} ${field}`)).to.deep.equal([
      '3 office',
      '4 body',
      '5 email',
      '6 form_url',
      '7 email',
      '7 form_url',
      '7 division',
      '7 starts_on',
      '8 division',
      '9 body',
      '10 body',
    ]);
    expect(new Set(faults.map(({ file }) => file))).to.deep.equal(new Set(['/council.csv']));
    const words = faults.map(({ message }) => message).join('\n');
    expect(words)
      .to.include('which seat is this, for example "Ward 3"?')
      .and.include('which council, chamber or board is this?')
      .and.include('"dan@testville.example,eve@testville.example" is not one e-mail address')
      .and.include('"javascript:alert(document.cookie)" is not a web address that starts with https://')
      .and.include('"somewhere" is not a division id such as ocd-division/country:us/state:co/sldl:7')
      .and.include('"4 January" is not a day such as 2027-01-04')
      .and.include('lies in a country that Clarion does not know yet')
      .and.include('"U.S. Senate" is a public body with a roster of its own')
      .and.include('"us-co-lower" is a public body with a roster of its own; call your list something else');
    expect(await listOffices(db())).to.deep.equal([]);
  });

  it('refuses addresses and links that would do more than reach one person', async () => {
    const bad = {
      email: [
        'a@b.example,c@d.example',
        'a@b.example;c@d.example',
        'a@b.example c@d.example',
        'Ana <ana@b.example>',
        'a@b.example\nBcc: c@d.example',
        'ana@localhost',
        '@b.example',
      ],
      form_url: [
        'javascript:alert(1)',
        'JaVaScRiPt:alert(1)',
        'data:text/html,x',
        'file:///etc/passwd',
        '//testville.example',
        'https://user:word@testville.example',
        'mailto:a@b.example',
      ],
    };
    for (const [field, values] of Object.entries(bad)) {
      for (const value of values) {
        const [fault] = await faultsOf(`name,office,body,${field}\nAna,Mayor,Testville Council,"${value}"\n`);
        expect(fault?.field, value).to.equal(field);
      }
    }
  });

  it('refuses days that no calendar has, and takes a leap day', async () => {
    for (const day of [
      '2027-13-45',
      '2026-02-30',
      '2027-02-29',
      '2027-2-3',
      '2027-01-01T00:00',
      '20270101',
      '04/01/2027',
    ]) {
      for (const field of ['starts_on', 'term_ends_on']) {
        const [fault] = await faultsOf(`name,office,body,${field}\nAna,Mayor,Testville Council,${day}\n`);
        expect(fault, day).to.include({ field, line: 2, message: `"${day}" is not a day such as 2027-01-04` });
      }
    }
    await importText('name,office,body,starts_on\nAna,Mayor,Testville Council,2028-02-29\n');
    expect(await held()).to.have.length(1);
  });

  it('takes the divisions of a city, which no layer of ours names', async () => {
    const place = 'ocd-division/country:us/state:co/place:denver';
    await importText(
      `name,office,body,division\nAna Lima,Mayor,Testville Council,${place}\nBen Okafor,District 3,Testville Council,${place}/council_district:3\n`,
    );
    expect((await listOffices(db())).map(({ id, division }) => `${id} ${division}`)).to.deep.equal([
      `testville-council/district-3 ${place}/council_district:3`,
      `testville-council/mayor ${place}`,
    ]);
    for (const broken of [
      `${place}/`,
      `${place}/ward`,
      `${place}/ward:3 b`,
      'ocd-division/country:usa',
      place.toUpperCase(),
    ]) {
      const [fault] = await faultsOf(`name,office,body,division\nAna,Mayor,Testville Council,${broken}\n`);
      expect(fault, broken).to.include({ field: 'division', line: 2 });
    }
  });

  it('refuses names that leave nothing for an id, and a list without people', async () => {
    expect((await faultsOf('name,office,body\nAna,Mayor,Рада\n'))[0]).to.include({ field: 'body', line: 2 });
    expect((await faultsOf('name,office,body\nAna,Голова,Testville Council\n'))[0]).to.include({ field: 'office' });
    expect((await faultsOf('name,office,body\n'))[0]?.message).to.equal('holds no officials');
    expect((await faultsOf('first,last\nAna,Lima\n')).map(({ field }) => field)).to.deep.equal(['name', 'office']);
  });

  it('replaces the people of its own body and of no other', async () => {
    await importText(`${HEADER}\nAna Lima,Mayor,,Testville Council,,\n`);
    await importText(`${HEADER}\nBen Okafor,Mayor,,Otherville Council,,\n`);
    const report = await importText(`${HEADER}\nCleo Roth,Mayor,,Testville Council,,\n`);
    expect(report).to.include({ added: 1, ended: 1 });
    expect(await held()).to.deep.equal(['otherville-council/mayor: Ben Okafor', 'testville-council/mayor: Cleo Roth']);
  });

  it('stands for the wards of a council, wherever the mayor is in the list', async () => {
    const ward = 'Ana Lima,Ward 1,Testville Council,ocd-division/country:us/state:co/sldl:7\n';
    const mayor = 'Ben Okafor,Mayor,Testville Council,\n';
    for (const rows of [ward + mayor, mayor + ward]) {
      await importText(`name,office,body,division\n${rows}`);
      expect(await listBodies(db())).to.deep.equal([
        { id: 'testville-council', name: 'Testville Council', country: 'us', layer: 'sldl' },
      ]);
    }
  });
});

describe('a list of officials in a campaign’s folder', () => {
  it('needs no body in its lines', async () => {
    const file = await openDataFile(programPath('campaigns', 'harbourview-hotel-training', 'council.csv'));
    const roster = await readOfficials(file, { bodyName: 'Some other council' });
    expect(roster.bodies.map(({ id }) => id)).to.deep.equal(['harbourview-city-council']);
    expect(roster.seats).to.have.length(5);
    expect(roster.holders).to.have.length(4);
  });
});

onEachDatabase('any list of officials', (db) => {
  const { importText } = useImporter(officialsList, db);

  it('comes back as it was written, names in every script included', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '' && !text.includes('\u0000') && text.isWellFormed() && !text.startsWith('\uFEFF'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), async (names) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const rows = names.map((text, index) => `${quoted(text)},Ward ${index + 1},Testville Council`);
        await importText({ text: ['name,office,body', ...rows].join('\n'), options: { force: true } });
        const people = new Map((await listOfficials(db())).map((one) => [one.officeId, one.name]));
        expect(names.map((_, index) => people.get(`testville-council/ward-${index + 1}`))).to.deep.equal(names);
      }),
      { numRuns: 30 },
    );
  });
});
