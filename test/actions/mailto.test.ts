import { expect } from 'chai';
import fc from 'fast-check';
import { mailtoLink } from '../../src/actions/mailto.js';

const to = 'mayor@council.example';

describe('a link that opens a letter in one’s own mail program', () => {
  it('encodes as RFC 6068 says: UTF-8, CRLF, and nothing that would end a part', () => {
    const mail = { to: 'a+b&c@council.example', subject: 'Yes & no? 100 %', body: 'Dear Ms. Núñez,\n\n1 + 1 = 2\n' };
    expect(mailtoLink(mail)).to.deep.equal({
      href: 'mailto:a%2Bb%26c@council.example?subject=Yes%20%26%20no%3F%20100%20%25&body=Dear%20Ms.%20N%C3%BA%C3%B1ez%2C%0D%0A%0D%0A1%20%2B%201%20%3D%202',
      hasText: true,
    });
  });

  it('leaves out a text that is too long for a link', () => {
    const fits = mailtoLink({ to, subject: 'Yes', body: 'x'.repeat(1_800) });
    expect(fits.hasText).to.equal(true);
    expect(mailtoLink({ to, subject: 'Yes', body: 'é'.repeat(400) })).to.deep.equal({
      href: `mailto:${to}?subject=Yes`,
      hasText: false,
    });
  });

  it('gives back whatever was written, and adds no recipient', () => {
    const text = fc.string({ maxLength: 120, unit: 'binary' });
    fc.assert(
      fc.property(text, text, (subject, body) => {
        const url = new URL(mailtoLink({ to, subject, body }).href);
        expect(url.pathname).to.equal(to);
        expect([...url.searchParams.keys()].filter((key) => !['subject', 'body'].includes(key))).to.deep.equal([]);
        // URLSearchParams reads a plus sign as a space; a link without one reads the same either way.
        expect(url.search).not.to.include('+');
        expect(url.searchParams.get('subject')).to.equal(subject.toWellFormed());
        const sent = url.searchParams.get('body');
        if (sent !== null)
          expect(sent).to.equal(
            body
              .toWellFormed()
              .trim()
              .replace(/\r\n?|\n/g, '\r\n'),
          );
      }),
    );
  });
});
