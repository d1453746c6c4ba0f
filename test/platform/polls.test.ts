import { expect } from 'chai';
import { createPolls, type Polls } from '../../src/platform/polls.js';

const VIEWERS = 1_000;

describe('numbers that many people watch', () => {
  let polls: Polls<{ readonly id: string }, number> | undefined;
  afterEach(() => polls?.close());

  it('are read once for all of them at each look, and not at all while nobody watches', async () => {
    let reads = 0;
    let answer: (number: number) => void = () => undefined;
    let began: () => void = () => undefined;
    const read = (): Promise<number> => {
      reads += 1;
      began();
      return new Promise((resolve) => (answer = resolve));
    };
    polls = createPolls({ read, isSame: (one, other) => one === other, everyMs: 1 });
    const told: number[] = [];
    const look = polls;
    const stops = Array.from({ length: VIEWERS }, () =>
      look.follow({ id: 'campaign' }, { tell: (number) => told.push(number), end: () => undefined }),
    );
    for (const number of [1, 2, 3]) {
      expect(reads, 'looks, however many watch').to.equal(number);
      const next = new Promise<void>((resolve) => (began = resolve));
      answer(number);
      await next;
      expect(told.splice(0)).to.deep.equal(Array.from({ length: VIEWERS }, () => number));
    }
    for (const stop of stops) stop();
    answer(4);
    await new Promise((resolve) => setImmediate(resolve));
    expect([reads, told]).to.deep.equal([4, []]);
  });
});
