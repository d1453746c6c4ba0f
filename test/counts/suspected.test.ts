import { expect } from 'chai';
import type { Knex } from 'knex';
import { createScreening } from '../../src/abuse/index.js';
import { checkCounts, readDays, readDivisions, readFigures, readHours, readSources } from '../../src/counts/index.js';
import { countPeople, readNumbers, readReach } from '../../src/partners/index.js';
import { listNewest, readAgreed } from '../../src/partners/store-agreed.js';
import { sumSources } from '../../src/partners/store-digests.js';
import { readFacts } from '../../src/comparison/index.js';
import { readOfficeReport } from '../../src/reports/index.js';
import { changeDelivery } from '../support/campaign-copies.js';
import { seedCoalition, type SeededCoalition } from '../support/coalition.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { textsOf } from '../support/pages.js';
import { act, askBoth } from '../support/partner-people.js';
import { CITY, DAY, expectReconciled, START, useFolder, useWorld } from '../support/world.js';

const MAYOR = 'harbourview-city-council/mayor';
const OWN = 'harbourview-safe-stays';

describe('a person who is suspected', () => {
  const screening = createScreening([({ email }) => (email.startsWith('bot') ? ['near-copies'] : [])]);
  const world = useWorld({ keepsStarterPlaces: true, given: () => ({ screening }) });
  const folder = useFolder();
  let seeded: SeededCoalition;
  let rita: SignedIn;
  beforeEach(async () => {
    seeded = await seedCoalition(world());
    await askBoth(world(), seeded);
    rita = await signIn(world(), { campaign: CITY, role: 'reviewer', name: 'Rita Moss' });
  });

  /** Every figure that counts people, and those of letters that stand beside them, as whoever reads them gets them. */
  const figures = async (): Promise<unknown> => {
    await countPeople(world());
    await expectReconciled(world());
    const { db, clock, campaigns } = world();
    const campaign = await campaigns.get(CITY);
    const { id: campaignId } = campaign;
    const { coalition } = seeded;
    const facts = await readFacts({ db, clock, campaigns }, coalition);
    const report = await readOfficeReport(world(), campaign, MAYOR);
    const days = await readDays(db, { campaignId });
    return {
      days: days.map(({ day, actions, newPeople, optIns, letters }) => [day, actions, newPeople, optIns, letters]),
      home: (await readFigures(db, [campaignId], '2027-01-01')).get(campaignId)?.people,
      sources: (await readSources(db, { campaignId })).map(({ source, actions, optIns }) => [source, actions, optIns]),
      hours: (await readHours(db, campaignId, 0)).filter(({ actions }) => actions !== 0).length,
      places: (await readDivisions(db, campaignId)).reduce((sum, { actions }) => sum + actions, 0),
      compared: facts.totals.map(({ actions, optIns, letters }) => [actions, optIns, letters.taken]),
      weeks: facts.weeks.map(({ week, actions }) => [week, actions]),
      different: (await readReach(db, coalition.id)).find(({ kind }) => kind === 'all')?.people ?? 0,
      screen: await readNumbers(db, coalition),
      digest: (await sumSources(db, coalition.id, { fromOn: '2027-03-01', toOn: '2027-03-31' })).reduce(
        (sum, { actions, letters }) => [(sum[0] ?? 0) + actions, (sum[1] ?? 0) + letters],
        [0, 0],
      ),
      report: [report.people, report.ownWords],
      agreed: await agreed(),
      api: await numbers(['actions', 'new_people', 'opt_ins', 'unconfirmed', 'districts']),
    };
  };
  /** What was agreed to and taken back towards the teachers, by day, as their page counts it. */
  const agreed = async (): Promise<unknown[]> =>
    (await readAgreed(world().db, seeded.teachers.partnerId)).map(({ day, optIns, withdrawn }) => [
      day,
      optIns,
      withdrawn,
    ]);
  const numbers = async (names: readonly string[]): Promise<unknown[]> => {
    const body = (await world().http.get(`/api/v1/campaigns/${CITY}/counts`)).body as Record<string, unknown>;
    return names.map((name) => body[name]);
  };
  const letGo = async (): Promise<void> => {
    const [item = ''] = textsOf(await rita.get('/review'), /name="item" value="(\w+)"/g);
    await rita.post('/review/let-go', { item });
  };

  it('counts in nothing until a reviewer lets them go, and then as of their day', async () => {
    await act(world(), { name: 'ana', source: 'teachers.mail', optIns: ['teachers'] });
    const before = await figures();
    await act(world(), { name: 'bot', source: 'teachers.mail', optIns: ['teachers', OWN] });
    expect(await figures()).to.deep.equal(before);
    expect(await numbers(['suspected', 'suspected_letters'])).to.deep.equal([1, 4]);

    world().moveClock(2 * DAY);
    rita = await signIn(world(), { campaign: CITY, role: 'reviewer', name: 'Rita Moss' });
    await letGo();
    const after = (await figures()) as Record<string, unknown>;
    expect(after).to.deep.include({
      days: [['2027-03-10', 2, 2, 3, 8]],
      home: 2,
      sources: [['teachers.mail', 2, 3]],
      compared: [[2, 3, 8]],
      weeks: [['2027-03-08', 2]],
      different: 2,
      digest: [2, 8],
      report: [2, 0],
      agreed: [['2027-03-10', 2, 0]],
    });
    expect(await numbers(['suspected', 'suspected_letters'])).to.deep.equal([0, 0]);

    await rita.press(await rita.get('/review'), 'Undo: hold them again');
    expect(await figures()).to.deep.equal(before);
  });

  it('who comes alone is nobody, in no place and by no link', async () => {
    await act(world(), { name: 'bot', source: 'teachers', optIns: [] });
    expect(await figures()).to.deep.include({ sources: [], compared: [], weeks: [], places: 0, different: 0 });
  });

  it('counts what they agree to or confirm later only once they are let go', async () => {
    await changeDelivery(world(), folder(), { confirm_first: true });
    const { id } = await act(world(), { name: 'bot', source: 'chamber', optIns: [] });
    const before = await figures();
    await world()
      .http.post(`/confirm/${world().seal.sign('confirm', id)}`)
      .expect(303);
    await act(world(), { name: 'bot', source: 'chamber', optIns: [OWN] });
    expect(await figures()).to.deep.equal(before);
    await letGo();
    expect(await figures()).to.deep.include({ sources: [['chamber', 1, 1]], api: [1, 1, 1, 0, 0] });
    expect(await numbers(['confirmed'])).to.deep.equal([1]);
  });

  it('counts towards a partner as they took it back or agreed again, once they are let go', async () => {
    const { receipt } = await act(world(), { name: 'bot', source: 'teachers', optIns: ['teachers'] });
    const takeBack = async (): Promise<unknown> =>
      world()
        .http.post(`${receipt}/withdraw-consent`)
        .type('form')
        .send({ partner: seeded.teachers.partnerId })
        .expect(303);
    await takeBack();
    expect(await world().db('consents').whereNotNull('withdrawn_at').pluck('withdrawn_by')).to.deep.equal(['person']);
    await act(world(), { name: 'bot', source: 'teachers', optIns: ['teachers'] });
    await takeBack();
    await expectReconciled(world());
    expect(await agreed()).to.deep.equal([]);
    await letGo();
    expect(await agreed()).to.deep.equal([['2027-03-10', 1, 1]]);
    await expectReconciled(world());
    await rita.press(await rita.get('/review'), 'Undo: hold them again');
    expect(await agreed()).to.deep.equal([]);
    await letGo();
    await act(world(), { name: 'bot', source: 'teachers', optIns: ['teachers'] });
    expect(await agreed()).to.deep.equal([['2027-03-10', 1, 0]]);
  });

  it('is handed to no partner before', async () => {
    const handed = async (): Promise<number> =>
      (await listNewest(world().db, seeded.teachers.partnerId, { before: '', limit: 9 })).length;
    await act(world(), { name: 'bot', source: 'teachers', optIns: ['teachers'] });
    expect(await handed()).to.equal(0);
    await letGo();
    expect(await handed()).to.equal(1);
  });

  it('who is not sent never counts', async () => {
    await act(world(), { name: 'ana', source: 'teachers', optIns: [] });
    const before = await figures();
    await act(world(), { name: 'bot', source: 'teachers', optIns: [] });
    const [item = ''] = textsOf(await rita.get('/review'), /name="item" value="(\w+)"/g);
    await rita.post('/review/refuse', { item, why: 'copied' });
    expect(await figures()).to.deep.equal(before);
  });

  it('is taken off the counters of an older Clarion', async () => {
    await act(world(), { name: 'ana', source: 'teachers', optIns: [] });
    await act(world(), { name: 'bot', source: 'teachers.mail', optIns: [OWN] });
    const { up, down } = (await import('../../migrations/20261126-02-suspected-apart.js')) as Required<Knex.Migration>;
    await down(world().db);
    const { differences } = await checkCounts(world().db, { repair: false });
    expect([...new Set(differences.map(({ table }) => table))].sort()).to.deep.equal(
      ['action_counts', 'area_counts', 'division_counts', 'hour_counts', 'place_counts'].sort(),
    );
    await up(world().db);
    expect(await figures()).to.have.property('home', 1);
    expect(world().clock.now()).to.equal(START);
  });

  it('is taken off what an older Clarion counted by partner', async () => {
    await act(world(), { name: 'ana', source: 'teachers', optIns: ['teachers'] });
    const before = await figures();
    await act(world(), { name: 'bot', source: 'teachers', optIns: ['teachers'] });
    const migration = await import('../../migrations/20261126-03-suspected-consents.js');
    const { up, down } = migration as Required<Knex.Migration>;
    await down(world().db);
    expect(await agreed()).to.deep.equal([['2027-03-10', 2, 0]]);
    await up(world().db);
    expect(await figures()).to.deep.equal(before);
  });
});
