import { expect } from 'chai';
import { officialsList } from '../../src/offices/index.js';
import { listOfficials } from '../../src/offices/store.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { holdings } from '../support/rosters.js';

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
