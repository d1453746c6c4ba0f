import { expect } from 'chai';
import { checkCounts, deliveryStates, readStates, termOfState, type DeliveryState } from '../../src/counts/index.js';
import { isAllowed, statesBefore, stateWords, transitions } from '../../src/deliveries/states.js';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { query } from '../../src/platform/db.js';
import { onEachDatabase } from '../support/databases.js';
import { historyOf, openCityWorld, takeLetter } from '../support/letters.js';
import { moveOf } from '../support/moves.js';
import { expectReconciled, type World } from '../support/world.js';

describe('the table of states', () => {
  it('allows what was decided and nothing else', () => {
    const pairs = deliveryStates.map(
      (from) => `${from} -> ${deliveryStates.filter((to) => isAllowed(from, to)).join(' ')}`,
    );
    expect(pairs).to.deep.equal([
      'held -> held queued sent bounced handed_over cancelled',
      'queued -> held sending sent failed cancelled',
      'sending -> held queued sent delivered unknown failed previewed',
      'sent -> delivered bounced',
      'delivered -> bounced',
      'unknown -> queued sent bounced cancelled',
      'bounced -> queued',
      'failed -> queued',
      'handed_over -> ',
      'cancelled -> ',
      'previewed -> ',
    ]);
  });

  it('says each change once, with its reason', () => {
    expect(new Set(transitions.map(({ from, to }) => `${from} ${to}`)).size).to.equal(transitions.length);
    for (const { why } of transitions) expect(why).to.match(/^[a-z].{6,}[^.]$/);
    expect(statesBefore('cancelled')).to.deep.equal(['held', 'queued', 'unknown']);
  });

  it('calls nothing delivered that is not: of all states only one is counted so and only one is called so', () => {
    expect(deliveryStates.filter((state) => termOfState[state] === 'delivered')).to.deep.equal(['delivered']);
    expect(deliveryStates.filter((state) => /^(?:delivered|arrived)/i.test(stateWords[state]))).to.deep.equal([
      'delivered',
    ]);
  });
});

onEachDatabase('moving a letter from state to state', (db) => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    world = await openCityWorld(db());
    id = await takeLetter(world);
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  /** Puts the row into a state without asking the table, and makes the counters right. */
  const put = async (state: DeliveryState): Promise<void> => {
    await db()('deliveries').where({ id }).update({ state });
    await checkCounts(db(), { repair: true });
  };
  const counted = async (): Promise<Partial<Record<DeliveryState, number>>> =>
    Object.fromEntries(
      (await readStates(db())).filter(({ letters }) => letters !== 0).map((one) => [one.state, one.letters]),
    );
  const refusal = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  for (const from of deliveryStates) {
    it(`from ${from} goes only where the table says, with an event and the counters`, async () => {
      for (const to of deliveryStates) {
        await put(from);
        const before = await historyOf(db(), id);
        const move = moveOf(world, id, { from, to });
        if (isAllowed(from, to)) {
          const changed = await applyMoves(db(), [{ ...move, reason: `on to ${to}`, dueAt: 7 }]);
          expect(
            changed.map((one) => [one.id, one.state]),
            `${from} -> ${to}`,
          ).to.deep.equal([[id, to]]);
          const after = await historyOf(db(), id);
          const stateAt = world.clock.now();
          expect(after.row).to.include({ state: to, reason: `on to ${to}`, stateAt, dueAt: 7 });
          expect(after.events.slice(before.events.length)).to.deep.equal([
            { from, to, actor: 'organizer', reason: `on to ${to}`, at: stateAt },
          ]);
          expect(await counted(), `${from} -> ${to}`).to.deep.equal({ [to]: 1 });
        } else {
          const error: unknown = await applyMoves(db(), [move]).catch((thrown: unknown) => thrown);
          expect(refusal(error)).to.equal(`A delivery cannot go from ${from} to ${to}.`);
          expect(await historyOf(db(), id), `${from} -> ${to}`).to.deep.equal(before);
          expect(await counted()).to.deep.equal({ [from]: 1 });
        }
      }
    });
  }

  it('changes nothing where the letter is not in the state that was thought', async () => {
    for (const { from, to } of transitions) {
      for (const actual of ['handed_over', 'cancelled'] as const) {
        await put(actual);
        const before = await historyOf(db(), id);
        expect(await applyMoves(db(), [moveOf(world, id, { from, to })])).to.deep.equal([]);
        expect(await historyOf(db(), id)).to.deep.equal(before);
        expect(await counted()).to.deep.equal({ [actual]: 1 });
      }
    }
  });

  it('changes nothing for a worker whose claim is older', async () => {
    await put('sending');
    await db()('deliveries').where({ id }).update({ fence: 4 });
    const move = moveOf(world, id, { from: 'sending', to: 'sent' });
    for (const fence of [0, 3, 5]) expect(await applyMoves(db(), [{ ...move, fence }])).to.deep.equal([]);
    expect((await historyOf(db(), id)).events).to.be.empty;
    expect(await applyMoves(db(), [{ ...move, fence: 4 }])).to.have.length(1);
  });

  it('moves many at once, each by its own wish, and refuses all when one is forbidden', async () => {
    const ids = [id, await takeLetter(world), await takeLetter(world)] as const;
    const forbidden = [
      moveOf(world, ids[0], { from: 'queued', to: 'cancelled' }),
      moveOf(world, ids[1], { from: 'queued', to: 'delivered' }),
    ];
    expect(refusal(await applyMoves(db(), forbidden).catch((thrown: unknown) => thrown))).to.include('cannot go');
    expect(await counted()).to.deep.equal({ queued: 3 });
    const changed = await applyMoves(db(), [
      moveOf(world, ids[2], { from: 'queued', to: 'sending' }),
      moveOf(world, ids[0], { from: 'queued', to: 'cancelled' }),
      moveOf(world, 'no such delivery', { from: 'queued', to: 'failed' }),
    ]);
    expect(changed.map((one) => one.id).sort()).to.deep.equal([ids[0], ids[2]].sort());
    expect(await counted()).to.deep.equal({ queued: 1, sending: 1, cancelled: 1 });
    expect(await query(db(), 'SELECT id FROM delivery_events')).to.have.length(2);
  });

  it('keeps the moment when it is due unless it is told another', async () => {
    const { row } = await historyOf(db(), id);
    await applyMoves(db(), [moveOf(world, id, { from: 'queued', to: 'sending' })]);
    expect((await historyOf(db(), id)).row.dueAt).to.equal(row.dueAt);
  });
});
