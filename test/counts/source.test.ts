import { expect } from 'chai';
import fc from 'fast-check';
import { rootOf, sharedSource, sourceOfLink, sourcePattern } from '../../src/counts/index.js';

describe('the source that a link names', () => {
  it('is the path’s before ours before UTM’s, with the medium where there is no sub-code yet', () => {
    const mail = { utm_source: 'Teachers', utm_medium: 'E-Mail' };
    const cases = [
      [{}, ''],
      [{ source: 'Teachers ' }, 'teachers'],
      [{ source: 'teachers.newsletter', utm_medium: 'email' }, 'teachers.newsletter'],
      [{ source: 'chamber', ...mail }, 'chamber'],
      [{ source: 'not a code', ...mail }, 'teachers.e-mail'],
      [mail, 'teachers.e-mail'],
      [{ utm_source: 'spring mail!', utm_medium: 'a.b' }, 'spring-mail.a-b'],
      [{ utm_medium: 'email' }, ''],
      [{ path: 'teachers', source: 'chamber', utm_source: 'x', utm_medium: 'email' }, 'teachers.email'],
      [{ path: 'teachers.flyer', ...mail }, 'teachers.flyer'],
      [{ path: 'x'.repeat(40), ...mail }, 'x'.repeat(40)],
      [{ path: 'x'.repeat(41), source: 'chamber' }, 'chamber'],
      [{ source: ['teachers', 'chamber'] }, ''],
    ] as const;
    for (const [link, source] of cases) expect(sourceOfLink(link), JSON.stringify(link)).to.equal(source);
  });

  it('is a code or none, whatever stands in the link, and keeps its root when it is passed on', () => {
    const characters = fc.constantFrom('a', 'Z', '9', '-', '_', '.', ' ', '/', '?', '%', 'é', '\0', '😀');
    const text = fc.option(fc.string({ unit: characters, maxLength: 60 }), { nil: undefined });
    fc.assert(
      fc.property(fc.record({ path: text, source: text, utm_source: text, utm_medium: text }), (link) => {
        const source = sourceOfLink(link);
        if (source === '') return;
        expect(source).to.match(sourcePattern);
        expect(sourceOfLink({ source })).to.equal(source);
        expect(sharedSource(source)).to.match(sourcePattern);
        expect(rootOf(sharedSource(source))).to.equal(rootOf(source));
      }),
    );
  });
});
