import { expect } from 'chai';
import fc from 'fast-check';
import { lineOf, personSchema, textOf } from '../../src/supporters/index.js';
import { ana } from '../support/world.js';

/** What is said about a person, as `field: message`. */
function faultsOf(person: object): string[] {
  const read = personSchema.safeParse({ ...ana, ...person });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** A first name as it is kept. */
function kept(given_name: string): string {
  return personSchema.parse({ ...ana, given_name }).given_name;
}

const UNPRINTABLE = 'given_name: Your first name holds a character that cannot be printed.';
const NO_ADDRESS = 'given_name: Your first name cannot hold a web or e-mail address.';
const NO_NAME = 'given_name: Please give your first name.';

describe('the name of a supporter', () => {
  for (const name of [
    'Ana',
    'O’Brien',
    "O'Brien",
    'Nguyễn',
    'Łukasz',
    '李',
    'José María',
    'Anne-Marie',
    'Björk',
    'Σωκράτης',
    'Ольга',
    'محمد',
    'שרה',
    'नरेन्द्र',
    'ประยุทธ์',
    'மணி',
    '김',
    'はなこ',
    'Nuñez y Ruiz',
    'J. R. R.',
    'X Æ A-12',
    'ʻAukai',
    '-',
    '𠮷',
    'علی‌رضا',
  ]) {
    it(`can be ${name}`, () => {
      expect(kept(name)).to.equal(name.normalize('NFC'));
    });
  }

  it('is kept composed, in whole characters, without outer and double space', () => {
    expect(kept('  Jose\u0301   Mari\u0301a ')).to.equal('José María');
    expect(kept('A\ud800na')).to.equal('A\ufffdna');
  });

  for (const [what, name, fault] of [
    ['a line end, and with it a header', 'Ana\r\nBcc: all@supporter.example', UNPRINTABLE],
    ['a line feed', 'Ana\nLima', UNPRINTABLE],
    ['a zero', 'Ana\u0000', UNPRINTABLE],
    ['a tab', 'Ana\tLima', UNPRINTABLE],
    ['a backspace', 'Ana\u007f', UNPRINTABLE],
    ['a next-line character', 'Ana\u0085Lima', UNPRINTABLE],
    ['a line separator', 'Ana\u2028Lima', UNPRINTABLE],
    ['a mark that turns the reading direction', 'Ana \u202eamiL', UNPRINTABLE],
    ['an isolate', 'Ana\u2066', UNPRINTABLE],
    ['a web address', 'Win at https://prize.example', NO_ADDRESS],
    ['a web address without its beginning', 'WWW.prize.example', NO_ADDRESS],
    ['an e-mail address', 'ana@supporter.example', NO_ADDRESS],
    ['the beginning of an encoded word', '=?utf-8?q?mayor?=', 'given_name: Your first name cannot hold "=?".'],
    ['81 characters', 'a'.repeat(81), 'given_name: Your first name is longer than the 80 characters we can take.'],
    ['nothing', '', NO_NAME],
    ['only space', ' \u00a0 ', NO_NAME],
    ['only what nobody sees', '\u200b\u2060\u00ad', NO_NAME],
  ] as const) {
    it(`cannot hold ${what}`, () => {
      expect(faultsOf({ given_name: name })).to.include(fault);
    });
  }

  it('is a text', () => {
    for (const given_name of [undefined, null, 5, ['Ana'], { name: 'Ana' }]) {
      expect(faultsOf({ given_name })).to.deep.equal([NO_NAME]);
    }
  });

  it('may have eighty characters', () => {
    expect(faultsOf({ given_name: 'ü'.repeat(80), family_name: 'e\u0301'.repeat(80) })).to.deep.equal([]);
  });

  it('of any kind is refused or kept on one line, well-formed and visible', () => {
    // Halves of characters as well, which programs send and JSON carries.
    const half = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));
    const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.string({ unit: half, maxLength: 20 }));
    fc.assert(
      fc.property(anyText, (given_name) => {
        const read = personSchema.safeParse({ ...ana, given_name });
        if (!read.success) return;
        const name = read.data.given_name;
        expect(name.isWellFormed() && name === name.normalize('NFC').trim()).to.equal(true);
        expect(name)
          .to.match(/[^\p{C}\p{Z}]/u)
          .and.not.match(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|=\?/u);
        expect(personSchema.parse({ ...ana, given_name: name }).given_name).to.equal(name);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what else a supporter gives', () => {
  it('names every fault at once', () => {
    expect(faultsOf({ given_name: '', family_name: ' ', email: 'ana', postal_code: '' })).to.deep.equal([
      NO_NAME,
      'family_name: Please give your last name.',
      'email: This does not look like an e-mail address, such as name@example.org.',
      'postal_code: Please give your postal code.',
    ]);
  });

  it('takes blanks for what may be left out', () => {
    const blank = { street: ' ', locality: '', region: '\t', phone: '', prefix: '  ' };
    expect(personSchema.parse({ ...ana, ...blank })).to.deep.include({ street: undefined, phone: undefined });
  });

  it('keeps the address as it is written, with its domain in lower-case ASCII', () => {
    expect(personSchema.parse({ ...ana, email: ' Ana.Lima+a@BÜCHER.example ' }).email).to.equal(
      'Ana.Lima+a@xn--bcher-kva.example',
    );
  });

  for (const field of ['street', 'locality', 'region', 'prefix']) {
    it(`takes no line end in ${field}`, () => {
      expect(faultsOf({ [field]: 'a\r\nb' })).to.have.length(1);
    });
  }

  it('takes a telephone number as people write it, and nothing else for one', () => {
    for (const phone of ['202-555-0100', '(202) 555-0100', '+44 20 7946 0000', '2025550100']) {
      expect(faultsOf({ phone })).to.deep.equal([]);
    }
    for (const phone of ['call me', '555', '1'.repeat(26), '202-555-0100\r\nX: y', '=1+1']) {
      expect(faultsOf({ phone }), phone).to.deep.equal(['phone: Please give a phone number such as 202-555-0100.']);
    }
  });
});

describe('a text of a supporter', () => {
  const text = textOf('Your own words', 20);

  it('keeps its lines and tabs, with line ends made alike', () => {
    expect(text.parse(' a\r\n\tb\rc\n ')).to.equal('a\n\tb\nc');
  });

  it('is refused with controls and turning marks, or when it is too long', () => {
    for (const typed of ['a\u0000b', 'a\u202eb', 'a\u001bb']) {
      expect(text.safeParse(typed).error?.issues[0]?.message).to.equal(
        'Your own words holds a character that cannot be printed.',
      );
    }
    expect(text.safeParse('a'.repeat(21)).error?.issues[0]?.message).to.equal(
      'Your own words can have 20 characters at the most.',
    );
  });

  it('as one line may not have a second one', () => {
    expect(lineOf('town', 20).safeParse('a\nb').success).to.equal(false);
  });
});
