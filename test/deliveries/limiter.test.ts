import { expect } from 'chai';
import { createLimiter } from '../../src/deliveries/limiter.js';

describe('a limiter', () => {
  it('runs no more at once than it may, the others in the order they came', async () => {
    const limiter = createLimiter(3);
    const started: number[] = [];
    let [running, most] = [0, 0];
    const run = (index: number): Promise<void> =>
      limiter.run(async () => {
        started.push(index);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, (index * 7) % 5));
        running--;
      });
    // The second ten come while the first are waiting and running.
    const first = Array.from({ length: 10 }, (_, index) => run(index));
    const second = first.map((task, index) => task.then(() => run(10 + index)));
    await Promise.all(second);
    await limiter.idle();
    expect([most, running]).to.deep.equal([3, 0]);
    expect(started.slice(0, 10)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(started).to.have.length(20);
  });

  it('gives the place of a task that fails to the next, and tells who asked', async () => {
    const limiter = createLimiter(1);
    const outcomes = await Promise.allSettled([
      limiter.run(() => Promise.reject(new Error('first'))),
      limiter.run(() => Promise.resolve()),
    ]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
    await limiter.idle();
  });
});
