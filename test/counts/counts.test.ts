import { expect } from 'chai';
import fc from 'fast-check';
import {
  countKey,
  mergeCounts,
  sumTerms,
  type ActionCount,
  type Change,
  type HourCount,
  type LetterCount,
} from '../../src/counts/counts.js';
import { definitions, deliveryStates, termOfState, type DeliveryState } from '../../src/counts/index.js';
import { backedMeasures, countKinds, countTables, recountedKinds, type CountKind } from '../../src/counts/tables.js';

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
  newPeople: number,
  suspected: number,
});

const hourCount: fc.Arbitrary<HourCount> = fc.record({
  campaignId,
  hourAt: fc.constantFrom(0, 3_600_000, 36_000_000),
  actions: number,
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
  /** The sum of each measure over all counts of a key, without those that come to nothing. */
  function totals(kind: CountKind, counts: readonly Change<CountKind>[]): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const count of counts) {
      for (const measure of countTables[kind].measures) {
        const name = `${countKey(kind, count)} ${measure}`;
        sums[name] = (sums[name] ?? 0) + ((count as object as Partial<Record<string, number>>)[measure] ?? 0);
      }
    }
    return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
  }

  for (const [kind, counts] of [
    ['letters', fc.array(letterCount, { maxLength: 30 })],
    ['actions', fc.array(actionCount, { maxLength: 30 })],
    ['hours', fc.array(hourCount, { maxLength: 30 })],
  ] as const) {
    it(`become one row a key, sorted, with nothing lost: ${kind}`, () => {
      fc.assert(
        fc.property(counts as fc.Arbitrary<Change<typeof kind>[]>, (given) => {
          const before = structuredClone(given);
          const merged = mergeCounts(kind, given);
          const keys = merged.map((count) => countKey(kind, count));
          expect(new Set(keys).size).to.equal(keys.length);
          expect(keys).to.deep.equal([...keys].sort());
          expect(totals(kind, merged)).to.deep.equal(totals(kind, given));
          expect(mergeCounts(kind, merged)).to.deep.equal(merged);
          expect(mergeCounts(kind, [...given].reverse())).to.deep.equal(merged);
          expect(given).to.deep.equal(before);
        }),
      );
    });
  }

  it('have keys that a person can read', () => {
    const count = { campaignId: '01k', day: '2027-03-10', source: '', actions: 1, letters: 4 };
    expect(countKey('actions', count)).to.equal('campaignId 01k, day 2027-03-10, source (none)');
  });

  it('name every measure of every table, once', () => {
    for (const { keys, measures } of Object.values(countTables)) {
      const names = [...Object.keys(keys), ...measures];
      expect(new Set(names).size).to.equal(names.length);
    }
    expect(countKinds.filter((kind) => backedMeasures(kind).length > 0)).to.deep.equal(recountedKinds);
  });
});
