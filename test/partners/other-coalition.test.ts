import { expect } from 'chai';
import { COALITION, seedCoalition } from '../support/coalition.js';
import { act, askBoth } from '../support/partner-people.js';
import { showPage } from '../support/partner-pages.js';
import { useWorld } from '../support/world.js';

const number = {
  ...{ kind: 'calls', total: '12', from_on: '2027-03-01', to_on: '2027-03-02', source: 'Our phones', version: '1' },
  ...{ campaign: '', note: '', why: 'Mine now.', question: 'Mine?' },
};
const happened = { happened_on: '2027-03-02', kind: 'meeting', title: 'A meeting', is_public: 'true' };

describe('who leads one coalition', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('reaches nothing of another one by its ids, and sees nothing of it', async () => {
    const seeded = await seedCoalition(world(), { sharing: 'all_consented' });
    const { teachers, chamber } = seeded;
    const home = `/coalitions/${COALITION}`;
    await askBoth(world(), seeded);
    const { id: person } = await act(world(), { name: 'ana', optIns: ['chamber'] });
    await showPage(world(), 'chamber', { intro: 'Words that only the lead looks at.' });
    await chamber.owner.post(`${home}/declared`, number);
    await chamber.owner.post(`${home}/milestones`, happened);
    const idIn = async (table: string): Promise<string> => (await world().db(table).pluck<string[]>('id'))[0] ?? '';
    const [declared, happening] = [await idIn('declared_numbers'), await idIn('coalition_milestones')];
    expect([declared, happening]).not.to.include('');

    const made = { name: 'Night Shift', summary: 'Safe ways home.', code: 'teachers' };
    const { owner } = teachers;
    await owner.press(await owner.get('/coalitions/new'), 'Make the coalition', made);
    const other = '/coalitions/night-shift';
    const pages = [`/declared/${declared}`, `/milestones/${happening}/edit`, `/page/partners/${chamber.partnerId}`];
    for (const path of [...pages, `/page/partners/${chamber.partnerId}/preview`])
      expect((await owner.http.get(owner.base + other + path)).status, path).to.equal(404);
    const acts = [
      ...['edit', 'withdraw', 'question'].map((one) => `/declared/${declared}/${one}`),
      ...['edit', 'publish', 'remove', 'restore'].map((one) => `/milestones/${happening}/${one}`),
    ];
    for (const path of acts) {
      const kind = path.startsWith('/declared') ? 'calls' : 'meeting';
      expect((await owner.post(other + path, { ...number, ...happened, kind })).status, path).to.equal(404);
    }
    const decided = { choice: 'withdraw', number: '2', reason: 'Mine now.' };
    expect((await owner.post(`${other}/page/partners/${chamber.partnerId}/decide`, decided)).status).to.equal(404);
    for (const at of [other, home])
      expect((await owner.post(`${at}/people/withdraw`, { person })).status, at).to.equal(404);
    expect((await owner.post(`${other}/people/export`, { file: 'people' })).text).not.to.include('ana@');
    expect(await owner.get(`${home}/page/preview`)).not.to.include('Words that only the lead');
    expect(await world().db('consents').whereNotNull('withdrawn_at').pluck('action_id')).to.deep.equal([]);
    const kept = await world().db('declared_numbers').select<object[]>('version', 'withdrawn_at', 'question');
    expect(kept).to.deep.equal([{ version: 1, withdrawn_at: null, question: '' }]);
  });
});
