import { expect } from 'chai';
import { congressLegislators, officialsList } from '../../src/offices/index.js';
import { listOfficials } from '../../src/offices/store.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { holdings, legislator } from '../support/rosters.js';
import { useWorld } from '../support/world.js';
import { sharedData } from '../support/services.js';

/** Lines of a council whose seats are held by people whose names begin with a word. */
function council(body: string, seats: number, word: string): string {
  return Array.from({ length: seats }, (_, index) => `${word} ${index},Ward ${index},${body}\n`).join('');
}

const HEADER = 'name,office,body\n';

onEachDatabase('a file that ends many officials', (db) => {
  const { importText, faultsOf } = useImporter(officialsList, db);

  it('is refused for the one body that loses most of its members, however large the others are', async () => {
    await importText(HEADER + council('Testville Council', 10, 'Ana') + council('Otherville Council', 40, 'Ben'));
    const text = HEADER + council('Testville Council', 10, 'Cleo') + council('Otherville Council', 40, 'Ben');
    expect((await faultsOf(text)).map(({ message }) => message)).to.deep.equal([
      'would end 10 of 10 officials of the Testville Council; if that is right, import it with --force',
    ]);
    expect(await importText({ text, options: { force: true } })).to.include({ added: 10, ended: 10, unchanged: 40 });
  });

  it('is refused when many small bodies change nearly all, but not for the election of one', async () => {
    const towns = ['Easton', 'Weston', 'Norton'].map((town) => `${town} Council`);
    await importText(HEADER + towns.map((town) => council(town, 5, 'Ana')).join(''));
    const all = HEADER + towns.map((town) => council(town, 5, 'Ben')).join('');
    expect((await faultsOf(all))[0]?.message).to.include('would end 15 of 15 officials; if that is right');
    const one = HEADER + towns.map((town, index) => council(town, 5, index === 0 ? 'Ben' : 'Ana')).join('');
    expect(await importText(one)).to.include({ added: 5, ended: 5, unchanged: 10 });
  });

  it('leaves everything as it was when it is refused', async () => {
    await importText(HEADER + council('Testville Council', 12, 'Ana'));
    await faultsOf(HEADER + council('Testville Council', 12, 'Ben') + council('Newville Council', 3, 'Cleo'));
    const held = holdings(await listOfficials(db()));
    expect(held).to.have.length(12);
    expect(held.filter((line) => !line.includes('Ana'))).to.deep.equal([]);
  });
});

onEachDatabase('a contact form that the next file does not name', (db) => {
  const congress = useImporter(congressLegislators, db);
  const list = useImporter(officialsList, db);
  const form = 'https://www.lima.example/contact';
  const ana = (facts: Readonly<Record<string, string>>): string =>
    JSON.stringify([legislator('A1', 'Ana Lima', { type: 'sen', state: 'CO', class: 2, ...facts })]);
  const forms = async (): Promise<(string | null)[]> => (await listOfficials(db())).map(({ formUrl }) => formUrl);

  it('is kept for members of Congress, and said so each time', async () => {
    await congress.importText(ana({ contact_form: form, url: 'https://www.lima.example' }));
    const next = ana({ url: 'https://www.lima.example', phone: '202-555-0100' });
    for (const change of [{ changed: 1 }, { changed: 0, unchanged: 1 }]) {
      const report = await congress.importText(next);
      expect(report).to.include(change);
      expect(report.remarks).to.include('Contact form not in the file, kept (1): Ana Lima (us-senate/co/class-2)');
      expect(await forms()).to.deep.equal([form]);
    }
  });

  it('is given up with a word when the website has moved', async () => {
    await congress.importText(ana({ contact_form: form, url: 'https://www.lima.example' }));
    const { remarks } = await congress.importText(ana({ url: 'https://lima.example/new' }));
    expect(remarks).to.include('Contact form gone (1): Ana Lima (us-senate/co/class-2)');
    expect(await forms()).to.deep.equal([null]);
  });

  it('is not passed on to who follows in the seat', async () => {
    await congress.importText(ana({ contact_form: form }));
    const ben = legislator('B1', 'Ben Okafor', { type: 'sen', state: 'CO', class: 2 });
    await congress.importText(JSON.stringify([ben]));
    expect(await forms()).to.deep.equal([null]);
  });

  it('goes from one’s own list when it is taken out there', async () => {
    const header = 'name,office,body,form_url\nAna Lima,Mayor,Testville Council,';
    await list.importText(`${header}${form}\n`);
    const { remarks } = await list.importText(`${header}\n`);
    expect(remarks).to.include('Contact form gone (1): Ana Lima (testville-council/mayor)');
    expect(await forms()).to.deep.equal([null]);
  });
});

describe('the shared file of Congress over the shipped senators', () => {
  const world = useWorld();
  const { importPath } = useImporter(congressLegislators, () => world().db);

  it('loses no senator’s form, and leaves a website where there is none', async function () {
    const path = sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz');
    const before = (await listOfficials(world().db, ['us-senate'])).filter(({ formUrl }) => formUrl);
    const { report } = await importPath(path);
    expect(report.remarks.filter((remark) => remark.startsWith('Contact form gone'))).to.deep.equal([]);
    const after = await listOfficials(world().db, ['us-senate']);
    const formOf = new Map(after.map(({ key, formUrl }) => [key, formUrl]));
    expect(before.filter(({ key }) => !formOf.get(key))).to.deep.equal([]);
    expect(after.filter(({ formUrl, website }) => !formUrl && !website)).to.deep.equal([]);
  });
});
