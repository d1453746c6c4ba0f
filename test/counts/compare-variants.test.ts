import { expect } from 'chai';
import fc from 'fast-check';
import { compareVariants } from '../../src/counts/index.js';
import { newcombe, wilson, zForPairs, type Share } from '../../src/counts/proportion.js';

const share: fc.Arbitrary<Share> = fc
  .integer({ min: 1, max: 5_000 })
  .chain((of) => fc.record({ of: fc.constant(of), hits: fc.nat(of) }));
const round = (value: number): number => Number(value.toFixed(4));

describe('the bounds of a share', () => {
  // R. G. Newcombe, Statistics in Medicine 17, 857-872 (1998), table I, method 3.
  for (const [hits, of, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    it(`are those that Newcombe printed for ${hits} of ${of}`, () => {
      const found = wilson({ hits, of });
      expect([round(found.low), round(found.high)]).to.deep.equal([low, high]);
    });
  }

  // R. G. Newcombe, Statistics in Medicine 17, 873-890 (1998), table II, method 10.
  for (const [a, m, b, n, low, high] of [
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ] as const) {
    it(`are those that Newcombe printed for the difference of ${a} of ${m} and ${b} of ${n}`, () => {
      const found = newcombe({ hits: a, of: m }, { hits: b, of: n });
      expect([round(found.low), round(found.high)]).to.deep.equal([low, high]);
    });
  }

  it('hold the share, keep within what is possible, and narrow with more views', () => {
    fc.assert(
      fc.property(share, (one) => {
        const { value, low, high } = wilson(one);
        expect(low).to.be.within(0, value);
        expect(high).to.be.within(value, 1);
        const more = wilson({ hits: one.hits * 4, of: one.of * 4 });
        expect(more.high - more.low).to.be.lessThan(high - low);
      }),
    );
  });

  it('of a difference turn around with its sides, and widen with more comparisons', () => {
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [there, back] = [newcombe(one, other), newcombe(other, one)];
        expect(there.low).to.be.closeTo(-back.high, 1e-12);
        expect(there.low)
          .to.be.at.most(there.value)
          .and.at.least(-1 - 1e-12);
        const corrected = newcombe(one, other, zForPairs(3));
        expect(corrected.low).to.be.at.most(there.low + 1e-12);
        expect(corrected.high).to.be.at.least(there.high - 1e-12);
      }),
    );
  });

  it('leave out 5 % shared among the pairs', () => {
    for (const pairs of [1, 3, 6]) expect(outside(zForPairs(pairs))).to.be.closeTo(0.05 / pairs, 1e-6);
  });

  /** How much of the normal distribution lies further out on either side, by Simpson's rule. */
  function outside(z: number): number {
    const steps = 2_000;
    const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    let sum = density(0) + density(z);
    for (let step = 1; step < steps; step++) sum += density((z * step) / steps) * (step % 2 ? 4 : 2);
    return 1 - 2 * ((sum * z) / steps / 3);
  }
});

describe('a test of one text against another', () => {
  const variant = (name: string, views: number, actions: number) => ({ variant: name, views, actions, ownWords: 0 });

  it('says nothing before each variant had a hundred views', () => {
    const { says, pairs } = compareVariants([variant('t:a', 4_000, 40), variant('t:b', 99, 80)]);
    expect(says).to.equal('Nothing can be told yet: each variant needs 100 views first.');
    expect(pairs).to.deep.equal([]);
  });

  it('says that no difference can be told where chance explains it', () => {
    const { says, variants, caution } = compareVariants([variant('t:a', 1_000, 50), variant('t:b', 1_000, 60)]);
    expect(says).to.equal('No difference can be told yet.');
    expect(variants[0]?.rate?.value).to.equal(0.05);
    expect(caution).to.include('Who looks often');
  });

  it('says which did better, and by how much at the least and at the most', () => {
    const { says, pairs } = compareVariants([variant('t:a', 1_000, 50), variant('t:b', 1_000, 100)]);
    expect(says).to.equal('Of 100 views, 2.7 to 7.3 more lead to a letter with t:b than with t:a.');
    expect(pairs[0]).to.include({ better: 't:b', other: 't:a', isTold: true });
  });

  it('is slower to tell where more variants are compared', () => {
    const [a, b, c] = [variant('t:a', 1_000, 50), variant('t:b', 1_000, 72), variant('t:c', 1_000, 60)];
    expect(compareVariants([a, b]).pairs[0]?.isTold).to.equal(true);
    expect(compareVariants([a, b, c]).says).to.equal('No difference can be told yet.');
  });

  it('finds a difference between equal texts no more often than it may', () => {
    let seed = 7;
    const draw = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const act = (): number => Array.from({ length: 400 }, draw).filter((one) => one < 0.1).length;
    const runs = Array.from({ length: 400 }, () =>
      compareVariants([variant('a', 400, act()), variant('b', 400, act())]),
    );
    const told = runs.filter(({ pairs }) => pairs.some(({ isTold }) => isTold)).length;
    expect(told / runs.length).to.be.lessThan(0.08);
  });

  it('cannot be judged where letters came from elsewhere than the page', () => {
    expect(compareVariants([variant('t:a', 100, 5), variant('t:b', 100, 101)]).says).to.include(
      't:b has more actions than views',
    );
    fc.assert(
      fc.property(fc.array(fc.record({ views: fc.nat(500), actions: fc.nat(600) }), { maxLength: 4 }), (given) => {
        const { says } = compareVariants(given.map((one, index) => ({ ...one, variant: `t:${index}`, ownWords: 0 })));
        expect(says)
          .to.match(/^[A-Z].*\.$/)
          .and.not.include('NaN');
      }),
    );
  });
});
