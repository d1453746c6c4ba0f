import { expect } from 'chai';
import { checkPeople, countPeople } from '../../src/partners/index.js';
import { eraseSupporter } from '../../src/people/index.js';
import { migrate } from '../../src/platform/migrations.js';
import { onEachBareDatabase } from '../support/databases.js';
import { generate, openCoalition, recount, supporterOf, write } from '../support/generated-coalition.js';
import { CITY } from '../support/world.js';

onEachBareDatabase('counting people while letters come in', (base) => {
  it('loses nobody to another process that counts, to an erasure or to a count anew', async () => {
    await migrate(base().db);
    const { world, coalition } = await openCoalition(base().db);
    const all = generate(150)
      .filter(({ campaign }) => campaign === CITY)
      .map((one) => ({ ...one, letters: [] }));
    const held = await coalition();
    let isWriting = true;
    const counting = async (): Promise<void> => {
      while (isWriting) await countPeople(world);
    };
    const counts = [counting(), counting()];
    const erased = all.slice(0, 5);
    await write(world, all.slice(0, 20), 5);
    await Promise.all([
      write(world, all.slice(20), 5),
      (async () => {
        for (const one of erased) {
          const who = await supporterOf(world, one);
          await eraseSupporter(world, who, { userId: null, who: 'Somebody', waiting: 'cancel' });
          await recount(world, held);
        }
      })(),
    ]);
    isWriting = false;
    await Promise.all(counts);
    expect(await checkPeople(world, { repair: false })).to.deep.equal([]);
  });
});
