import { expect } from 'chai';
import { releaseHeld, withdrawLetters, type Delivery, type Hold } from '../../src/deliveries/index.js';
import { changeDelivery } from '../support/campaign-copies.js';
import { onEachDatabase } from '../support/databases.js';
import { historyOf, openCityWorld, takeLetter } from '../support/letters.js';
import { bringTo } from '../support/moves.js';
import { expectReconciled, MINUTE, useFolder, type World } from '../support/world.js';

onEachDatabase('a letter that is held before it leaves', (db) => {
  let world: World;
  const folder = useFolder();
  beforeEach(async () => {
    world = await openCityWorld(db());
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  const deed = (ids: readonly string[], actor = 'reviewer') => {
    return { ids, at: world.clock.now(), actor, reason: 'for a test', eventId: world.ids.next };
  };
  const release = (ids: readonly string[], hold: Hold, next?: Hold): Promise<Delivery[]> =>
    releaseHeld(db(), { ...deed(ids), hold, next });
  const rowOf = async (id: string): Promise<object> =>
    (await db()('deliveries').where({ id }).first<object | undefined>('state', 'hold', 'waits_for', 'due_at')) ?? {};

  it('is not announced to the workers, and no worker takes it', async () => {
    await changeDelivery(world, folder(), { review: true });
    const id = await takeLetter(world);
    await world.sendDue();
    expect(world.announced).to.deep.equal([]);
    expect(await rowOf(id)).to.include({ state: 'held', hold: 'review' });
  });

  it('goes from the supporter’s confirmation to the reviewer, and from there into the queue', async () => {
    await changeDelivery(world, folder(), { confirm_first: true, review: true });
    const id = await takeLetter(world);
    expect(await release([id], 'review'), 'not before it is confirmed').to.deep.equal([]);
    expect(await release([id], 'confirm', 'review')).to.have.length(1);
    expect(await rowOf(id)).to.include({ state: 'held', hold: 'review' });
    expect(await release([id], 'confirm'), 'confirmed twice').to.deep.equal([]);
    world.moveClock(MINUTE);
    expect(await release([id], 'review')).to.have.length(1);
    expect(await rowOf(id)).to.include({ state: 'queued', hold: null, waits_for: null, due_at: world.clock.now() });
    expect((await historyOf(db(), id)).events.map(({ from, to }) => `${from} ${to}`)).to.deep.equal([
      'held held',
      'held queued',
    ]);
  });

  it('still waits for what is left of the time in which it can be taken back', async () => {
    await changeDelivery(world, folder(), { review: true, withdraw_minutes: 30 });
    const [early, late] = [await takeLetter(world), await takeLetter(world)];
    const due = world.clock.now() + 30 * MINUTE;
    world.moveClock(10 * MINUTE);
    await release([early], 'review');
    expect(await rowOf(early)).to.include({ state: 'queued', waits_for: 'withdraw', due_at: due });
    await world.sendDue();
    expect(await rowOf(early)).to.include({ state: 'queued' });
    world.moveClock(20 * MINUTE);
    await release([late], 'review');
    expect(await rowOf(late)).to.include({ state: 'queued', waits_for: null, due_at: world.clock.now() });
    await world.sendDue();
    for (const id of [early, late]) expect(await rowOf(id)).to.include({ state: 'previewed' });
  });

  it('can be withdrawn, like one that is queued, and like none that is on its way or settled', async () => {
    const queued = await takeLetter(world);
    const others = [];
    for (const state of ['sending', 'sent', 'failed', 'unknown', 'previewed'] as const) {
      const id = await takeLetter(world);
      await bringTo(world, id, state);
      others.push(id);
    }
    await changeDelivery(world, folder(), { confirm_first: true });
    const held = await takeLetter(world);
    const before = await Promise.all(others.map((id) => historyOf(db(), id)));
    const changed = await withdrawLetters(db(), deed([queued, held, ...others, 'nothing'], 'supporter'));
    expect(changed.map(({ id }) => id).sort()).to.deep.equal([queued, held].sort());
    for (const id of [queued, held]) expect(await rowOf(id)).to.include({ state: 'cancelled', hold: null });
    expect((await historyOf(db(), held)).events.at(-1)).to.include({ actor: 'supporter', reason: 'for a test' });
    expect(await Promise.all(others.map((id) => historyOf(db(), id)))).to.deep.equal(before);
    expect(await release([held], 'confirm'), 'released after that').to.deep.equal([]);
  });
});
