import { expect } from 'chai';
import fc from 'fast-check';
import { countKey, mergeCounts, sumTerms, type ActionCount, type LetterCount } from '../../src/counts/counts.js';
import { definitions, deliveryStates, termOfState, type DeliveryState } from '../../src/counts/index.js';

const number = fc.integer({ min: -5, max: 1_000 });
const source = fc.constantFrom('', 'partner-a', 'partner-b', 'a.b_c');
const campaignId = fc.constantFrom('01k000', '01k001');

const letterCount: fc.Arbitrary<LetterCount> = fc.record({
  campaignId,
  officeId: fc.constantFrom('council/mayor', 'council/ward-1', 'us-house/co/1'),
  source,
  state: fc.constantFrom(...deliveryStates),
  letters: number,
  saidSent: number,
  saidFailed: number,
});

const actionCount: fc.Arbitrary<ActionCount> = fc.record({
  campaignId,
  day: fc.constantFrom('2027-03-10', '2027-03-11'),
  source,
  actions: number,
  letters: number,
  ownWords: number,
  optIns: number,
  toConfirm: number,
  confirmed: number,
});

describe('the terms of a campaign’s letters', () => {
  it('are zero where nothing was taken', () => {
    expect(sumTerms({})).to.deep.equal({
      taken: 0,
      waiting: 0,
      delivered: 0,
      failed: 0,
      handed_over: 0,
      cancelled: 0,
      previewed: 0,
    });
  });

  it('hold each state under one term, and those on the way under waiting', () => {
    const terms = Object.fromEntries(deliveryStates.map((state) => [state, termOfState[state]]));
    expect(terms).to.deep.equal({
      held: 'waiting',
      queued: 'waiting',
      sending: 'waiting',
      sent: 'waiting',
      unknown: 'waiting',
      delivered: 'delivered',
      bounced: 'failed',
      failed: 'failed',
      handed_over: 'handed_over',
      cancelled: 'cancelled',
      previewed: 'previewed',
    });
  });

  it('add up to the letters taken, whatever states they are in', () => {
    const byState = fc.dictionary(fc.constantFrom(...deliveryStates), fc.nat(100_000)) as fc.Arbitrary<
      Partial<Record<DeliveryState, number>>
    >;
    fc.assert(
      fc.property(byState, (counted) => {
        const { taken, ...terms } = sumTerms(counted);
        const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
        expect(taken).to.equal(total(Object.values(counted)));
        expect(total(Object.values(terms))).to.equal(taken);
        expect(terms.delivered, 'nothing else is called delivered').to.equal(counted.delivered ?? 0);
      }),
    );
  });

  it('are each defined for the reader', () => {
    expect(definitions).to.include.keys('taken', ...Object.values(termOfState));
  });
});

describe('changes of counters in one transaction', () => {
  const measures = ['actions', 'letters', 'ownWords', 'optIns', 'saidSent', 'saidFailed'] as const;

  /** The sum of a measure over all counts of a key. */
  function totals(counts: readonly (ActionCount | LetterCount)[]): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const count of counts) {
      for (const measure of measures) {
        const value = (count as Partial<Record<typeof measure, number>>)[measure] ?? 0;
        const name = `${countKey(count)} ${measure}`;
        sums[name] = (sums[name] ?? 0) + value;
      }
    }
    return sums;
  }

  for (const [what, counts] of [
    ['letters', fc.array(letterCount, { maxLength: 30 })],
    ['actions', fc.array(actionCount, { maxLength: 30 })],
  ] as const) {
    it(`become one row a key, sorted, with nothing lost: ${what}`, () => {
      fc.assert(
        fc.property(counts as fc.Arbitrary<(ActionCount | LetterCount)[]>, (given) => {
          const before = structuredClone(given);
          const merged = mergeCounts(given);
          const keys = merged.map(countKey);
          expect(new Set(keys).size).to.equal(keys.length);
          expect(keys).to.deep.equal([...keys].sort());
          expect(totals(merged)).to.deep.equal(totals(given));
          expect(mergeCounts(merged)).to.deep.equal(merged);
          expect(mergeCounts([...given].reverse())).to.deep.equal(merged);
          expect(given).to.deep.equal(before);
        }),
      );
    });
  }

  it('have keys that a person can read', () => {
    const measures = { actions: 1, letters: 4, ownWords: 0, optIns: 0, toConfirm: 0, confirmed: 0 };
    const count = { campaignId: '01k', day: '2027-03-10', source: '', ...measures };
    expect(countKey(count)).to.equal('campaignId 01k, day 2027-03-10, source (none)');
  });
});
