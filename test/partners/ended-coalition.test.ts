import { expect } from 'chai';
import { consoleRoutes } from '../../src/console/index.js';
import { writing } from '../../src/platform/db.js';
import { unseat } from '../../src/partners/store-partners.js';
import { COALITION, seedCoalition } from '../support/coalition.js';
import { consoleTools, seedConsole } from '../support/console-seed.js';
import { act, ask, askBoth, change, codesOn, consentsIn, letterPage } from '../support/partner-people.js';
import { showPage, TEACHERS_PAGE } from '../support/partner-pages.js';
import { CITY, useFolder, useWorld } from '../support/world.js';

const ROOT = `/coalitions/${COALITION}`;
const agreement = 'Each partner writes only to people who ticked its own box, once a month.';
const number = {
  ...{ kind: 'calls', total: '12', from_on: '2027-03-01', to_on: '2027-03-02', source: 'Our phones' },
  ...{ version: '1', campaign: '', note: '' },
};
const csv = 'kind,total,from,to,source\ncalls,12,2027-03-01,2027-03-02,Our phones\n';
const happened = { happened_on: '2027-03-02', kind: 'meeting', title: 'Teachers met the mayor', is_public: 'true' };
const page = {
  ...{ intro: 'Late words.', opt_in_text: TEACHERS_PAGE.optInText, accent: '#8a1c4a', website: '' },
  privacy_url: TEACHERS_PAGE.privacyUrl ?? '',
};

/** What would be taken while a coalition goes on, by the rest of the path; `stays` is taken also when it has ended. */
const FORMS: Readonly<Record<string, Readonly<Record<string, string>> | 'stays'>> = {
  '/campaigns': { campaign: CITY },
  '/campaigns/:campaign/remove': 'stays',
  '/members/own': { name: 'Late Name' },
  '/agreement/accept': { accept: 'yes' },
  '/leave': 'stays',
  '/members': { name: 'Late Partner', code: 'late', email: '' },
  '/members/:partner/name': { name: 'Late Name' },
  '/members/:partner/invite': { email: 'late@organizer.example' },
  '/members/:partner/withdraw': {},
  '/members/:partner/remove': { reason: 'It is late.' },
  '/members/:partner/lead': { sure: 'yes' },
  '/agreement': { agreement, sharing: 'all_consented' },
  '/settings': { name: 'Late', summary: 'Late.', embargoOn: '', goal: '' },
  '/end': { sure: 'yes' },
  '/page': page,
  '/page/preview': 'stays',
  '/page/partners/:partner/decide': { choice: 'approve', number: '2' },
  '/people/export': { file: 'people' },
  '/people/withdraw': 'stays',
  '/declared': number,
  '/declared/import': { csv },
  '/declared/:declared/edit': number,
  '/declared/:declared/withdraw': { why: 'Late.' },
  '/declared/:declared/question': { question: 'Late?' },
  '/milestones': happened,
  '/milestones/:happening/edit': happened,
  '/milestones/:happening/publish': {},
  '/milestones/:happening/remove': {},
  '/milestones/:happening/restore': {},
  '/digest': { wants: 'yes' },
};

describe('a coalition that has ended', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const end = (id: string) => change(world(), ['coalitions', id], { ended_at: world().clock.now() });

  it('takes nothing more, and says so in words; only leaving and stopping go on', async () => {
    const { owner, parts } = await seedConsole(world(), folder());
    const { id, partners } = await world().coalitions.get(COALITION);
    const faith = partners.find(({ code }) => code === 'faith')?.id ?? '';
    await end(id);
    const before = await world().db('partner_page_versions').orderBy('id').pluck<string[]>('state');
    const routes = consoleRoutes(consoleTools(world())).filter((one) => one.of === 'coalition');
    const posts = routes.filter(({ method }) => method === 'post').map(({ path }) => path);
    const rest = posts.map((path) => path.replace('/coalitions/:coalition', ''));
    expect(rest, 'each is decided about here').to.have.members(Object.keys(FORMS));
    for (const [path, fields] of Object.entries(FORMS)) {
      if (fields === 'stays') continue;
      const invited = /\/(?:name|invite|withdraw)$/.test(path) && { partner: faith };
      const named: Readonly<Record<string, string>> = { ...parts, ...invited };
      const filled = path.replace(/:(\w+)/g, (_, name: string) => named[name] ?? '');
      const answer = await owner.post(ROOT + filled, fields);
      expect([answer.status, /has ended/.test(answer.text)], path).to.deep.equal([409, true]);
    }
    expect(await world().db('partner_page_versions').orderBy('id').pluck('state')).to.deep.equal(before);
    expect((await owner.post(`${ROOT}/digest`, { wants: 'no' })).status, 'no more mail').to.equal(303);
    for (const path of ['/page', '/declared', '/milestones'])
      expect(await owner.get(ROOT + path), path).not.to.match(/<button>(Save|Enter the number|Add the milestone)</);
  });

  it('asks for nobody, hands nobody out and shows no partner, and still tells whom to stop writing to', async () => {
    const seeded = await seedCoalition(world(), { sharing: 'all_consented' });
    const { teachers, coalition } = seeded;
    await askBoth(world(), seeded);
    const { id } = await act(world(), { name: 'ana', source: 'teachers', optIns: ['teachers'] });
    const people = `${ROOT}/people`;
    expect((await teachers.owner.post(`${people}/export`, { file: 'people' })).text).to.include('ana@');
    await showPage(world(), 'teachers');
    await end(coalition.id);
    expect(codesOn(await letterPage(world(), 'teachers'))).to.deep.equal([]);
    await act(world(), { name: 'ben', source: 'teachers', optIns: ['teachers'] });
    expect(await consentsIn(world())).to.have.length(1);
    expect((await world().http.get(`/c/${CITY}/p/teachers`).expect(200)).text).not.to.include('We teach the children');
    expect((await teachers.owner.post(`${people}/export`, { file: 'people' })).status).to.equal(409);
    expect(await teachers.owner.get(people)).not.to.include('ana@');
    expect((await teachers.owner.post(`${people}/withdraw`, { person: id })).status).to.equal(303);
    expect((await teachers.owner.post(`${people}/export`, { file: 'stopped' })).text).to.include('ana@');
  });
});

describe('a partner that was removed a moment ago, before this process heard of it', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('writes nothing more into the coalition', async () => {
    const { teachers, coalition } = await seedCoalition(world());
    await ask(world(), teachers.partnerId, { name: 'Harbourview Teachers' });
    await teachers.owner.get(ROOT);
    const gone = { id: teachers.partnerId, coalitionId: coalition.id, at: world().clock.now(), reason: 'It is late.' };
    await writing(world().db, (trx) => unseat(trx, gone));
    const forms = { '/page': page, '/declared': number, '/milestones': happened, '/members/own': { name: 'Late' } };
    for (const [path, fields] of Object.entries(forms)) {
      const answer = await teachers.owner.post(ROOT + path, { ...fields });
      expect([answer.status, /not in this coalition any more/.test(answer.text)], path).to.deep.equal([404, true]);
    }
    for (const table of ['declared_numbers', 'coalition_milestones'])
      expect(await world().db(table).pluck('id'), table).to.deep.equal([]);
  });
});
