import { expect } from 'chai';
import { searchPeople } from '../../src/people/index.js';
import { listOptedIn } from '../../src/people/store-export.js';
import { lockPeople, wipePeople } from '../../src/people/store-erase.js';
import {
  listEnded,
  listUsed,
  listWithContacts,
  listOldActions,
  listOldPeople,
  listQuiet,
} from '../../src/people/store-retention.js';
import { query, type Db } from '../../src/platform/db.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';

type Statement = { readonly sql: string; readonly bindings?: readonly string[] };

describe('finding a few of very many people', () => {
  let base: TestDatabase;
  before(async () => {
    base = await openTestDatabase('sqlite::memory:');
  });
  after(() => base.close());

  /** How SQLite finds the rows of each statement that some work makes. */
  const plansOf = async (work: (db: Db) => Promise<unknown>): Promise<string[]> => {
    const statements: Statement[] = [];
    const note = (statement: Statement): void => void statements.push(statement);
    base.db.on('query', note);
    await work(base.db);
    base.db.removeListener('query', note);
    const plans = await Promise.all(
      statements
        .filter(({ sql }) => /^\s*(?:SELECT|UPDATE|DELETE)/i.test(sql) && !sql.includes('sqlite_master'))
        .map(({ sql, bindings = [] }) => query<{ detail: string }>(base.db, `EXPLAIN QUERY PLAN ${sql}`, bindings)),
    );
    return plans.flat().map(({ detail }) => detail);
  };
  const WHOLE =
    /SCAN (?:supporters|actions|letters|deliveries|consents|supporter_keys|given|notices|erasures|kept_mails|bounces|attempts|delivery_events)\b/;

  const asked = { organizationId: 'o' };
  const of = { organizationId: 'o', slug: 's', campaignId: 'c' };
  const old = { before: 9, after: { createdAt: 1, id: 'a' } };
  const works: readonly (readonly [string, (db: Db) => Promise<unknown>, string?])[] = [
    ['the newest', (db) => searchPeople(db, asked), 'supporters_newest'],
    ['the next of the newest', (db) => searchPeople(db, asked, ['x', 'x']), 'supporters_newest'],
    ['a name', (db) => searchPeople(db, { ...asked, name: 'li', source: 's' }, ['lima', 'x'])],
    ['a place, of those who confirmed', (db) => searchPeople(db, { ...asked, postal: '8', isConfirmed: true })],
    ['an address', (db) => searchPeople(db, { ...asked, emailKey: 'a@b.example' })],
    ['a campaign', (db) => searchPeople(db, { ...asked, campaignId: 'c' }, [5, 'x']), 'actions_newest'],
    ['a source', (db) => searchPeople(db, { ...asked, campaignId: 'c', source: 's', since: 4 }), 'actions_of_source'],
    [
      'those who opted in',
      (db) => searchPeople(db, { ...asked, optedInTo: { slug: 's', isOwn: true } }),
      'supporters_opted_in',
    ],
    [
      'those who agreed to a partner',
      (db) => searchPeople(db, { ...asked, optedInTo: { slug: 'p', isOwn: false } }),
      'actions_of_supporter',
    ],
    ['an export', (db) => listOptedIn(db, of, { after: 'x', limit: 9 }), 'supporters_opted_in'],
    ['old texts', (db) => listOldActions(db, { campaignId: 'c', ...old }, 9), 'actions_with_texts'],
    ['streets and phones', (db) => listWithContacts(db, { campaignId: 'c', ...old }, 9), 'actions_with_contacts'],
    ['letters that need them', (db) => listUsed(db, ['a'], 9)],
    ['ended letters', (db) => listEnded(db, ['a'], 9)],
    ['old people', (db) => listOldPeople(db, { organizationId: 'o', ...old }, 9), 'supporters_leaving'],
    ['quiet people', (db) => listQuiet(db, ['a'], 9), 'actions_of_supporter'],
    ['a person to erase', (db) => lockPeople(db, ['a', 'b'])],
    [
      'all that is erased of one',
      (db) => {
        const letters = [{ letterId: 'l', deliveryId: 'd', actionId: 'a', state: 'sent' as const }];
        const supporter = { id: 's' } as Parameters<typeof wipePeople>[1][0]['supporter'];
        return wipePeople(db, [{ supporter, actionIds: ['a'], letters }], 1);
      },
    ],
  ];
  for (const [what, work, index] of works) {
    it(`reads no table whole for ${what}`, async () => {
      const plans = (await plansOf(work)).join('\n');
      expect(plans).not.to.equal('').and.not.match(WHOLE);
      if (index !== undefined) expect(plans).to.include(index);
    });
  }
});
