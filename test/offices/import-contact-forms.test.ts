import { expect } from 'chai';
import { stringify } from 'yaml';
import { gzipSync } from 'node:zlib';
import { congressLegislators, contactForms } from '../../src/offices/index.js';
import { listOfficeForms } from '../../src/offices/store-office-forms.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { legislator } from '../support/rosters.js';
import { sharedData } from '../support/services.js';

const field = (name: string, facts: object = {}) => ({ field: name, how: 'fill_in', required: true, ...facts });
const form = (bioguide: string, fields: object[], facts: object = {}) => ({
  ...{ bioguide, chamber: 'senate', url: 'https://www.example.test/contact', captcha: false },
  ...{ fields: [field('NAME_FIRST'), field('EMAIL'), field('EMAIL'), ...fields] },
  ...facts,
});
const long = form('A000001', [field('TOPIC', { choices: 19 }), field('MESSAGE')]);
const short = form(
  'A000002',
  [field('PHONE', { required: false }), field('NAME_PREFIX'), field('MESSAGE', { max_length: 500 })],
  { captcha: true, url: 'http://www.example.test/write' },
);
const stub = { ...form('A000003', []), url: 'stubforcwc', fields: [] };

onEachDatabase('importing what the forms of members of Congress ask for', (db) => {
  const { importText, importPath, faultsOf } = useImporter(contactForms, db);
  const roster = useImporter(congressLegislators, db);

  it('keeps address, needs and limit, out of JSON, YAML and gzip', async () => {
    const report = await importText(JSON.stringify([long, short, stub]));
    expect(report).to.include({ added: 2, changed: 0, ended: 0, unchanged: 0 });
    expect(await listOfficeForms(db())).to.deep.equal([
      {
        ...{ person: 'bioguide:A000001', url: 'https://www.example.test/contact', asks: ['topic'] },
        ...{ maxCharacters: null, hasCaptcha: false },
      },
      {
        ...{ person: 'bioguide:A000002', url: 'https://www.example.test/write', asks: ['prefix'] },
        ...{ maxCharacters: 500, hasCaptcha: true },
      },
    ]);
    expect(await importText(stringify([long, short]))).to.include({ added: 0, changed: 0, unchanged: 2 });
    const shorter = form('A000001', [field('MESSAGE', { max_length: 900 })]);
    const packed = gzipSync(JSON.stringify([shorter]));
    expect(await importText({ text: packed })).to.include({ added: 0, changed: 1, ended: 1, unchanged: 0 });
  });

  it('tells whom no roster knows, and whose form cannot be opened', async () => {
    const senator = legislator('A000001', 'Ada Moran', { type: 'sen', state: 'KS', class: 3 });
    await roster.importText({ text: JSON.stringify([senator]), options: { force: true } });
    const { remarks } = await importText(JSON.stringify([long, short, stub]));
    expect(remarks).to.deep.equal([
      'Without a form that can be opened, left out: 1',
      'In no roster that is loaded: A000002, A000003',
    ]);
  });

  it('leaves out an address that must not become a link', async () => {
    for (const url of ['javascript:alert(1)', 'stubforcwc ', 'https://me@forms.test/', ''])
      await importText(JSON.stringify([{ ...long, url }]));
    expect(await listOfficeForms(db())).to.deep.equal([]);
  });

  it('names file and field of what cannot be read', async () => {
    const cases: [text: string, field: string, message: string][] = [
      [JSON.stringify([{ ...long, bioguide: 7 }]), '0.bioguide', 'this should be contact-forms.json or .yaml'],
      [JSON.stringify([{ ...long, bioguide: 'x' }]), '0.bioguide', 'must be a Bioguide id such as A000055'],
      [
        JSON.stringify([form('A000001', [field('MESSAGE', { max_length: 0 })])]),
        '0.fields.3.max_length',
        'contact-forms',
      ],
      [JSON.stringify([long, long]), 'bioguide', '"A000001" is there twice'],
      ['[]', 'file', 'this should be contact-forms.json or .yaml'],
      ['[{]', 'file', 'is neither JSON nor YAML'],
    ];
    for (const [text, name, message] of cases) {
      const [fault] = await faultsOf({ text, name: 'forms.json' });
      expect(fault, text).to.include({ field: name, file: '/forms.json' });
      expect(fault?.message, text).to.include(message);
    }
    expect(await listOfficeForms(db())).to.deep.equal([]);
  });

  it('takes the shared file, with every senator whose form is known', async function () {
    await roster.importPath(sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz'));
    const { report, dataSet } = await importPath(sharedData(this, 'us-contact-forms', 'contact-forms.json.gz'));
    const forms = await listOfficeForms(db());
    expect(dataSet).to.include({ source: 'contact-forms', scope: 'forms us', records: forms.length });
    expect(report.remarks.join()).not.to.include('In no roster');
    expect(forms.filter(({ maxCharacters }) => maxCharacters === 500)).to.have.length(3);
    expect(forms.filter(({ maxCharacters }) => maxCharacters !== null)).to.have.length(12);
    expect(forms.filter(({ url }) => url.includes('.senate.gov'))).to.have.length(99);
    expect(forms.find(({ person }) => person === 'bioguide:H000273')?.asks).to.include.members(['topic', 'street']);
  });
});
