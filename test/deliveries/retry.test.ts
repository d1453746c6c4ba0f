import { expect } from 'chai';
import fc from 'fast-check';
import { GIVE_UP_AFTER_MS, pauseBeforeRetry } from '../../src/deliveries/retry.js';
import { DAY, HOUR, MINUTE } from '../support/world.js';

describe('the pause before the next try', () => {
  it('doubles from a minute to six hours', () => {
    const pauses = Array.from({ length: 12 }, (_, index) => pauseBeforeRetry(index + 1, 0.5) / MINUTE);
    expect(pauses).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
  });

  it('is a fifth more or less at the most, at any try', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (tries, fraction) => {
          const planned = Math.min(MINUTE * 2 ** (tries - 1), 6 * HOUR);
          const pause = pauseBeforeRetry(tries, fraction);
          expect(pause).to.be.within(0.8 * planned, 1.2 * planned);
          expect(Number.isInteger(pause)).to.equal(true);
        },
      ),
    );
    expect(pauseBeforeRetry(1, 0)).to.equal(0.8 * MINUTE);
    expect(pauseBeforeRetry(1, 0.999_999)).to.equal(1.2 * MINUTE);
  });

  it('leaves more than twenty tries before four days are over', () => {
    let [tries, waited] = [1, 0];
    while (waited < GIVE_UP_AFTER_MS) waited += pauseBeforeRetry(tries++, 0.5);
    expect(tries).to.be.within(20, 30);
    expect(GIVE_UP_AFTER_MS).to.equal(4 * DAY);
  });
});
