import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { officialsList } from '../../src/offices/index.js';
import { listOfficials } from '../../src/offices/store.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { holdings } from '../support/rosters.js';
import { sharedData } from '../support/services.js';
import { useFolder } from '../support/world.js';

onEachDatabase('importing a list whose columns have other names', (db) => {
  const { importText, importPath, faultsOf } = useImporter(officialsList, db);
  const folder = useFolder();
  const held = async (): Promise<string[]> => holdings(await listOfficials(db()));

  it('takes the names, several columns for one of ours, and fixed texts from the person, in any separator', async () => {
    const columns = "name=Vorname+Nachname,office='Sitz, Nr.'+Sitz,email=E-Post,body='Stadtrat Musterstadt'";
    for (const separator of [';', '\t', '|', ',']) {
      const lines = [
        ['Nachname', 'Vorname', 'Sitz', 'E-Post', 'Telefon'],
        ['Lima', 'Ana', '1', 'mailto:ana@rat.example', '555-0100'],
        ['', '', '2', '', ''],
      ];
      const text = lines.map((cells) => cells.join(separator)).join('\r\n');
      await importText({ text, options: { columns } });
      expect(await held(), separator).to.deep.equal(['stadtrat-musterstadt/sitz-nr-1: Ana Lima']);
      expect((await listOfficials(db()))[0]).to.include({ email: 'ana@rat.example', phone: null });
    }
  });

  it('takes them from a file as well, beside columns that are called as ours', async () => {
    const path = join(folder(), 'map.yaml');
    writeFileSync(path, 'full: no\n');
    const text = 'who,position,body,email\nAna Lima,Mayor,Testville Council,ana@council.example\n';
    expect((await faultsOf({ text, options: { columns: path } }))[0]?.message).to.include(
      '"full" is not one of name, office',
    );
    writeFileSync(path, 'name: Who\nsalutation: who\n');
    await importText({ text, options: { columns: path } });
    expect((await listOfficials(db()))[0]).to.include({
      name: 'Ana Lima',
      salutation: 'Ana Lima',
      email: 'ana@council.example',
    });
    const shared = { text, options: { columns: 'name=who,salutation=position' } };
    await importText(shared);
    expect((await listOfficials(db()))[0]).to.include({ officeId: 'testville-council/mayor', salutation: 'Mayor' });
  });

  it('says which column is not there, and what is wrong with the map', async () => {
    const text = 'who,seat,body\nAna Lima,Mayor,Testville Council\n';
    const cases: [columns: string, field: string, message: string][] = [
      ['name=whom', 'whom', 'the column is missing (it may be called whom); the nearest column here is "who"'],
      ['who', '--columns', '"who" is not such as name=Full Name; several are parted by commas'],
      ['nom=who', '--columns', '"nom" is not one of name, office, title'],
      ['none.yaml', '--columns', 'cannot be read (ENOENT'],
    ];
    for (const [columns, field, message] of cases) {
      const [fault] = await faultsOf({ text, options: { columns } });
      expect(fault?.field, columns).to.equal(field);
      expect(fault?.message, columns).to.include(message);
    }
  });

  it('reads text in another encoding when it is told which, packed or not', async () => {
    const text = 'name;office;body\nJörg Čapek;Bürgermeister;Rat von Mårby\n';
    const name = ['rat-von-marby/burgermeister', 'Jörg Čapek'];
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    await importText({ text: gzipSync(utf16), options: { encoding: 'utf-16le' } });
    const [official] = await listOfficials(db());
    expect([official?.officeId, official?.name]).to.deep.equal(name);
    const latin1 = Buffer.from(text.replace('Č', 'C'), 'latin1');
    expect((await faultsOf({ text: latin1 }))[0]).to.include({ field: 'file', line: 2 });
    await importText({ text: latin1, options: { encoding: 'latin1' } });
    expect((await listOfficials(db()))[0]?.name).to.equal('Jörg Capek');
    const faults = async (encoding: string) => (await faultsOf({ text: latin1, options: { encoding } }))[0];
    expect(await faults('utf-8')).to.deep.equal({
      field: '--encoding',
      file: '/file.csv',
      message: 'is not utf-8 text',
    });
    expect((await faults('klingon'))?.message).to.include(
      '"klingon" is no encoding that we know; usual ones are windows-1252',
    );
  });

  it('takes the shared list of members of the European Parliament as it was published', async function () {
    const columns =
      "name=mep_given_name+mep_family_name,family_name=mep_family_name,office='Seat'+mep_identifier,title=mep_honorific_prefix,email=mep_email,body='European Parliament'";
    const path = sharedData(this, 'eu', 'meps-9th-term.csv');
    const { report } = await importPath(path, { columns, encoding: 'windows-1252' });
    expect(report).to.include({ added: 813 });
    expect(report.remarks).to.include('Several e-mail links, the first is taken: 40 officials');
    const people = await listOfficials(db());
    expect(people.filter(({ email }) => email !== null)).to.have.length(698);
    expect(people.map(({ name }) => name)).to.include.members(['Charles Goerens', 'Željana Zovko']);
  });
});
