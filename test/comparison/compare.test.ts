import { expect } from 'chai';
import { compare, readQuestion, type Table } from '../../src/comparison/index.js';
import { factsOf, partnerNamed, WEEKS, type Bunch } from '../support/facts.js';

const CO = 'ocd-division/country:us/state:co';
const WY = 'ocd-division/country:us/state:wy';

const bunches: readonly Bunch[] = [
  { group: 'p-a', campaign: 'hotels', people: 120, own: 40, place: `${CO}/cd:1`, week: WEEKS[0] },
  { group: 'p-a', campaign: 'hotels', people: 80, own: 20, place: `${CO}/cd:2`, week: WEEKS[1] },
  { group: 'p-b', campaign: 'hotels', people: 60, own: 30, place: `${CO}/cd:1`, week: WEEKS[2] },
  { group: 'p-b', campaign: 'buses', people: 40, own: 20, place: `${WY}/cd:at-large`, week: WEEKS[2] },
  { group: 'links', campaign: 'hotels', people: 20, own: 10, place: CO, week: WEEKS[3] },
  { group: 'none', campaign: 'buses', people: 30, own: 15, week: WEEKS[3] },
];

describe('compare', () => {
  const facts = factsOf(bunches, {
    partners: [partnerNamed('a', { members: 4000, membersOn: '2027-01-01' }), partnerNamed('b')],
  });
  const comparison = compare(facts);
  const ask = (query: Record<string, string>): Table => comparison.table(readQuestion(query, comparison).question);
  const valueOf = (table: Table, key: string, column: string): unknown =>
    (key === 'total' ? table.total : table.rows.find((row) => row.key === key))?.values[column];

  it('adds up to the campaigns’ own totals, whoever brought people', () => {
    const table = ask({});
    expect(table.rows.map(({ key }) => key)).to.eql(['a', 'b', 'none', 'links']);
    expect(valueOf(table, 'total', 'actions')).to.equal(350);
    expect(valueOf(table, 'a', 'rate')).to.equal(50);
    expect(table.rows[0]?.note).to.equal('4,000 members as of 1 January 2027');
    expect(valueOf(table, 'a', 'ownShare')).to.equal(0.3);
    expect(valueOf(ask({ campaign: 'hotels' }), 'b', 'actions')).to.equal(60);
    expect(valueOf(ask({ view: 'campaigns' }), 'buses', 'actions')).to.equal(70);
  });

  it('shows weeks, states and districts of a campaign and a partner', () => {
    const weeks = ask({ view: 'weeks', partner: 'a' });
    expect(weeks.rows.map(({ values }) => values['actions'])).to.eql([120, 80, 0, 0]);
    expect(valueOf(ask({ view: 'states' }), CO, 'actions')).to.equal(280);
    expect(valueOf(ask({ view: 'districts', campaign: 'hotels' }), `${CO}/cd:1`, 'actions')).to.equal(180);
    expect(valueOf(ask({ view: 'districts' }), 'unknown', 'actions')).to.equal(50);
  });
});
