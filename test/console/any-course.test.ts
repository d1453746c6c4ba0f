import { expect } from 'chai';
import fc from 'fast-check';
import { sweep } from '../../src/deliveries/index.js';
import { fillParts, seedConsole, type Seeded } from '../support/console-seed.js';
import type { Typed } from '../support/pages.js';
import { ben, CITY, expectReconciled, HOUR, useFolder, useWorld, type World } from '../support/world.js';

/** What organizers press, on whatever stands there at the moment; `pick` chooses among it. */
type Step = { readonly act: keyof typeof ACTS; readonly pick: number; readonly isMany: boolean };

type Place = { readonly world: World; readonly seeded: Seeded; readonly step: Step };

const AT = `/campaigns/${CITY}`;
const REASON = { reason: 'They asked us to.', why: 'asked' };

const ACTS = {
  retry: (at: Place) => decide(at, 'retry'),
  cancel: (at: Place) => decide(at, 'cancel'),
  handOver: (at: Place) => decide(at, 'hand-over'),
  readdress: (at: Place) => decide(at, 'readdress'),
  letGo: async (at: Place) => post(at, '/review/let-go', { item: await some(at, 'actions') }),
  undo: async (at: Place) => post(at, '/review/undo', { work: (await some(at, 'letter_works'))[0] ?? '' }),
  refuse: async (at: Place) => post(at, '/review/refuse', { item: await some(at, 'actions'), ...REASON }),
  erase: async (at: Place) =>
    post(at, `/people/${(await some(at, 'supporters'))[0] ?? ''}/erase`, {
      waiting: at.step.isMany ? 'finish' : 'cancel',
    }),
  correct: async (at: Place) =>
    post(at, `/people/${(await some(at, 'supporters'))[0] ?? ''}/correct`, {
      given_name: 'Bea',
      family_name: 'Other',
      email: `corrected${at.step.pick}@supporter.example`,
      postal_code: '80203',
      waiting: 'yes',
    }),
  quote: async (at: Place) =>
    post(at, `${AT}/offices/quotations/decide`, {
      quotation: (await some(at, 'quotations'))[0] ?? '',
      to: at.step.isMany ? 'shown' : 'hidden',
    }),
  settle: (at: Place) =>
    post(at, fillParts('/letters/kept/:mail', at.seeded.parts), { as: at.step.isMany ? 'bounced' : 'ignore' }),
  pause: (at: Place) => post(at, `${AT}/${at.step.isMany ? 'pause' : 'resume'}`, {}),
  restore: (at: Place) => post(at, `${AT}/versions/1/restore`, { base: '1' }),
  write: async ({ world, step: { pick, isMany } }: Place) =>
    (
      await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({
        supporter: { ...ben, email: `course${pick % 4}@supporter.example` },
        ...(isMany && { letter: { own_words: `I live here, at number ${pick}.` } }),
      })
    ).status,
  send: async ({ world, step: { isMany } }: Place) => {
    world.moveClock(isMany ? 2 * HOUR : 60_000);
    await sweep(world, world.worker);
    return 200;
  },
} as const;

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
  pick: fc.nat(1_000),
  isMany: fc.boolean(),
});

async function post({ seeded }: Place, path: string, fields: Typed): Promise<number> {
  return (await seeded.owner.post(path, fields)).status;
}

async function decide(at: Place, act: string): Promise<number> {
  const { pick, isMany } = at.step;
  const term = ['failed', 'waiting', ''][pick % 3] ?? '';
  const meant = isMany ? { all: '1', term } : { id: await some(at, 'deliveries') };
  return post(at, `${AT}/letters/decide`, { act, ...meant, ...REASON });
}

/** A few rows' ids. */
async function some({ world: { db }, step: { pick, isMany } }: Place, table: string): Promise<string[]> {
  const rows = await db(table).orderBy('id').select<{ id: string }[]>('id');
  const start = rows.length === 0 ? 0 : pick % rows.length;
  return rows.slice(start, start + (isMany ? 4 : 1)).map(({ id }) => id);
}

describe('whatever organizers press in the console', function () {
  this.timeout(20_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('counters agree with the rows after each act, and no act fails', async () => {
    const seeded = await seedConsole(world(), folder());
    const course = fc.sample(step, 24);
    for (const [index, one] of course.entries()) {
      const status = await ACTS[one.act]({ world: world(), seeded, step: one });
      const told = `${JSON.stringify(course.slice(0, index + 1))}: ${status}`;
      expect(status, told).to.be.below(500).and.not.equal(403);
      await expectReconciled(world()).catch((error: unknown) => {
        throw new Error(told, { cause: error });
      });
    }
  });
});
