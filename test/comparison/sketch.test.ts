import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  addPerson,
  emptySketch,
  estimate,
  estimateOverlap,
  SKETCH_ERROR,
  unionOf,
  type Sketch,
} from '../../src/comparison/exchange/sketch.js';
import { readSketch, sketchText } from '../../src/comparison/exchange/sketch-text.js';

const keyOf = (name: string): string =>
  createHash('sha256').update(name).digest().subarray(0, 16).toString('base64url');

const sketchOf = (names: Iterable<string>): Sketch => {
  const sketch = emptySketch();
  for (const name of names) addPerson(sketch, keyOf(name));
  return sketch;
};

const people = (from: number, to: number, seed = ''): string[] =>
  Array.from({ length: to - from }, (_, index) => `${seed}person ${from + index}`);

describe('a sketch of people', () => {
  it('tells how many there are within its stated error, however few or many', () => {
    const errors = [10, 300, 2_000, 20_000, 60_000].flatMap((count) =>
      Array.from({ length: 6 }, (_, seed) => estimate(sketchOf(people(0, count, `${seed} `))) / count - 1),
    );
    const within = errors.filter((error) => Math.abs(error) <= 2 * SKETCH_ERROR);
    expect(within.length / errors.length).to.be.at.least(0.9);
    expect(Math.max(...errors.map(Math.abs))).to.be.below(4 * SKETCH_ERROR);
  });

  it('counts few people exactly', () => {
    for (const count of [0, 1, 2, 9, 50]) expect(estimate(sketchOf(people(0, count)))).to.equal(count);
  });

  it('is the same in any order and however often somebody comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.nat()), { maxLength: 40 }), (given) => {
        const names = given.map(([name]) => name);
        const mixed = given.map(([name, at]) => ({ name, at })).sort((a, b) => a.at - b.at);
        const again = [...mixed, ...mixed].map(({ name }) => name);
        expect(sketchText(sketchOf(again))).to.equal(sketchText(sketchOf(names)));
      }),
      { numRuns: 30 },
    );
  });

  it('of two together is the sketch of all their people, and tells how many are in both', () => {
    const [a, b] = [people(0, 12_000), people(9_000, 20_000)];
    expect(sketchText(unionOf([sketchOf(a), sketchOf(b)]))).to.equal(sketchText(sketchOf([...a, ...b])));
    expect(Math.abs(estimateOverlap(sketchOf(a), sketchOf(b)) - 3_000)).to.be.below(4 * SKETCH_ERROR * 20_000);
    expect(estimateOverlap(sketchOf(a), sketchOf([])), 'nobody').to.equal(0);
    expect(estimateOverlap(sketchOf(a), sketchOf(a))).to.equal(estimate(sketchOf(a)));
  });

  it('is read back as it was written, and nothing else is taken for one', () => {
    const sketch = sketchOf(people(0, 500));
    expect(readSketch(sketchText(sketch))).to.deep.equal(sketch);
    const bomb = sketchText(new Uint8Array(5_000_000));
    const tooHigh = sketchText(sketch.map(() => 50));
    for (const text of ['', 'x', '<html>', sketchText(sketch).slice(9), bomb, tooHigh])
      expect(readSketch(text)).to.equal(undefined);
  });
});
