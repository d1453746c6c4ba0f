import { expect } from 'chai';
import fc from 'fast-check';
import { parseEmailAddress } from '../../src/platform/email-address.js';
import { canonicalEmail } from '../../src/supporters/index.js';

describe('the key by which a person is known', () => {
  for (const [typed, key] of [
    ['ana@supporter.example', 'ana@supporter.example'],
    ['  Ana.Lima@SUPPORTER.example ', 'ana.lima@supporter.example'],
    ['Ana.Lima+news@gmail.com', 'analima@gmail.com'],
    ['a.n.a.l.i.m.a@GoogleMail.com', 'analima@gmail.com'],
    ['ana+a+b@googlemail.com', 'ana@gmail.com'],
    ['ana.+x@gmail.com', 'ana@gmail.com'],
    ['+x@gmail.com', '+x@gmail.com'],
    ['ana.lima+news@outlook.com', 'ana.lima@outlook.com'],
    ['ana.+x@outlook.com', 'ana@outlook.com'],
    ['ana+x@icloud.com', 'ana@icloud.com'],
    ['ana+x@supporter.example', 'ana+x@supporter.example'],
    ['a.na@supporter.example', 'a.na@supporter.example'],
    ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
    ['ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
    ['ana@xn--bcher-kva.example', 'ana@xn--bcher-kva.example'],
    ['ana@пример.рф', 'ana@xn--e1afmkfd.xn--p1ai'],
    ['ana@ｓupporter。example', 'ana@supporter.example'],
    ["o'brien_1@supporter.example", "o'brien_1@supporter.example"],
  ] as const) {
    it(`of ${typed} is ${key}`, () => {
      expect(canonicalEmail(typed)).to.equal(key);
    });
  }

  for (const typed of [
    '',
    'ana',
    '@supporter.example',
    'ana@',
    'ana@localhost',
    'ana@supporter..example',
    'ana@-supporter.example',
    '.ana@supporter.example',
    'ana.@supporter.example',
    'an..a@supporter.example',
    'ana lima@supporter.example',
    'ana@one@supporter.example',
    'ana@supporter.example, ben@supporter.example',
    'Ana <ana@supporter.example>',
    '"ana"@supporter.example',
    'ana(comment)@supporter.example',
    'ana@[127.0.0.1]',
    'ana@127.0.0.1',
    'ana@supporter.example/x',
    'ana@supporter.example?x',
    'ana@supporter.example#x',
    'ana@supporter.example:25',
    'ana@supporter.example\\x',
    'ana@supp%6frter.example',
    'ana@supp\torter.example',
    'ana@supporter.example\r\nBcc: ben@supporter.example',
    'ana\u0000@supporter.example',
    `${'a'.repeat(65)}@supporter.example`,
    `ana@${'a'.repeat(64)}.example`,
    `ana@${'abc.'.repeat(63)}example`,
  ]) {
    it(`is none of ${JSON.stringify(typed).slice(0, 60)}, which is no address`, () => {
      expect(canonicalEmail(typed)).to.equal(undefined);
    });
  }
});

describe('any address', () => {
  const part = fc.stringMatching(/^[a-zA-Z0-9+_'-]{1,12}$/);
  const local = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const domain = fc.oneof(
    fc.constantFrom('gmail.com', 'GoogleMail.com', 'outlook.com', 'proton.me', 'Me.com', 'bücher.example', 'a.example'),
    fc.domain(),
  );
  const address = fc.tuple(local, domain).map((parts) => parts.join('@'));

  it('has a key that is an address, and the key’s key is itself', () => {
    fc.assert(
      fc.property(address, (typed) => {
        const key = canonicalEmail(typed);
        if (key === undefined) {
          expect(parseEmailAddress(typed)).to.equal(undefined);
        } else {
          expect(parseEmailAddress(key)).to.equal(key);
          expect(canonicalEmail(key)).to.equal(key);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has the same key in capitals and with space around it', () => {
    fc.assert(
      fc.property(address, (typed) => {
        expect(canonicalEmail(` ${typed.toUpperCase()}\n`)).to.equal(canonicalEmail(typed));
      }),
    );
  });

  it('has the same key at Google with any dots and any addition', () => {
    const letters = fc.array(fc.stringMatching(/^[a-z0-9]{1,5}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(letters, part, (parts, addition) => {
        const key = `${parts.join('')}@gmail.com`;
        for (const domainName of ['gmail.com', 'googlemail.com']) {
          expect(canonicalEmail(`${parts.join('.')}@${domainName}`)).to.equal(key);
          expect(canonicalEmail(`${parts.join('.')}+${addition}@${domainName}`)).to.equal(key);
        }
      }),
    );
  });

  it('of any text at all holds nothing that could end a header line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        for (const typed of [`${before}@${after}`, `ana@${after}.example`, `${before}@supporter.example`]) {
          const key = canonicalEmail(typed);
          if (key !== undefined) expect(key).to.match(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
