import { expect } from 'chai';
import fc from 'fast-check';
import { createSeal } from '../../src/platform/seal.js';

describe('a seal', () => {
  const seal = createSeal('a secret for tests only, nothing else');

  it('opens what it signed, for that purpose and with that secret only', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const sealed = seal.sign('form', value);
        expect(seal.open('form', sealed)).to.equal(value);
        expect(seal.open('mail', sealed)).to.equal(undefined);
        expect(createSeal('another secret of some length').open('form', sealed)).to.equal(undefined);
      }),
    );
  });

  it('opens no other text, though base64 reads it as the same bytes', () => {
    const sealed = seal.sign('form', 'value');
    const others = Array.from(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
      (last) => sealed.slice(0, -1) + last,
    );
    for (const other of [
      ...others.filter((one) => one !== sealed),
      `${sealed}=`,
      `${sealed} `,
      ` ${sealed}`,
      `${sealed}!`,
    ]) {
      expect(seal.open('form', other), other).to.equal(undefined);
    }
    for (const other of ['', '.', 'value', 'value.', sealed.slice(sealed.indexOf('.'))]) {
      expect(seal.open('form', other)).to.equal(undefined);
    }
  });

  it('reveals what it hid, for that purpose and with that secret only, and nothing that was changed', () => {
    const seal = createSeal('a secret for tests only, nothing else');
    const hidden = seal.hide('factor', 'JBSWY3DPEHPK3PXP');
    expect(hidden)
      .to.match(/^[\w-]+$/)
      .and.not.to.equal(seal.hide('factor', 'JBSWY3DPEHPK3PXP'));
    expect(seal.reveal('factor', hidden)).to.equal('JBSWY3DPEHPK3PXP');
    expect(seal.reveal('other', hidden)).to.equal(undefined);
    expect(createSeal('another secret, just as long as that').reveal('factor', hidden)).to.equal(undefined);
    for (const at of [0, 14, 30, hidden.length - 2]) {
      const changed = hidden.slice(0, at) + (hidden[at] === 'A' ? 'B' : 'A') + hidden.slice(at + 1);
      expect(seal.reveal('factor', changed), `changed at ${at}`).to.equal(undefined);
    }
    expect(seal.reveal('factor', '')).to.equal(undefined);
  });
});
