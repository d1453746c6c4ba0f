import { expect } from 'chai';
import { salutationOf, ukMps } from '../../src/offices/index.js';
import { listOffices, listOfficials } from '../../src/offices/store.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { listOcdDivisions } from '../support/ocd-list.js';
import { holdings } from '../support/rosters.js';
import { sharedData } from '../support/services.js';

const HEADER =
  '"pcon_name","pcon_code","member_id","display_as","party_text","member_email","region_name","country_name"';

onEachDatabase('importing the members of the House of Commons', (db) => {
  const { importText, importPath, faultsOf } = useImporter(ukMps, db);

  it('seats members by constituency, and keeps a seat without a member', async () => {
    const report = await importText(
      [
        HEADER,
        '"Aldershot","E14001063","1","Ana Lima","Independent","ana.lima@parliament.example","South East","England"',
        '"Ynys Môn","W07000112","2","Ben Okafor","Independent","No email found","Wales","Wales"',
        '"West Tyrone","N05000018","","","","","Northern Ireland","Northern Ireland"',
      ].join('\n'),
    );
    expect(report).to.include({ added: 2 });
    expect(report.remarks).to.deep.equal([
      'Vacant (1): gb-commons/n05000018',
      'Unusable e-mail address, left out: Ben Okafor (Ynys Môn)',
    ]);
    expect(holdings(await listOfficials(db()))).to.deep.equal([
      'gb-commons/e14001063: Ana Lima',
      'gb-commons/w07000112: Ben Okafor',
    ]);
    const officials = await listOfficials(db());
    const lima = officials.find(({ name }) => name === 'Ana Lima') ?? expect.fail('no member');
    expect(lima).to.deep.include({
      email: 'ana.lima@parliament.example',
      website: 'https://members.parliament.uk/member/1/contact',
    });
    const office = (await listOffices(db())).find(({ id }) => id === lima.officeId) ?? expect.fail('no office');
    expect(office).to.include({ name: 'Member of Parliament for Aldershot', title: 'MP' });
    expect(salutationOf(office, lima)).to.equal('Ana Lima MP');
  });

  it('names the line of an unknown region, and refuses an empty list', async () => {
    const [fault] = await faultsOf({
      text: `${HEADER}\n"X","E1","1","Ana Lima","","","Mercia","England"\n`,
      name: 'mps.csv',
    });
    expect(fault).to.include({ file: '/mps.csv', line: 2, field: 'country_name' });
    expect(fault?.message).to.equal('"Mercia, England" is no region of the United Kingdom that we know');
    expect((await faultsOf(HEADER))[0]?.message).to.equal('holds no constituencies');
    expect((await faultsOf('name\nAna\n')).map(({ field }) => field)).to.deep.equal([
      'pcon_name',
      'pcon_code',
      'country_name',
    ]);
  });

  it('loads the 650 seats of the shared file, each with an id of the public list', async function () {
    const { report } = await importPath(sharedData(this, 'uk', 'mp_lookup.csv'));
    expect(report).to.include({ added: 650 });
    expect(report.remarks).to.deep.equal([
      'Unusable e-mail address, left out: Yasmin Qureshi (Bolton South and Walkden), Sir Julian Lewis (New Forest East), Sir Mark Hendrick (Preston), Órfhlaith Begley (West Tyrone)',
    ]);
    const list = new Set(await listOcdDivisions(this, 'country-gb.csv'));
    const divisions = (await listOffices(db())).map(({ division }) => division);
    expect(divisions.filter((division) => !list.has(division))).to.deep.equal([]);
    expect(new Set(divisions).size).to.equal(650);
    expect((await listOfficials(db())).filter(({ email }) => email !== null)).to.have.length(646);
  });
});
