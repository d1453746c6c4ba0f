import { expect } from 'chai';
import fc from 'fast-check';
import { only, useMailing } from '../support/mailing.js';
import { ana, CITY } from '../support/world.js';

/** What people who want to break into headers type, and everything else. */
const typed = fc.oneof(
  fc.constantFrom(
    'Ana\r\nBcc: x@evil.example',
    'Ana\nSubject: hi',
    '"Ana" <x@evil.example>',
    'Ana, x',
    'a\u2028b',
    '=?utf-8?q?x?=',
  ),
  fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
);

describe('the headers of a mail to a supporter', () => {
  const { world, look } = useMailing();

  it('hold what a supporter typed as a name and as nothing else', async () => {
    let people = 0;
    await fc.assert(
      fc.asyncProperty(typed, typed, async (given_name, family_name) => {
        const email = `p${++people}@supporter.example`;
        const supporter = { ...ana, given_name, family_name, email };
        const sent = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, copy: true });
        if (sent.status !== 201) {
          expect(sent.status).to.equal(422);
          return;
        }
        const { mail, envelope, raw } = only(await look(email));
        expect(envelope.to).to.deep.equal([email]);
        expect(mail.to?.map(({ address }) => address)).to.deep.equal([email]);
        expect(mail.cc ?? []).to.be.empty;
        expect(mail.bcc ?? []).to.be.empty;
        const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
        const names = [...head.matchAll(/^([\w-]+):/gm)].map(([, name]) => name?.toLowerCase());
        expect(names.filter((name) => name === 'subject' || name === 'to' || name === 'from')).to.have.length(3);
        expect(new Set(names).size).to.equal(names.length);
      }),
      { numRuns: 40 },
    );
  });
});
