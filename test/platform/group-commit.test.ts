import { expect } from 'chai';
import { OverloadedError } from '../../src/platform/errors.js';
import { createGroupCommit } from '../../src/platform/group-commit.js';

describe('a queue before the writer', () => {
  /** A disk that takes half a second for each batch, by a clock of its own. */
  const openDisk = () => {
    const written: number[] = [];
    let ms = 0;
    const commit = async (items: readonly number[]) => {
      await Promise.resolve();
      ms += 500;
      written.push(...items);
      return items;
    };
    return { written, commit, nowMs: () => ms };
  };

  it('turns people away beyond its bound, and takes each of them once when they come again', async () => {
    const disk = openDisk();
    const queue = createGroupCommit({ ...disk, maxWaiting: 30 });
    const people = Array.from({ length: 100 }, (_, person) => person);
    let turnedAway = 0;
    const come = async (person: number): Promise<number> => {
      try {
        return await queue.submit(person);
      } catch (error) {
        expect(error).to.be.instanceOf(OverloadedError);
        turnedAway += 1;
        await queue.idle();
        return come(person);
      }
    };
    expect(await Promise.all(people.map(come))).to.deep.equal(people);
    expect(turnedAway).to.be.greaterThan(69);
    expect([...disk.written].sort((one, other) => one - other)).to.deep.equal(people);
  });

  it('lets as many wait as are written in a few seconds, and tells the others how long that takes', async () => {
    const disk = openDisk();
    const queue = createGroupCommit({ ...disk, maxBatch: 100 });
    const submitAll = (people: number) =>
      Promise.allSettled(Array.from({ length: people }, (_, person) => queue.submit(person)));
    const before = (await submitAll(2_000)).flatMap((one) =>
      one.status === 'rejected' ? [one.reason as unknown] : [],
    );
    expect(before).to.have.length(1_000);
    expect((before[0] as OverloadedError).retryAfterSeconds).to.equal(5);
    expect(disk.written).to.have.length(1_000);
  });
});
