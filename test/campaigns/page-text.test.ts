import { expect } from 'chai';
import fc from 'fast-check';
import { renderPageText } from '../../src/campaigns/index.js';
import { checkPageText } from '../../src/campaigns/page-text.js';

const HEADING = 'the title of the page is the only first-level heading; start with ##';
const PICTURE = 'pictures are not shown: pages load nothing from other sites';

function faultsOf(source: string): string[] {
  return checkPageText(source, 'page.md').map(({ line = 0, message }) => `${line} ${message}`);
}

describe('what may not stand in page.md', () => {
  for (const [what, source, fault] of [
    ['a first-level heading', 'a\n\n# Title', `3 ${HEADING}`],
    ['an indented one', '  # Title', `1 ${HEADING}`],
    ['an underlined one', 'a\n\nTitle\n=====', `3 ${HEADING}`],
    ['one in a quotation', '> # Title', `1 ${HEADING}`],
    ['one in a list', '- a\n- # Title', `2 ${HEADING}`],
    ['a picture', 'a\nb ![me](https://pictures.example/me.png)', `2 ${PICTURE}`],
    ['a picture by reference', '![me][1]\n\n[1]: https://pictures.example/me.png', `1 ${PICTURE}`],
    [
      'a script as a link',
      '[a](javascript:alert(1))',
      '1 "javascript:alert(1)" is not a link that starts with https://',
    ],
    ['a script in other letters', '[a]( JaVaScRiPt:x)', '1 "JaVaScRiPt:x" is not a link that starts with https://'],
    [
      'a script by reference',
      'a\nb [a][1]\n\n[1]: javascript:x',
      '2 "javascript:x" is not a link that starts with https://',
    ],
    ['a script in angle brackets', '<javascript:x>', '1 "javascript:x" is not a link that starts with https://'],
    [
      'a document inside the link',
      '[a](data:text/html,x)',
      '1 "data:text/html,x" is not a link that starts with https://',
    ],
    ['a link within the site', '[a](/console)', '1 "/console" is not a link that starts with https://'],
    [
      'a link without its beginning',
      '[a](www.shelter.example)',
      '1 "www.shelter.example" is not a link that starts with https://',
    ],
    ['nothing', ' \n', '1 is empty: say here why this matters, with a source for each claim'],
  ] as const) {
    it(`refuses ${what}, and says where`, () => {
      expect(faultsOf(source)).to.deep.equal([fault]);
    });
  }

  it('names every fault at once', () => {
    expect(faultsOf('# A\n\n[a](x) ![b](y)\n[c](z)\n')).to.deep.equal([
      `1 ${HEADING}`,
      '3 "x" is not a link that starts with https://',
      `3 ${PICTURE}`,
      '4 "z" is not a link that starts with https://',
    ]);
  });

  it('leaves code, web addresses, mail and telephone links alone', () => {
    const source =
      '## A\n\n```\n# no heading\n```\n\n`[a](javascript:x)` [b](https://shelter.example/a_(b)) <http://a.example/> ' +
      '[c](mailto:a@shelter.example) [d](tel:+18883737888) [e](#sources)';
    expect(faultsOf(source)).to.deep.equal([]);
  });
});

describe('page.md as it is shown', () => {
  it('shows HTML as text', () => {
    expect(renderPageText('<script>alert(1)</script> a <b onclick="x">b</b>')).to.equal(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; a &lt;b onclick=“x”&gt;b&lt;/b&gt;</p>\n',
    );
  });

  it('makes no link of a script and no picture of anything, even unchecked', () => {
    const html = renderPageText('[a](javascript:x) ![b](https://pictures.example/b.png) [c](data:text/html,x)');
    expect(html).not.to.match(/<img|href="(?!https:)/);
  });

  it('lets no text of any kind become a script, a picture or a handler', () => {
    const scraps = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '](',
        '[a',
        '![',
        ')',
        '`',
        '\n',
        '\n\n',
        '# ',
        '> ',
        '- ',
        '&lt;',
        '\\',
        '|',
      ),
      fc.constantFrom('javascript:', 'vbscript:', 'data:text/html,', 'https://', 'onerror=', '<img src=x>', '<script>'),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 20 }), (parts) => {
        const html = renderPageText(parts.join(''));
        const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)];
        for (const [, name = '', attributes = ''] of tags) {
          expect(name).to.match(
            /^(p|h[1-6]|a|ul|ol|li|blockquote|code|pre|em|strong|hr|br|s|table|t[rhd]|thead|tbody)$/,
          );
          expect(attributes).to.match(/^( (href|title|class|start|style)="[^"<]*"| ?\/)*$/);
          expect(attributes).not.to.match(/href="\s*(javascript|vbscript|data):/i);
        }
        expect(html.replaceAll(/<\/?[a-z0-9]+[^>]*>/g, '')).not.to.include('<');
      }),
    );
  });
});
