import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { createPrivateText, readDataKeys } from '../../src/platform/private-text.js';
import { useFolder } from '../support/world.js';

const newKey = (): string => randomBytes(32).toString('hex');
const textWith = (...keys: string[]) => createPrivateText(readDataKeys(keys.join(','))) ?? expect.fail('no key');

describe('texts that are encrypted', () => {
  const folder = useFolder();

  it('come back as they were, under any of the keys, and a text that somebody typed stays what it is', () => {
    const [old, fresh] = [newKey(), newKey()];
    const [before, after, other] = [textWith(old), textWith(fresh, old), textWith(newKey())];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const stored of [before.seal(text), before.sealLookup(text), after.seal(text)])
          expect(after.open(stored)).to.equal(text);
        expect(after.lookupForms(text)).to.include(before.sealLookup(text)).and.include(text);
        const theirs = other.seal(text);
        expect(after.open(theirs)).to.equal(theirs);
      }),
    );
    expect(before.seal('Ana')).not.to.equal(before.seal('Ana'));
    expect(before.sealLookup('Ana')).to.equal(before.sealLookup('Ana'));
    expect(after.sealLookup('Ana')).not.to.equal(before.sealLookup('Ana'));
    expect(before.seal('')).to.equal('');
    const typed = 'enc:v:00000000:' + 'A'.repeat(60);
    expect(before.open(typed)).to.equal(typed);
  });

  it('fail where they were changed', () => {
    const text = textWith(newKey());
    const stored = text.seal('Ana Lima');
    const at = stored.length - 5;
    const changed = stored.slice(0, at) + (stored[at] === 'A' ? 'B' : 'A') + stored.slice(at + 1);
    expect(() => text.open(changed)).to.throw('cannot be decrypted');
  });

  it('have keys of 32 bytes, as hex, base64 or in a file, and no message holds one', () => {
    const [one, two] = [newKey(), randomBytes(32).toString('base64')];
    const file = join(folder(), 'keys');
    writeFileSync(file, `${one}\n${two}\n`);
    expect(readDataKeys(file)).to.deep.equal(readDataKeys(`${one}, ${two}`));
    expect(readDataKeys(file)).to.have.length(2);
    expect(readDataKeys('')).to.deep.equal([]);
    expect(createPrivateText([])).to.equal(undefined);
    const short = one.slice(2);
    expect(() => readDataKeys(`${one},${short}`))
      .to.throw(/^key 2 is not 32 bytes/)
      .with.property('message')
      .not.includes(short);
    expect(() => readDataKeys(`${one},${one}`)).to.throw('twice');
  });
});
