import { expect } from 'chai';
import fc from 'fast-check';
import { fitToLimit, formLength } from '../../src/letters/index.js';

const GREETING = 'Dear Senator Moran,';
const OWN = 'I clean hotel rooms. My sister was sold there, and nobody asked her name.';
const BODY = 'Please vote for the bill. It pays for shelters.\n\nIt passed under both parties.';
const LETTER = `${GREETING}\n\n${OWN}\n\n${BODY}\n\nSincerely,\n`;

describe('a letter for a form that takes only so many characters', () => {
  it('stays whole where it fits, a line end counted as two', () => {
    const whole = LETTER.trim();
    expect(formLength('a\nb')).to.equal(4);
    expect(fitToLimit(LETTER, formLength(whole))).to.deep.equal({ text: whole, leftOut: '' });
    expect(fitToLimit(LETTER, formLength(whole) - 1).leftOut).to.equal('Sincerely,');
  });

  it('keeps greeting and own words before the campaign’s text, and ends with a sentence', () => {
    const room = formLength(`${GREETING}\n\n${OWN}\n\nPlease vote for the bill.`);
    expect(fitToLimit(LETTER, room)).to.deep.equal({
      text: `${GREETING}\n\n${OWN}\n\nPlease vote for the bill.`,
      leftOut: 'It pays for shelters.\n\nIt passed under both parties.\n\nSincerely,',
    });
    expect(fitToLimit(LETTER, room - 1).text).to.equal(`${GREETING}\n\n${OWN}`);
    expect(fitToLimit(LETTER, room - 30).text).to.equal(`${GREETING}\n\nI clean hotel rooms.`);
  });

  it('cuts inside a sentence only where nothing but the greeting would be left', () => {
    const { text, leftOut } = fitToLimit(LETTER, formLength(`${GREETING}\n\nI clean hotel`));
    expect(text).to.equal(`${GREETING}\n\nI clean hotel`);
    expect(leftOut).to.match(/^rooms\. My sister/);
    expect(fitToLimit(LETTER, 15).text).to.equal('Dear Senator');
  });

  it('does not take the point of a title or a name for the end of a sentence', () => {
    for (const name of ['Sen. Moran', 'Dr. Lee', 'J. Moran', 'U.S. Senator Moran', 'No. 7']) {
      const text = `Dear all,\n\nThank you. I met ${name} in Topeka about the bill.`;
      expect(fitToLimit(text, formLength(text) - 15).text, name).to.equal('Dear all,\n\nThank you.');
    }
  });

  const piece = fc.oneof(
    fc.lorem({ mode: 'sentences', maxCount: 4 }),
    fc.string({ maxLength: 60, unit: 'grapheme' }),
    fc.constantFrom('\n', '\n\n', '\r\n', ' ', '👩‍👩‍👧 family', 'é', '“Quoted.” Then'),
  );
  const letter = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));

  it('is never too long, and with what was left out is the whole text', () => {
    fc.assert(
      fc.property(letter, fc.integer({ min: 1, max: 600 }), (text, max) => {
        const fitted = fitToLimit(text, max);
        const spaceless = (one: string): string => one.replace(/\s+/g, '');
        expect(formLength(fitted.text)).to.be.at.most(max);
        expect(text.trim().startsWith(fitted.text)).to.equal(true);
        expect(spaceless(fitted.text + fitted.leftOut)).to.equal(spaceless(text));
        expect(fitted.leftOut === '').to.equal(formLength(text.trim()) <= max);
        expect(fitted.text.isWellFormed() || !text.isWellFormed()).to.equal(true);
      }),
    );
  });

  it('is never cut inside a word that would have fitted', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,9}[.,]?$/), { minLength: 2, maxLength: 80 });
    fc.assert(
      fc.property(words, fc.integer({ min: 11, max: 300 }), (all, max) => {
        const kept = fitToLimit(all.join(' '), max).text.split(' ');
        expect(kept).to.deep.equal(all.slice(0, kept.length));
      }),
    );
  });

  it('is not changed by being fitted again', () => {
    fc.assert(
      fc.property(letter, fc.integer({ min: 1, max: 300 }), (text, max) => {
        const { text: once } = fitToLimit(text, max);
        expect(fitToLimit(once, max)).to.deep.equal({ text: once, leftOut: '' });
      }),
    );
  });
});
