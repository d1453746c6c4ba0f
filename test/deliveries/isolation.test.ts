import { expect } from 'chai';
import { createWorker, type Channel } from '../../src/deliveries/index.js';
import { useWorld } from '../support/world.js';
import { openCityWorld, takeLetter } from '../support/letters.js';

describe('a letter over which workers died', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('is tried alone, and waits for its turn once, however often it is looked for', async () => {
    const { db } = world();
    await openCityWorld(db);
    const slow = await takeLetter(world());
    const sent: string[] = [];
    let letGo = (): void => undefined;
    const until = new Promise<void>((resolve) => (letGo = resolve));
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const send: Channel['send'] = async ({ deliveryId }) => {
      begin();
      if (deliveryId === slow) await until;
      sent.push(deliveryId);
      return { state: 'sent', response: 'Taken.' };
    };
    const worker = createWorker({ ...world(), channel: { ...world().channel, send } });
    const first = worker.deliver([slow]);
    await begun;
    const suspects = [await takeLetter(world()), await takeLetter(world())];
    await db('deliveries').whereIn('id', suspects).update({ crashes: 1 });
    // Whichever asks the data base first stands in line.
    const looking = [worker.deliverSuspect(), worker.deliverSuspect()];
    // Others that look meanwhile do not stand in line, or nothing else would be sent for as long.
    expect(await Promise.race(looking)).to.deep.equal({ claimed: 0, hasMore: false });
    expect(sent).to.be.empty;
    letGo();
    await Promise.all([first, ...looking]);
    expect(sent).to.deep.equal([slow, suspects[0]]);
    await worker.deliverSuspect();
    expect(sent).to.deep.equal([slow, ...suspects]);
  });
});
