import { expect } from 'chai';
import { collectPatterns, findSlow } from '../../fuzz/patterns/index.js';

/** Long enough that what grows with the square of the text takes many times what it may. */
const CHARACTERS = 12_000;

describe('the patterns that texts are looked through with', () => {
  it('take a time in line with the length of a text, however it was made up', () => {
    const slow = collectPatterns().flatMap((pattern) => findSlow(pattern, CHARACTERS) ?? []);
    expect(slow.map(({ pattern, attack }) => `${pattern.at}: ${JSON.stringify(attack)}`)).to.deep.equal([]);
  });

  it('are found where they do not', () => {
    const known = [String.raw`\s+$`, String.raw`(?:a|\w+)*!`, String.raw`<[^>]*>`];
    const missed = known.filter((source) => !findSlow({ source, flags: '', at: '' }, CHARACTERS));
    expect(missed).to.deep.equal([]);
  });
});
