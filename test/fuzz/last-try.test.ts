import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { watchTries } from '../../fuzz/last-try.js';

describe('a run of fuzzing whose time is over', () => {
  for (const outcome of ['ends', 'fails'] as const) {
    it(`waits for the try in the middle before anything is looked at, also where it ${outcome}`, async () => {
      let isHalfDone = false;
      const tries = fc.asyncProperty(fc.nat(), async () => {
        isHalfDone = true;
        await sleep(50);
        isHalfDone = false;
        if (outcome === 'fails') throw new Error('too late to be told');
      });
      const { property, lastTry } = watchTries(tries);
      const { counterexample } = await fc.check(property, { numRuns: 1, interruptAfterTimeLimit: 10 });
      expect({ counterexample, isHalfDone }).to.deep.equal({ counterexample: null, isHalfDone: true });
      await lastTry();
      expect(isHalfDone).to.equal(false);
    });
  }
});
