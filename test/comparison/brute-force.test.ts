import { expect } from 'chai';
import { readFacts } from '../../src/comparison/index.js';
import { readCounts } from '../../src/counts/index.js';
import { checkPeople, countPeople, countSome, insertCampaign, type Coalition } from '../../src/partners/index.js';
import { correctSupporter, eraseSupporter } from '../../src/people/index.js';
import { writing } from '../../src/platform/db.js';
import { messageOf } from '../../src/platform/errors.js';
import { join } from '../support/coalition.js';
import { onEachDatabase } from '../support/databases.js';
import {
  addressOf,
  generate,
  openCoalition,
  supporterOf,
  write,
  type Generated,
} from '../support/generated-coalition.js';
import { CITY, expectReconciled, NATIONAL, type World } from '../support/world.js';
import { plainCount, shown } from './plain-count.js';

onEachDatabase('what five partners brought', (db) => {
  const all = generate(320);
  const half = all.length / 2;
  let made: Generated;
  let world: World;
  beforeEach(async () => {
    made = await openCoalition(db());
    world = made.world;
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  const expectRight = async (wrote = all): Promise<Coalition> => {
    const coalition = await made.coalition();
    const facts = await readFacts(world, coalition);
    expect(shown(facts)).to.deep.equal(await plainCount(world, coalition, wrote));
    for (const id of coalition.campaignIds) {
      const { slug } = (await world.campaigns.list()).find((one) => one.id === id) ?? expect.fail();
      const rows = facts.totals.filter(({ campaign }) => campaign === slug);
      const counts = await readCounts(world.db, id);
      expect(
        rows.reduce((sum, { actions }) => sum + actions, 0),
        slug,
      ).to.equal(counts.actions);
      expect(
        rows.reduce((sum, { letters }) => sum + letters.taken, 0),
        slug,
      ).to.equal(counts.letters.taken);
    }
    return coalition;
  };
  const addNational = async (): Promise<void> => {
    const [{ id: coalitionId }, { id: campaignId }] = [await made.coalition(), await world.campaigns.get(NATIONAL)];
    await writing(world.db, (trx) => insertCampaign(trx, { coalitionId, campaignId, at: world.clock.now() }));
  };
  /** Some small steps, the last of which is lost, as when the process is killed in it. */
  const countAndDie = async (steps: number): Promise<void> => {
    const { id } = await made.coalition();
    for (let step = 0; step < steps; step += 1) await countSome(world, id, 7);
    const lost = world.db.transaction(async (trx) => {
      await countSome({ ...world, db: trx }, id, 7);
      throw new Error('killed');
    });
    expect(await lost.catch(messageOf)).to.equal('killed');
  };

  it('is in every number what a plain count of the list says, also after campaigns and partners came later', async () => {
    await write(world, all.slice(0, half));
    await countPeople(world);
    await expectRight(all.slice(0, half));
    await addNational();
    await write(world, all.slice(half));
    await countPeople(world);
    const { id } = await expectRight();
    await join(world, id, { name: 'Sprouts', code: 'sprout' });
    await countPeople(world);
    const { partners, generation } = await expectRight();
    expect([partners.length, generation]).to.deep.equal([6, 3]);
    await db()('partners').where({ code: 'teachers' }).update({ state: 'left', left_at: world.clock.now() });
    await countPeople(world);
    await expectRight();
    expect(await db()('coalition_people').distinct('generation'), 'nothing stays of earlier counts').to.have.length(1);
  });

  it('stays so where the count is killed, begun anew and overtaken by new letters', async () => {
    await addNational();
    await write(world, all.slice(0, half));
    await countAndDie(12);
    await write(world, all.slice(half, half + 40));
    const { people } = await readFacts(world, await made.coalition());
    expect([people.unique, people.behind > 100], 'until it is done the old count is in force').to.deep.equal([0, true]);
    const { id } = await made.coalition();
    await join(world, id, { name: 'Sprouts', code: 'sprout' });
    await countAndDie(30);
    await write(world, all.slice(half + 40));
    await countPeople(world);
    await expectRight();
    await write(
      world,
      all.slice(0, 30).map((one) => ({ ...one, letters: [], source: 'nurses', optsIn: false })),
    );
    await countPeople(world);
    await expectRight();
  });

  it('stays so when people are erased or their addresses corrected, and keeps no digest of theirs', async () => {
    await addNational();
    const list = generate(320);
    await write(world, list);
    await countPeople(world);
    const quiet = list.filter(({ letters }) =>
      letters.every((state) => ['delivered', 'failed', 'previewed'].includes(state)),
    );
    const other = (one: (typeof list)[number]) =>
      list.find(({ person, campaign }) => person === one.person && campaign !== one.campaign);
    const inBoth = quiet.filter((one) => one.campaign === CITY && other(one)).slice(0, 4);
    const inOne = quiet.filter((one) => !other(one)).slice(0, 4);
    expect([inBoth.length, inOne.length]).to.deep.equal([4, 4]);
    const wish = { userId: null, who: 'Somebody', waiting: 'cancel' } as const;
    for (const one of [...inBoth.slice(0, 2), ...inOne.slice(0, 2)]) {
      await eraseSupporter(world, await supporterOf(world, one), wish);
      one.isErased = true;
    }
    await countAndDie(1);
    for (const one of [...inBoth.slice(2), ...inOne.slice(2)]) {
      const who = await supporterOf(world, one);
      one.person = `right-${one.person}`;
      const name = { given_name: 'Ana', family_name: 'Lima', postal_code: '80202', street: '', phone: '' };
      await correctSupporter(world, who, { typed: { ...name, email: addressOf(one.person) }, changesWaiting: true });
    }
    await countPeople(world);
    await expectRight(list);
    expect(await db()('coalition_forgotten')).to.deep.equal([]);
    const [{ kept }] = (await db()('coalition_people').countDistinct({ kept: 'person_key' })) as [{ kept: number }];
    expect(kept).to.equal((await plainCount(world, await made.coalition(), list)).unique);
  });

  it('is named and mended by a check where a counter was spoiled', async () => {
    await write(world, all);
    await countPeople(world);
    await db()('coalition_reach').where({ kind: 'all' }).increment('people', 2);
    await db()('coalition_reach').where({ kind: 'depth', a: '1' }).delete();
    const found = await checkPeople(world, { repair: true });
    expect(found.map(({ key, counted, actual }) => [key, counted - actual > 0])).to.deep.equal([
      ['all', true],
      ['depth 1', false],
    ]);
    await expectRight();
  });
});
