import { Command } from 'commander';
import { expect } from 'chai';
import type { DeliveryState } from '../../src/counts/index.js';
import { addDeliveryCommands } from '../../src/deliveries/index.js';
import { listDeliveries, type DeliveryFilter } from '../../src/deliveries/store-list.js';
import { InputError } from '../../src/platform/errors.js';
import { captureOutput } from '../support/commands.js';
import { onEachDatabase } from '../support/databases.js';
import { historyOf, openCityWorld, takeLetter } from '../support/letters.js';
import { bringTo } from '../support/moves.js';
import { ana, CITY, DAY, expectReconciled, type World } from '../support/world.js';

onEachDatabase('an organizer at the command line', (db) => {
  let world: World;
  beforeEach(async () => {
    world = await openCityWorld(db());
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  /** What the last command told beside its result. */
  let told = '';

  /** Runs `clarion deliveries …` and answers what it prints. */
  const run = async (...words: string[]): Promise<string> => {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    addDeliveryCommands(program, (work) => work(world));
    const { stdout, stderr } = await captureOutput(() =>
      program.parseAsync(['deliveries', ...words], { from: 'user' }),
    );
    told = stderr;
    return stdout;
  };
  const inState = async (state: DeliveryState): Promise<string> => {
    const id = await takeLetter(world);
    await bringTo(world, id, state);
    return id;
  };
  const list = (filter: DeliveryFilter = {}, limit = 100) => listDeliveries(db(), filter, limit);

  it('lists by campaign, state, office, ids and all of them together, newest first', async () => {
    const [failed, queued] = [await inState('failed'), await takeLetter(world)];
    await world.http
      .post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: ana, offices: ['harbourview-city-council/ward-4'] });
    const all = await list();
    const ids = all.map(({ id }) => id);
    expect(ids).to.have.length(3);
    expect(ids).to.deep.equal([...ids].sort().reverse());
    const byHand = ids.find((id) => id !== failed && id !== queued) ?? '';
    const found = async (filter: DeliveryFilter, limit?: number): Promise<string[]> =>
      (await list(filter, limit)).map(({ id }) => id);
    expect(await found({ states: ['failed'] })).to.deep.equal([failed]);
    expect(await found({ office: 'harbourview-city-council/ward-4' })).to.deep.equal([byHand]);
    expect(await found({ ids: [queued, 'nothing'] })).to.deep.equal([queued]);
    expect(await found({ campaign: CITY }, 2)).to.deep.equal(ids.slice(0, 2));
    expect(await found({ campaign: 'other' })).to.be.empty;
    expect(
      await found({ campaign: CITY, states: ['queued'], office: 'harbourview-city-council/mayor', ids }),
    ).to.deep.equal([queued]);
    expect(await found({ states: ['queued'], ids: [failed] })).to.be.empty;
    expect(all.find(({ id }) => id === failed)).to.include({ campaign: CITY, reason: 'for a test', channel: 'smtp' });
  });

  it('prints letters without naming who wrote them', async () => {
    const id = await inState('bounced');
    const [text, json] = [await run('list'), await run('list', '--state', 'bounced', '--json')];
    expect(text).to.include(id).and.include('bounced').and.include('2027-03-10 15:00');
    expect((JSON.parse(json) as { id: string }[]).map((row) => row.id)).to.deep.equal([id]);
    for (const printed of [text, json]) expect(printed).not.to.match(/Ana|Lima|supporter\.example|80202/);
    expect(await run('list', '--office', 'none')).to.equal('No letters.\n');
  });

  it('sends again what failed, bounced or is unknown, and leaves the rest', async () => {
    const again = [await inState('failed'), await inState('bounced'), await inState('unknown')];
    const rest = [
      await inState('sent'),
      await inState('delivered'),
      await inState('cancelled'),
      await takeLetter(world),
    ];
    const before = await Promise.all(rest.map((id) => historyOf(db(), id)));
    world.moveClock(2 * DAY + 1);
    expect(await run('retry', '--campaign', CITY)).to.equal('3 letters are due again.\n');
    for (const id of again) {
      const { row, events } = await historyOf(db(), id);
      expect(row).to.include({ state: 'queued', dueAt: world.clock.now() });
      expect(events.at(-1)).to.include({ actor: 'organizer', to: 'queued' });
    }
    expect(await Promise.all(rest.map((id) => historyOf(db(), id)))).to.deep.equal(before);
    await bringTo(world, again[0] ?? '', 'failed');
    expect(JSON.parse(await run('retry', again[0] ?? '', '--json'))).to.deep.equal([again[0]]);
    expect(await run('retry', rest[0] ?? '')).to.equal('0 letters are due again.\n');
    expect(await run('retry', '--state', 'sent')).to.equal('0 letters are due again.\n');
  });

  it('finds the letters that failed behind any number of newer ones that did not', async () => {
    const failed = await inState('failed');
    await inState('sent');
    await inState('sent');
    expect(await run('retry', '--campaign', CITY, '--limit', '2')).to.equal('1 letter is due again.\n');
    expect((await historyOf(db(), failed)).row.state).to.equal('queued');
  });

  it('withdraws a letter of unknown outcome only where it is meant', async () => {
    const [queued, unknown] = [await takeLetter(world), await inState('unknown')];
    const stateOf = async (id: string): Promise<string> => (await historyOf(db(), id)).row.state;
    expect(await run('cancel', '--campaign', CITY)).to.equal('1 letter is cancelled.\n');
    expect([await stateOf(queued), await stateOf(unknown)]).to.deep.equal(['cancelled', 'unknown']);
    expect(await run('cancel', '--campaign', CITY, '--state', 'unknown')).to.equal('1 letter is cancelled.\n');
    expect(await stateOf(unknown)).to.equal('cancelled');
  });

  it('withdraws what is named and no mail server is known to have, and nothing else', async () => {
    const withdrawn = [await takeLetter(world), await inState('unknown')];
    const rest = [await inState('sending'), await inState('sent'), await inState('failed')];
    expect(await run('cancel', ...withdrawn, ...rest)).to.equal('2 letters are cancelled.\n');
    for (const id of withdrawn) expect((await historyOf(db(), id)).row.state).to.equal('cancelled');
    expect(await Promise.all(rest.map(async (id) => (await historyOf(db(), id)).row.state))).to.deep.equal([
      'sending',
      'sent',
      'failed',
    ]);
  });

  it('leaves a letter of unknown outcome to the bounces for two days, unless it is named', async () => {
    const [first, second] = [await inState('unknown'), await inState('unknown')];
    expect(await run('retry', '--campaign', CITY)).to.equal('0 letters are due again.\n');
    expect(told).to.include('2 of unknown outcome left alone: for 48 hours after the break a bounce may still tell');
    expect(await run('retry', first)).to.equal('1 letter is due again.\n');
    expect(told).to.include(`${first}: its outcome is unknown, and until 12 March 2027, 15:00 UTC a bounce may still`);
    world.moveClock(2 * DAY);
    expect(await run('retry', '--state', 'unknown')).to.equal('0 letters are due again.\n');
    world.moveClock(1);
    expect(await run('retry', '--state', 'unknown')).to.equal('1 letter is due again.\n');
    expect(told).to.equal('');
    expect((await historyOf(db(), second)).row.state).to.equal('queued');
  });

  it('finds letters by way, hold, wait, domain, source, reason and time, and is told how many there are', async () => {
    const [failed] = [await inState('failed'), await takeLetter(world)];
    await world.http
      .post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: ana, offices: ['harbourview-city-council/mayor'], source: 'unions' });
    const [{ id: late } = { id: '' }] = await list();
    await db()('deliveries').where({ id: failed }).update({ reason: '550 5.1.1 No such User: 100% sure' });
    await db()('deliveries').where({ id: late }).update({ waits_for: 'retry' });
    const ids = async (...words: string[]): Promise<string[]> =>
      (JSON.parse(await run('list', '--json', ...words)) as { id: string }[]).map(({ id }) => id);
    expect(await ids('--reason-has', 'no such user')).to.deep.equal([failed]);
    expect(await ids('--reason-has', '100% s')).to.deep.equal([failed]);
    expect(await ids('--reason-has', '5_0 5')).to.deep.equal([]);
    expect(await ids('--waits-for', 'retry')).to.deep.equal([late]);
    expect(await ids('--source', 'unions')).to.deep.equal([late]);
    expect(await ids('--hold', 'review')).to.deep.equal([]);
    expect(await ids('--channel', 'handover')).to.deep.equal([]);
    expect(await ids('--channel', 'smtp', '--domain', 'Council.Harbourview.Example')).to.have.length(3);
    expect(await ids('--domain', 'other.example')).to.deep.equal([]);
    world.moveClock(DAY);
    const next = await inState('failed');
    expect(await ids('--since', '2027-03-11')).to.deep.equal([next]);
    expect(await ids('--since', '2027-03-11T15:00Z')).to.deep.equal([next]);
    expect(await ids('--since', '2027-03-11T15:01')).to.deep.equal([]);
    expect(await ids('--until', '2027-03-10')).to.have.length(3);
    expect(await ids('--until', '2027-03-11T15:00', '--state', 'failed')).to.have.length(2);
    expect(await run('list', '--limit', '3')).to.include('4 letters, showing 3. Times are UTC.');
    expect(await run('list'))
      .to.include('queued (retry)')
      .and.include('\n4 letters. Times are UTC.');
    expect(await run('cancel', '--state', 'queued', '--limit', '1')).to.equal(
      '1 letter is cancelled. The filters find 1 more: give a higher --limit.\n',
    );
  });

  it('can count what a decision is about before it is made', async () => {
    const id = await takeLetter(world);
    const before = await historyOf(db(), id);
    expect(await run('cancel', '--campaign', CITY, '--dry-run')).to.equal('1 letter would be cancelled.\n');
    expect(await run('retry', id, '--dry-run')).to.equal('0 letters would be due again.\n');
    expect(await historyOf(db(), id)).to.deep.equal(before);
  });

  it('keeps the reason for a decision, in the organizer’s words', async () => {
    const [id, other] = [await inState('failed'), await takeLetter(world)];
    await run('retry', id, '--reason', 'The council repaired its mail server.');
    await run('cancel', other, '--reason', 'A test of ours.');
    expect((await historyOf(db(), id)).events.at(-1)).to.include({
      actor: 'organizer',
      reason: 'The council repaired its mail server.',
    });
    expect((await historyOf(db(), other)).row.reason).to.equal('A test of ours.');
  });

  it('is told of each letter named why nothing happened to it', async () => {
    const id = await inState('sent');
    expect(await run('retry', id, 'nothing')).to.equal('0 letters are due again.\n');
    expect(told).to.equal(`${id} stays as it is: sent.\nnothing: there is no such letter.\n`);
  });

  it('reads one letter with all that happened to it, and of the supporter only the name', async () => {
    const response = await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({
      supporter: { ...ana, street: '7 Rosewood Lane', locality: 'Springvale' },
      letter: { own_words: 'I clean rooms.' },
      offices: ['harbourview-city-council/mayor'],
    });
    expect(response.status).to.equal(201);
    const [{ id } = { id: '' }] = await db()('deliveries').select<{ id: string }[]>('id');
    await world.sendDue();
    const text = await run('show', id);
    expect(text)
      .to.match(/^To +Mayor Mara Lindqvist, /m)
      .and.match(/^Signed by +Ana Lima$/m)
      .and.match(/The supporter's own words:\n\n {4}I clean rooms\./)
      .and.match(/^State +previewed since 2027-03-10 15:00:00 UTC$/m)
      .and.match(/^Subject: Please require/m)
      .and.match(/2027-03-10 15:00:00 +queued -> sending +worker +try 1/)
      .and.match(/^1 +2027-03-10 15:00:00 .*previewed/m);
    const json = JSON.parse(await run('show', id, '--json')) as { events: unknown[]; attempts: unknown[] };
    expect([json.events.length, json.attempts.length]).to.deep.equal([2, 1]);
    for (const printed of [text, JSON.stringify(json)])
      expect(printed).not.to.match(/supporter\.example|Rosewood|80202/);
    expect(await run('show', id, '--whole'))
      .to.include('7 Rosewood Lane')
      .and.not.include('supporter.example');
    const error: unknown = await run('show', 'nothing').catch((thrown: unknown) => thrown);
    expect(String(error)).to.include('There is no letter with the id nothing.');
  });

  it('is told what is wrong with a call, and nothing happens', async () => {
    const id = await takeLetter(world);
    const calls = [
      ['retry'],
      ['cancel'],
      ['cancel', '--limit', '3'],
      ['list', '--state', 'lost'],
      ['list', '--limit', '0'],
      ['list', '--hold', 'fast'],
      ['list', '--channel', 'pigeon'],
      ['list', '--waits-for', 'rain'],
      ['list', '--since', 'yesterday'],
      ['list', '--until', '2027-02-30'],
      ['review', 'approve'],
      ['review', 'refuse', id],
    ];
    for (const words of calls) {
      const error: unknown = await run(...words).catch((thrown: unknown) => thrown);
      expect(error, words.join(' ')).to.be.instanceOf(InputError);
    }
    expect((await historyOf(db(), id)).row.state).to.equal('queued');
  });
});
