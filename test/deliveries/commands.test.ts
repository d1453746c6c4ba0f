import { Command } from 'commander';
import { expect } from 'chai';
import type { DeliveryState } from '../../src/counts/index.js';
import { addDeliveryCommands } from '../../src/deliveries/index.js';
import { listDeliveries, type DeliveryFilter } from '../../src/deliveries/store.js';
import { InputError } from '../../src/platform/errors.js';
import { onEachDatabase } from '../support/databases.js';
import { historyOf, openCityWorld, takeLetter } from '../support/letters.js';
import { bringTo } from '../support/moves.js';
import { ana, CITY, expectReconciled, MINUTE, type World } from '../support/world.js';

onEachDatabase('an organizer at the command line', (db) => {
  let world: World;
  beforeEach(async () => {
    world = await openCityWorld(db());
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  /** Runs `clarion deliveries …` and answers what it prints. */
  const run = async (...words: string[]): Promise<string> => {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    addDeliveryCommands(program, (work) => work(world));
    const write = process.stdout.write.bind(process.stdout);
    let printed = '';
    process.stdout.write = (text: string | Uint8Array): boolean => {
      printed += String(text);
      return true;
    };
    try {
      await program.parseAsync(['deliveries', ...words], { from: 'user' });
    } finally {
      process.stdout.write = write;
    }
    return printed;
  };
  const inState = async (state: DeliveryState): Promise<string> => {
    const id = await takeLetter(world);
    await bringTo(world, id, state);
    return id;
  };
  const list = (filter: Partial<DeliveryFilter> = {}) =>
    listDeliveries(db(), { campaign: undefined, states: [], office: undefined, ids: [], limit: 100, ...filter });

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
    const found = async (filter: Partial<DeliveryFilter>): Promise<string[]> =>
      (await list(filter)).map(({ id }) => id);
    expect(await found({ states: ['failed'] })).to.deep.equal([failed]);
    expect(await found({ office: 'harbourview-city-council/ward-4' })).to.deep.equal([byHand]);
    expect(await found({ ids: [queued, 'nothing'] })).to.deep.equal([queued]);
    expect(await found({ campaign: CITY, limit: 2 })).to.deep.equal(ids.slice(0, 2));
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
    world.moveClock(MINUTE);
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

  it('is told what is wrong with a call, and nothing happens', async () => {
    const id = await takeLetter(world);
    const calls = [
      ['retry'],
      ['cancel'],
      ['cancel', '--limit', '3'],
      ['list', '--state', 'lost'],
      ['list', '--limit', '0'],
    ];
    for (const words of calls) {
      const error: unknown = await run(...words).catch((thrown: unknown) => thrown);
      expect(error, words.join(' ')).to.be.instanceOf(InputError);
    }
    expect((await historyOf(db(), id)).row.state).to.equal('queued');
  });
});
