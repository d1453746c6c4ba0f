import { expect } from 'chai';
import {
  actOn,
  beginWork,
  countLetters,
  glanceAtQueue,
  goOn,
  insertPause,
  listLetterPage,
  listNamed,
  meantBy,
  deletePause,
  officeScope,
  type LetterQuery,
} from '../../src/deliveries/index.js';
import { causeOf } from '../../src/deliveries/causes.js';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { isPostgres, query, type Db } from '../../src/platform/db.js';
import { onEachDatabase } from '../support/databases.js';
import { openCityWorld, takeLetter } from '../support/letters.js';
import { bringTo, moveOf } from '../support/moves.js';
import { CITY, expectReconciled, HOUR, MINUTE, type World } from '../support/world.js';

type Statement = { readonly sql: string; readonly bindings?: readonly string[] };

onEachDatabase('an organizer’s letters', (db) => {
  let world: World;
  let campaignIds: string[];
  beforeEach(async () => {
    world = await openCityWorld(db());
    campaignIds = [(await world.campaigns.get(CITY)).id];
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  const take = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let taken = 0; taken < count; taken++) ids.push(await takeLetter(world));
    return ids;
  };
  const find = async (wanted: Omit<LetterQuery, 'campaignIds'>, limit = 50, after?: string): Promise<string[]> =>
    (await listLetterPage(db(), { campaignIds, ...wanted }, { limit, after })).map(({ id }) => id);
  const fail = (id: string, reason: string): Promise<unknown> =>
    applyMoves(db(), [{ ...moveOf(world, id, { from: 'queued', to: 'sending' }) }]).then(() =>
      applyMoves(db(), [{ ...moveOf(world, id, { from: 'sending', to: 'failed' }), reason }]),
    );

  it('are listed page by page, none twice and none left out, only those of the campaigns asked for', async () => {
    const ids = (await take(7)).sort().reverse();
    await bringTo(world, ids[2] ?? '', 'sent');
    const first = await find({}, 3);
    const second = await find({}, 3, first.at(-1));
    const third = await find({}, 3, second.at(-1));
    expect([...first, ...second, ...third]).to.deep.equal(ids);
    expect(await listLetterPage(db(), { campaignIds: [] }, { limit: 9 })).to.deep.equal([]);
    expect(await listLetterPage(db(), { campaignIds: ['another'] }, { limit: 9 })).to.deep.equal([]);
    expect(await listNamed(db(), ['another'], ids)).to.deep.equal([]);
    expect(await listNamed(db(), campaignIds, ["x' OR 1=1", 'nul\0'])).to.deep.equal([]);
  });

  it('are found by what they wait for, why they failed, and when they were taken', async () => {
    const [gone = '', full = '', held = '', retried = '', plain = ''] = await take(5);
    await fail(gone, 'There is no such address: 550 5.1.1 no such user');
    await fail(full, 'Given up after four days: The mailbox is full: 452 4.2.2 full');
    await bringTo(world, held, 'held');
    await db()('deliveries').where({ id: held }).update({ hold: 'target' });
    await db()('deliveries').where({ id: retried }).update({ waits_for: 'retry' });
    expect(await find({ cause: 'no-address' })).to.deep.equal([gone]);
    expect(await find({ cause: 'full', states: ['failed', 'bounced'] })).to.deep.equal([full]);
    expect(await find({ hold: 'target' })).to.deep.equal([held]);
    expect(await find({ waitsFor: 'retry' })).to.deep.equal([retried]);
    expect(await find({ waitsFor: 'turn' })).to.deep.equal([plain]);
    expect(await find({ channel: 'handover' })).to.deep.equal([]);
    expect(await find({ office: 'harbourview-city-council/mayor', states: ['failed'] })).to.have.members([gone, full]);
    expect(await find({ takenBefore: world.clock.now() - HOUR })).to.deep.equal([]);
    expect(await find({ takenSince: world.clock.now() - HOUR })).to.have.length(5);
    expect(await countLetters(db(), { campaignIds, cause: 'full' }, 10)).to.deep.equal({ letters: 1, isMore: false });
    expect(await countLetters(db(), { campaignIds, waitsFor: 'turn' }, 0)).to.deep.equal({ letters: 0, isMore: true });
    await actOn(world, await listNamed(db(), campaignIds, [full]), { act: 'retry', reason: '' });
    expect(await find({ cause: 'full' }), 'sent again').to.deep.equal([]);
  });

  it('are read from an index whatever is looked for', async () => {
    await takeLetter(world);
    const counts = ['held', 'failed', 'bounced'].map((state) => {
      return { campaign_id: campaignIds[0], office_id: 'x', state, letters: 1, said_sent: 0, said_failed: 0 };
    });
    await db()('letter_counts').insert(counts.map((row) => ({ ...row, source: 's' })));
    await db()('office_counts').insert(counts);
    const cases: readonly [string, Partial<LetterQuery>][] = [
      ['deliveries_by_state', { states: ['queued'] }],
      ['deliveries_by_office', { office: 'x', states: ['failed'] }],
      ['deliveries_by_source', { source: 's', states: ['failed'] }],
      ['deliveries_by_cause', { cause: 'full' }],
      ['deliveries_held', { hold: 'review' }],
      ['deliveries_waiting', { waitsFor: 'retry' }],
    ];
    for (const [index, wanted] of cases) {
      const plans = await plansOf(db(), () =>
        listLetterPage(db(), { campaignIds, ...wanted }, { limit: 50, after: 'zzz' }),
      );
      expect(plans, index).to.include(index);
      expect(plans, index).not.to.match(/SCAN deliveries|Seq Scan on deliveries/);
    }
    for (const table of ['letter_counts', 'office_counts']) await db()(table).where({ office_id: 'x' }).delete();
  });

  it('are acted on in steps that go on where they stopped, and not twice', async () => {
    const ids = await take(3);
    for (const id of ids) await fail(id, 'There is no such address: 550 5.1.1');
    const organizationId = (await world.campaigns.get(CITY)).organizationId;
    const work = await beginWork(world, {
      organizationId,
      act: 'retry',
      about: { campaignIds, states: ['failed'] },
      reason: '',
    });
    expect(await goOn(world, work)).to.equal(3);
    expect(await goOn(world, work), 'by somebody with an old page').to.equal(0);
    const [row] = await db()('letter_works').select<{ changed: number; ended_at: number | null }[]>(
      'changed',
      'ended_at',
    );
    expect(row?.changed).to.equal(3);
    expect(row?.ended_at).not.to.equal(null);
  });

  it('are not released or given up by an act on many that nobody looked at first', () => {
    const all = { campaignIds };
    expect(meantBy('retry', all)?.states).to.deep.equal(['unknown', 'bounced', 'failed']);
    expect(meantBy('retry', { ...all, hold: 'review', states: ['held'] })).to.equal(undefined);
    expect(meantBy('retry', { ...all, hold: 'target' })?.states).to.include('held');
    expect(meantBy('cancel', all)?.states).to.deep.equal(['held', 'queued']);
    expect(meantBy('cancel', { ...all, states: ['unknown'] })?.states).to.deep.equal(['unknown']);
    expect(meantBy('hand-over', { ...all, states: ['failed'] })).to.equal(undefined);
  });

  it('wait while their office is paused for their campaign, and go on after', async () => {
    const [id = ''] = await take(1);
    const [row] = await listNamed(db(), campaignIds, [id]);
    const scope = row ? officeScope(row) : '';
    await insertPause(db(), { scope, reason: 'They asked for it', pausedAt: world.clock.now() });
    await world.sendDue();
    expect(await find({ waitsFor: 'pause' })).to.deep.equal([id]);
    await deletePause(db(), scope, world.clock.now());
    await world.sendDue();
    expect(await find({ states: ['previewed'] })).to.deep.equal([id]);
  });

  it('are counted for the queue as far as is soon told', async () => {
    const ids = await take(3);
    await db()('deliveries')
      .where({ id: ids[0] })
      .update({ waits_for: 'retry', due_at: world.clock.now() + MINUTE });
    const glance = await glanceAtQueue(db(), campaignIds, world.clock.now());
    expect(glance.dueNow).to.deep.equal({ letters: 2, isMore: false });
    expect(glance.waits.find(({ waitsFor }) => waitsFor === 'retry')?.letters).to.equal(1);
    expect(glance.nextDueAt).to.equal(world.clock.now() + MINUTE);
    expect(glance.oldestDueAt).to.equal(world.clock.now());
    expect((await glanceAtQueue(db(), ['another'], world.clock.now())).dueNow.letters).to.equal(0);
    expect((await glanceAtQueue(db(), [], world.clock.now())).dueNow.letters).to.equal(0);
  });
});

describe('the cause of a failure', () => {
  it('is what is to be done about it', () => {
    expect(causeOf('failed', 'There is no such address: 550 5.1.1')).to.equal('no-address');
    expect(causeOf('failed', 'Given up after four days: The mail server is too busy: 421')).to.equal('no-way');
    expect(causeOf('bounced', 'It came back: there is no such address, or it takes no mail (5.1.1).')).to.equal(
      'no-address',
    );
    expect(causeOf('bounced', 'An organizer read the mail that came back: it did not arrive.')).to.equal('came-back');
    expect(causeOf('failed', 'Something else')).to.equal('other');
    expect(causeOf('queued', 'The mailbox is full')).to.equal(null);
  });
});

/** How a data base finds the deliveries of some work. */
async function plansOf(db: Db, work: () => Promise<unknown>): Promise<string> {
  const statements: Statement[] = [];
  const note = (statement: Statement): void => void statements.push(statement);
  db.on('query', note);
  await work();
  db.removeListener('query', note);
  // A table of one row is read whole unless that is forbidden.
  if (isPostgres(db)) await db.raw('SET LOCAL enable_seqscan = off');
  const plans: object[] = [];
  for (const { sql, bindings = [] } of statements.filter((one) => one.sql.includes('FROM deliveries'))) {
    const text = isPostgres(db) ? sql.replace(/\$\d+/g, '?') : sql;
    plans.push(...(await query<object>(db, `EXPLAIN ${isPostgres(db) ? '' : 'QUERY PLAN'} ${text}`, bindings)));
  }
  return JSON.stringify(plans);
}
