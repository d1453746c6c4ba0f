import { expect } from 'chai';
import fc from 'fast-check';
import { isOutdated } from '../../src/organizers/password.js';
import { passwordFault } from '../../src/organizers/password-rules.js';

const KNOWN = ['Olga Reyes', 'olga@organizer.example', 'Harbor Alliance'];

describe('a new password', () => {
  it('is refused when it is short, or among what is tried first', () => {
    for (const password of [
      'tulip anchor',
      ...['passwordpassword', 'P@ssw0rd12345', 'qwertyuiop123', '1qaz2wsx3edc4rfv', 'aaaaaaaaaaaaaaaa', 'abababababab'],
      ...['Summer2026!!!!', 'iloveyou-iloveyou', 'clarion-clarion', 'Welcome12345', '123456789012', 'letmein letmein!'],
      ...['OlgaReyes2026', 'harboralliance1', 'organizer.example', 'olga-olga-olga!'],
    ])
      expect(passwordFault(password, KNOWN), password).to.be.a(password === 'tulip anchor' ? 'undefined' : 'string');
    expect(passwordFault('tulip anch', KNOWN)).to.include('12 characters');
    expect(passwordFault('x'.repeat(201), KNOWN)).to.include('200');
  });

  it('may be of any signs, also without digits and capitals', () => {
    for (const password of [
      'correct-staple-meadow',
      'пароль собака мост река',
      'ünder the blue bridge',
      'jkwe82hfnq0z',
      '🦊🌵🎻🚲 tulip boats',
    ])
      expect(passwordFault(password, KNOWN), password).to.equal(undefined);
  });

  it('is judged quickly and without an error, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), fc.array(fc.string(), { maxLength: 3 }), (text, known) => {
        passwordFault(text, known);
      }),
      { numRuns: 10 },
    );
  });

  it('is stored anew when it was stored at another cost', () => {
    expect(isOutdated('$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$x')).to.equal(true);
    expect(isOutdated('$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$x')).to.equal(false);
  });
});
