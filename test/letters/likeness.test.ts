import { expect } from 'chai';
import fc from 'fast-check';
import {
  bandsOf,
  changesOf,
  exactLikeness,
  likenessOf,
  NEAR_COPY,
  ownPart,
  readSignature,
  signatureOf,
  signatureText,
} from '../../src/letters/index.js';

const WORDS =
  'my sister works in a hotel near the harbour and nobody told her whom to call when she saw it please vote'.split(' ');
const texts = fc.array(fc.constantFrom(...WORDS, 'é', '日本', '12'), { minLength: 4, maxLength: 120 });

describe('how alike two people’s words are', () => {
  it('is told within a fifth of what an exact comparison says, and mostly within a tenth', () => {
    let near = 0;
    let all = 0;
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(30), (words, at, change) => {
        const [one, other] = [
          words.join(' '),
          [...words.slice(0, at % words.length), ...WORDS.slice(0, change)].join(' '),
        ];
        const [a, b] = [signatureOf(one), signatureOf(other)];
        if (!a || !b) return;
        const error = Math.abs(likenessOf(a, b) - exactLikeness(one, other));
        all += 1;
        if (error <= 0.1) near += 1;
        // Sixty hashes: four standard deviations at the worst likeness are 0.26.
        expect(error).to.be.lessThan(0.3);
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(near / all).to.be.greaterThan(0.85);
  });

  it('finds a copy with a word changed by one of its bands, and mixes up no strangers', () => {
    const long = [...WORDS, ...WORDS.map((word) => `${word}s`), ...WORDS.map((word) => `re${word}`)];
    const copy = signatureOf([...long.slice(0, 40), 'today', ...long.slice(41)].join(' '));
    const own = signatureOf(long.join(' '));
    const stranger = signatureOf(
      'I teach at the school on Elm Street, and my pupils ask me what happens there at night.',
    );
    if (!own || !copy || !stranger) throw new Error('no signature');
    expect(likenessOf(own, copy)).to.be.greaterThan(NEAR_COPY);
    expect(bandsOf(own).some((band) => bandsOf(copy).includes(band))).to.equal(true);
    expect(bandsOf(own).some((band) => bandsOf(stranger).includes(band))).to.equal(false);
  });

  it('does not see case, signs and line ends, and is read again as it was written', () => {
    const [one, other] = [signatureOf('Please vote YES -- now!'), signatureOf('please\nvote yes, now')];
    expect(one).to.deep.equal(other);
    expect(one && readSignature(signatureText(one))).to.deep.equal(one);
    expect(readSignature('nonsense')).to.equal(undefined);
    expect(signatureOf(' … ')).to.equal(undefined);
  });

  it('is about what people wrote, not about the campaign’s text that all of them share', () => {
    const template = 'I ask you to vote for it. It is a small duty.\n\nPlease tell me whether you will.';
    expect(ownPart(`I ask you to vote for it. My shop is there. ${template}`, template)).to.equal('my shop is there');
    expect(ownPart(template, template)).to.equal('');
  });

  it('is shown by what was added and taken away, and never loses a word that somebody wrote', () => {
    fc.assert(
      fc.property(texts, texts, (template, words) => {
        const text = words.join(' ');
        const shown = changesOf(template.join(' '), text);
        const kept = shown.filter(({ kind }) => kind !== 'removed').map((piece) => piece.text);
        if (!kept.some((piece) => piece.includes(' … '))) expect(kept.join('')).to.equal(text);
      }),
      { numRuns: 60 },
    );
    expect(changesOf('a b c', 'a x c').map(({ kind }) => kind)).to.include.members(['added', 'removed']);
  });
});
