import { expect } from 'chai';
import fc from 'fast-check';
import { parsePostalCode, postalCodeFault } from '../../src/divisions/index.js';

const digit = fc.integer({ min: 0, max: 9 }).map(String);
const digits = (count: number) => fc.array(digit, { minLength: count, maxLength: count }).map((all) => all.join(''));
const letter = fc.stringMatching(/^[A-Z]$/);
const blank = fc.stringMatching(/^[ \t\u00a0]{0,3}$/);

describe('postal codes as people type them', () => {
  it('reads a ZIP code, with or without its last four digits', () => {
    for (const text of ['80202', ' 80202 ', '80202-1234', '80202 1234', '802021234', '80202\u00a01234', '\t80202\n']) {
      expect(parsePostalCode(text, 'us'), text).to.equal('80202');
    }
    expect(parsePostalCode('00501', 'us')).to.equal('00501');
  });

  it('refuses what is no ZIP code', () => {
    for (const text of ['', ' ', '8020', '802021', '80202-', '80202-12', '8O202', '80202 NY', 'SW1A 2AA', 'K1A 0A9']) {
      expect(parsePostalCode(text, 'us'), text).to.equal(undefined);
    }
    for (const text of ['80202\n90210', '80202;DROP', '-80202', '+8020', '8020e', '٨٠٢٠٢', '８０２０２']) {
      expect(parsePostalCode(text, 'us'), text).to.equal(undefined);
    }
  });

  it('reads British postcodes of every shape, spaced as on an envelope', () => {
    const shapes = ['M1 1AE', 'B33 8TH', 'CR2 6XH', 'DN55 1PT', 'W1A 0AX', 'EC1A 1BB', 'SW1A 2AA'];
    for (const code of shapes) {
      for (const typed of [code, code.toLowerCase(), code.replace(' ', ''), ` ${code.replace(' ', '   ')} `]) {
        expect(parsePostalCode(typed, 'gb'), typed).to.equal(code);
      }
    }
    for (const text of ['SW1A', 'SW1A 2A', 'SW1A 22A', '1SW 2AA', '80202', 'K1A 0A9', 'SW1AA 2AA', '']) {
      expect(parsePostalCode(text, 'gb'), text).to.equal(undefined);
    }
  });

  it('reads Canadian postal codes', () => {
    for (const typed of ['K1A 0A9', 'k1a0a9', ' K1A  0A9 ']) {
      expect(parsePostalCode(typed, 'ca'), typed).to.equal('K1A 0A9');
    }
    for (const text of ['K1A', 'K1A 0A', 'KIA 0A9', '80202', 'SW1A 2AA', 'K1A 0A99']) {
      expect(parsePostalCode(text, 'ca'), text).to.equal(undefined);
    }
  });

  it('says in one sentence what a code looks like, in the words of the country', () => {
    expect(postalCodeFault('us')).to.equal('This is not a ZIP code. A ZIP code looks like 80202.');
    expect(postalCodeFault('gb')).to.equal('This is not a postcode. A postcode looks like SW1A 2AA.');
    expect(postalCodeFault('ca')).to.equal('This is not a postal code. A postal code looks like K1A 0A9.');
  });

  it('finds the same five digits whatever blanks and last four digits stand around them', () => {
    const typed = fc.record({
      zip: digits(5),
      rest: fc.oneof(
        fc.constant(''),
        fc.tuple(fc.constantFrom('', '-', ' '), digits(4)).map((parts) => parts.join('')),
      ),
      before: blank,
      after: blank,
    });
    fc.assert(
      fc.property(typed, ({ zip, rest, before, after }) => {
        expect(parsePostalCode(before + zip + rest + after, 'us')).to.equal(zip);
      }),
    );
  });

  it('gives one form to a British or Canadian code, however it is typed, and keeps that form', () => {
    const outward = fc.oneof(
      fc.tuple(letter, digit),
      fc.tuple(letter, digit, digit),
      fc.tuple(letter, letter, digit),
      fc.tuple(letter, letter, digit, letter),
    );
    const british = fc.tuple(outward, digit, letter, letter).map(([out, ...rest]) => [out.join(''), rest.join('')]);
    const canadian = fc
      .tuple(letter, digit, letter, digit, letter, digit)
      .map((parts) => [parts.slice(0, 3).join(''), parts.slice(3).join('')]);
    for (const [country, codes] of [
      ['gb', british],
      ['ca', canadian],
    ] as const) {
      fc.assert(
        fc.property(codes, blank, fc.boolean(), ([first = '', second = ''], gap, isLower) => {
          const typed = isLower ? (first + gap + second).toLowerCase() : first + gap + second;
          expect(parsePostalCode(typed, country)).to.equal(`${first} ${second}`);
          expect(parsePostalCode(`${first} ${second}`, country)).to.equal(`${first} ${second}`);
        }),
      );
    }
  });

  it('never answers anything but a well-formed code, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), digits(5)), (text) => {
        expect(parsePostalCode(text, 'us') ?? '00000').to.match(/^\d{5}$/);
        expect(parsePostalCode(text, 'gb') ?? 'M1 1AA').to.match(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/);
        expect(parsePostalCode(text, 'ca') ?? 'A1A 1A1').to.match(/^[A-Z]\d[A-Z] \d[A-Z]\d$/);
      }),
    );
  });
});
