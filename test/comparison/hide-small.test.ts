import { expect } from 'chai';
import fc from 'fast-check';
import { compare, readQuestion, type Comparison, type Value } from '../../src/comparison/index.js';
import { factsOf, partnerNamed, WEEKS, type Bunch } from '../support/facts.js';
import { spyOn } from '../support/spy.js';

const CO = 'ocd-division/country:us/state:co';
const WY = 'ocd-division/country:us/state:wy';
const PLACES = [undefined, CO, `${CO}/cd:1`, `${CO}/cd:2`, `${CO}/cd:3`, WY, `${WY}/cd:at-large`];

function ask(comparison: Comparison, query: Record<string, string>): Record<string, Value | undefined> {
  const { rows } = comparison.table(readQuestion(query, comparison).question);
  return Object.fromEntries(rows.map(({ key, values }) => [key, values['actions']]));
}

describe('hiding small cells', () => {
  it('hides who could be told by subtracting from the total', () => {
    const people = { 'p-a': 4, 'p-b': 60, links: 25, none: 300 };
    const comparison = compare(
      factsOf(Object.entries(people).map(([group, n]) => ({ group, campaign: 'x', people: n }))),
    );
    expect(ask(comparison, {})).to.eql({ a: 'hidden', b: 60, links: 'hidden', none: 300 });
  });

  it('hides a state in every campaign where it is small in one, and with it the state’s districts', () => {
    const bunch = (group: string, people: number, [campaign, place]: [string, string]): Bunch => {
      return { group, campaign, people, place };
    };
    const comparison = compare(
      factsOf([
        bunch('p-a', 50, ['x', `${CO}/cd:1`]),
        bunch('p-a', 3, ['x', `${WY}/cd:at-large`]),
        bunch('p-a', 40, ['y', `${WY}/cd:at-large`]),
        bunch('p-b', 70, ['x', `${CO}/cd:1`]),
        bunch('p-b', 80, ['x', `${WY}/cd:at-large`]),
        bunch('p-b', 90, ['y', `${CO}/cd:1`]),
      ]),
    );
    for (const campaign of ['', 'x', 'y']) {
      expect(ask(comparison, { view: 'states', partner: 'a', campaign })[WY]).to.equal('hidden');
      expect(ask(comparison, { view: 'districts', partner: 'a', campaign })[`${WY}/cd:at-large`]).to.equal('hidden');
    }
    expect(ask(comparison, { view: 'states', campaign: 'x' })[WY]).to.equal(83);
  });

  it('hides all that is derived from a number that is hidden', () => {
    const comparison = compare(
      factsOf([
        { group: 'p-a', campaign: 'x', people: 4, own: 2, place: CO },
        { group: 'p-b', campaign: 'x', people: 12, own: 6, place: CO },
        { group: 'none', campaign: 'x', people: 40, own: 20, place: CO },
      ]),
    );
    const table = comparison.table(readQuestion({}, comparison).question);
    const shown = Object.entries(table.rows.find(({ key }) => key === 'a')?.values ?? {});
    expect(shown.filter(([key, value]) => typeof value === 'number' && key !== 'thisWeek')).to.eql([]);
    expect(table.notes.join(' ')).to.contain('under 10 people are hidden');
  });

  it('sorts hidden numbers by name, so that their order tells nothing', () => {
    const partners = ['d', 'c', 'b', 'a'].map((code) => partnerNamed(code));
    const bunches = partners.map(({ id }, index) => ({ group: id, campaign: 'x', people: 9 - 2 * index }));
    const comparison = compare(factsOf(bunches, { partners }));
    for (const sort of ['actions', '-actions', '-taken', 'ownShare'])
      expect(
        Object.entries(ask(comparison, { sort }))
          .filter(([, value]) => value === 'hidden')
          .map(([key]) => key),
      ).to.eql(['a', 'b', 'c', 'd']);
  });

  it('hides overlaps of few people, and rounds what they could be worked out from', () => {
    const facts = factsOf([
      { group: 'p-a', campaign: 'x', people: 104 },
      { group: 'p-b', campaign: 'y', people: 53 },
    ]);
    const pairs = [{ a: 'p-a', b: 'p-b', people: 3 }];
    const people = { ...facts.people, unique: 154, pairs, byPartners: [151, 3], newByGroup: { 'p-a': 104, 'p-b': 50 } };
    const comparison = compare({ ...facts, people });
    const table = comparison.table(readQuestion({ view: 'overlap' }, comparison).question);
    expect(table.rows.map(({ values }) => values['with:b'] ?? values['with:a'])).to.eql(['hidden', 'hidden']);
    expect(table.total?.values['unique']).to.equal(150);
    expect(table.further?.rows.map(({ values }) => values['unique'])).to.eql([150, 'hidden']);
    expect(table.notes.join(' ')).to.contain('rounded to the nearest 10');
  });

  it('leaves no number of one to nine to be worked out, from all views, filters and sums together', () => {
    const groups = ['p-a', 'p-b', 'links', 'none'];
    const bunch = fc.record({
      group: fc.constantFrom(...groups),
      campaign: fc.constantFrom('x', 'y', 'z'),
      people: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 30 })),
      own: fc.integer({ min: 0, max: 5 }),
      place: fc.constantFrom(...PLACES),
      week: fc.constantFrom(...WEEKS),
    });
    fc.assert(
      fc.property(fc.array(bunch, { minLength: 1, maxLength: 30 }), (given) => {
        const bunches = given.map((one) => ({ ...one, own: Math.min(one.own, one.people) }));
        const facts = factsOf(bunches);
        for (const secret of spyOn(facts, compare(facts))) {
          expect(secret.low, secret.name).to.be.at.most(secret.is + 1e-6);
          expect(secret.high, secret.name).to.be.at.least(secret.is - 1e-6);
          if (secret.is === 0 || secret.is > 9 || isPublicAnyway(facts, secret.name)) continue;
          expect(secret.high - secret.low, `${secret.name} is ${secret.is}`).to.be.above(1e-6);
        }
      }),
      { numRuns: 10 },
    );
  });
});

/**
 * The campaign's own page tells how many people it has: all that is said of a campaign of fewer than ten follows from that, and
 * the own words of one that one group alone brought people to.
 */
function isPublicAnyway({ campaigns, totals }: ReturnType<typeof factsOf>, name: string): boolean {
  return campaigns.some(({ slug }) => {
    const groups = totals.filter(({ campaign, actions }) => campaign === slug && actions > 0);
    const people = groups.reduce((sum, { actions }) => sum + actions, 0);
    const isSmall = people < 10 && name.split(' ').includes(slug);
    return isSmall || (groups.length === 1 && name.endsWith('own words'));
  });
}
