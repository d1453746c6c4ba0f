import { expect } from 'chai';
import { withdrawLetters } from '../../src/deliveries/index.js';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { lockHeld } from '../../src/deliveries/store-holds.js';
import { claimDue, hasSuspect } from '../../src/deliveries/store-claims.js';
import { listUnconfirmed, markTold } from '../../src/notices/store-plan.js';
import { query, type Db } from '../../src/platform/db.js';
import { moveOf } from '../support/moves.js';
import { useWorld } from '../support/world.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';

type Statement = { readonly sql: string; readonly bindings?: readonly string[] };

describe('looking after a few of very many letters', () => {
  const world = useWorld();
  let base: TestDatabase;
  before(async () => {
    base = await openTestDatabase('sqlite::memory:');
  });
  after(() => base.close());

  /** How SQLite finds the deliveries that some work touches, one line for each table or index that it reads. */
  const plansOf = async (work: (db: Db) => Promise<unknown>): Promise<string[]> => {
    const statements: Statement[] = [];
    const note = (statement: Statement): void => void statements.push(statement);
    base.db.on('query', note);
    await work(base.db);
    base.db.removeListener('query', note);
    const plans = await Promise.all(
      statements
        .filter(({ sql }) => sql.includes('deliveries'))
        .map(({ sql, bindings = [] }) => query<{ detail: string }>(base.db, `EXPLAIN QUERY PLAN ${sql}`, bindings)),
    );
    return plans.flat().flatMap(({ detail }) => (detail.includes(' deliveries ') ? [detail] : []));
  };
  const claim = (more: object) => (db: Db) => {
    const paces = { policies: new Map(), perDomainPerMinute: undefined };
    return claimDue(db, { now: 1, leaseUntil: 2, limit: 100, eventId: world().ids.next, ...paces, ...more });
  };

  it('reads those that are named, and not all that wait with them', async () => {
    const ids = ['a', 'b'];
    const deed = { ids, at: 1, actor: 'sweep', reason: '', eventId: () => 'e' };
    const works: readonly ((db: Db) => Promise<unknown>)[] = [
      claim({ ids }),
      (db) => lockHeld(db, ids, 'review'),
      (db) => withdrawLetters(db, deed),
      (db) => listUnconfirmed(db, ids),
      (db) => applyMoves(db, [moveOf(world(), 'a', { from: 'queued', to: 'cancelled' })]),
    ];
    for (const work of works) {
      const plans = await plansOf(work);
      expect(plans, String(work)).not.to.be.empty;
      expect(plans.join('\n'), String(work)).not.to.match(/SCAN deliveries|state_due_at/);
    }
  });

  it('finds the few over which workers died, and those to be told about, by indexes of their own', async () => {
    const suspects = [...(await plansOf((db) => hasSuspect(db, 1))), ...(await plansOf(claim({ isSuspect: true })))];
    expect(suspects.join('\n'))
      .to.include('deliveries_suspects')
      .and.not.match(/SCAN deliveries|state_due_at/);
    const told = await plansOf((db) => markTold(db, { now: 1, failedBefore: 1, limit: 1 }));
    expect(told.join('\n'))
      .to.include('deliveries_untold')
      .and.not.match(/SCAN deliveries|state_due_at/);
  });

  it('takes what it claimed by its ids', async () => {
    await base.db.raw('PRAGMA foreign_keys = OFF');
    await base.db.raw(
      `INSERT INTO deliveries (id, letter_id, campaign_id, office_id, source, channel, state, state_at, due_at, created_at)
       VALUES ('a', 'l', 'c', 'o', '', 'smtp', 'queued', 0, 0, 0)`,
    );
    const plans = await plansOf(claim({}));
    expect(plans.filter((plan) => plan.includes('state_due_at'))).to.have.length(1);
    expect(plans.filter((plan) => plan.includes('(id=?)'))).to.have.length(1);
  });
});
