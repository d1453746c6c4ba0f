import { expect } from 'chai';
import { listDeclared, touchCoalitions } from '../../src/partners/index.js';
import { COALITION, seedCoalition, type SeededCoalition } from '../support/coalition.js';
import { faultsOf, tagOf } from '../support/pages.js';
import { useWorld } from '../support/world.js';

const ROOT = `/coalitions/${COALITION}/declared`;
const calls = {
  kind: 'calls',
  total: '1,200',
  from_on: '2027-03-01',
  to_on: '2027-03-07',
  campaign: '',
  source: 'https://phones.example.org/report',
  note: 'Answered ones only.',
};

describe('numbers that partners bring from other tools', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let seeded: SeededCoalition;
  beforeEach(async () => {
    seeded = await seedCoalition(world());
  });
  const declared = () => listDeclared(world().db, seeded.coalition);
  const idOf = async (): Promise<string> => (await declared())[0]?.id ?? expect.fail();

  it('are entered with their source, kept in versions, and withdrawn with a reason', async () => {
    const { owner } = seeded.teachers;
    await owner.press(await owner.get(ROOT), 'Enter the number', calls);
    const [one] = await declared();
    expect(one).to.include({ kindName: 'Phone calls', count: 1200, fromOn: '2027-03-01', source: calls.source });
    expect(one?.partner).to.deep.equal({ code: 'teachers', name: 'Harbourview Teachers' });
    const path = `${ROOT}/${await idOf()}`;
    const seen = await owner.get(path);
    expect((await owner.press(seen, 'Save the change', { ...calls, total: '900' })).status).to.equal(303);
    expect((await declared()).map(({ count }) => count)).to.deep.equal([900]);
    // A colleague saves what was looked at before that.
    const late = await owner.press(seen, 'Save the change', { ...calls, total: '7' });
    expect(late.status).to.equal(422);
    expect(late.text).to.contain('changed by somebody else meanwhile');
    expect(tagOf(late.text, 'total')).to.contain('value="7"');
    const both = await seeded.chamber.owner.get(path);
    expect(both, 'each partner sees what it was').to.contain('1,200').and.to.contain('900');
    expect((await owner.press(await owner.get(path), 'Withdraw the number', { why: ' ' })).status).to.equal(422);
    await owner.press(await owner.get(path), 'Withdraw the number', { why: 'Counted by the lead as well' });
    expect(await declared()).to.deep.equal([]);
    expect(await owner.get(ROOT)).to.contain('Counted by the lead as well');
  });

  it('are refused with all faults where they cannot be taken, and lose nothing typed', async () => {
    const { owner } = seeded.teachers;
    const wrong = { ...calls, kind: '', total: '1.200', from_on: '2027-03-09', to_on: '2027-03-11', source: '' };
    const answer = await owner.press(await owner.get(ROOT), 'Enter the number', wrong);
    expect(answer.status).to.equal(422);
    expect(faultsOf(answer.text).map(({ id }) => id)).to.deep.equal(['kind', 'total', 'to_on', 'source']);
    expect(tagOf(answer.text, 'total')).to.contain('1.200');
    expect(answer.text).to.contain('Answered ones only.');
    for (const source of ['Clarion', `${world().config.BASE_URL}/c/x`]) {
      const ours = await owner.post(ROOT, { ...calls, source });
      expect(ours.text).to.contain('This comes from Clarion, which counts it already');
    }
    expect(await declared()).to.deep.equal([]);
  });

  it('of the same kind and days get a hint, which another partner’s do not', async () => {
    const { owner } = seeded.teachers;
    await owner.post(ROOT, calls);
    await seeded.chamber.owner.post(ROOT, calls);
    expect(await owner.get(ROOT)).not.to.contain('May be double');
    await owner.post(ROOT, { ...calls, from_on: '2027-03-07', to_on: '2027-03-08' });
    const page = await owner.get(ROOT);
    expect(page).to.contain('please check that nothing counts twice');
    expect(page.match(/May be double/g)).to.have.length(2);
  });

  it('come from a sheet, all of it or nothing', async () => {
    const { owner } = seeded.teachers;
    const good = 'Letters on paper,30,2027-02-01,2027-02-28,Stall\ncalls,12,2027-02-01,2027-02-02,=HYPERLINK(1)';
    const bad = 'kind,total,from,to,source\npaper,30,2027-02-01,2027-02-28,Stall\nletters by Clarion,5,x,2027-02-02,S';
    const refused = await owner.post(`${ROOT}/import`, { csv: bad });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('Line 3: Clarion counts what it takes itself');
    expect(refused.text).to.contain('Line 3: Give the first day').and.to.contain('paper,30,2027-02-01');
    expect(await declared()).to.deep.equal([]);
    expect((await owner.post(`${ROOT}/import`, { csv: `kind;total;from;to\npaper;1;2;3` })).status).to.equal(422);
    const taken = await owner.post(`${ROOT}/import`, { csv: `what,count,from,to,source\n${good}` });
    expect(taken.status).to.equal(303);
    expect((await declared()).map(({ kind, count }) => [kind, count])).to.deep.equal([
      ['paper', 30],
      ['calls', 12],
    ]);
    expect(await owner.get(`${ROOT}.csv`)).to.contain("'=HYPERLINK(1)");
  });

  it('are changed by nobody but their own partner, and questioned by the lead alone', async () => {
    await seeded.teachers.owner.post(ROOT, calls);
    const path = `${ROOT}/${await idOf()}`;
    const { owner: lead } = seeded.lead;
    const { owner: chamber } = seeded.chamber;
    for (const other of [lead, chamber]) {
      expect((await other.post(`${path}/edit`, { ...calls, version: '1' })).status).to.equal(403);
      expect((await other.post(`${path}/withdraw`, { why: 'No' })).status).to.equal(403);
    }
    expect((await chamber.post(`${path}/question`, { question: 'Really?' })).status).to.equal(403);
    await lead.press(await lead.get(path), 'Put it in question', { question: 'With <voicemails>?' });
    expect((await declared())[0]?.questioned).to.equal('With <voicemails>?');
    expect(await chamber.get(ROOT)).to.contain('With &lt;voicemails&gt;?');
    await lead.press(await lead.get(path), 'It is settled');
    expect((await declared())[0]).not.to.have.property('questioned');
    await world().db('partners').where({ id: seeded.chamber.partnerId }).update({ state: 'left' });
    await touchCoalitions(world().db);
    world().coalitions.forget();
    await chamber.http.get(chamber.base + path).expect(404);
  });
});
