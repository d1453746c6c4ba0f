import { expect } from 'chai';
import fc from 'fast-check';
import {
  parseLetter,
  renderBody,
  renderLetter,
  renderUnsigned,
  tidy,
  type MergeValues,
} from '../../src/letters/index.js';
import { letterWith, noText, values } from './letters.js';

const BODY = 'Please pass it{{#if supporter.region}} in {{supporter.region}}{{/if}}.\n\nThank you.';
const template = parseLetter({ subject: 'From {{supporter.postal_code}}: {{campaign.title}}', text: letterWith(BODY) });

const GREETING = 'Dear Mayor Lindqvist,';
const CLOSING = 'Yours,\nAna Lima\n1 Main Street\nDenver, CO 80202';

/** Text as people and programs type it, with things that a template engine would act on. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '{{supporter.email}}',
        '{{campaign.ask}}',
        '{{constructor}}',
        '{{{x}}}',
        '{{#each this}}',
        '{{/if}}',
        '{{',
        '}}',
      ),
      fc.constantFrom('\r\n', '\n\n\n\n', ' \n', '\t', '\u00a0', '\u2028', '$&', '$1', '%s', '\\{{x}}', '<b>&amp;'),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

describe('a letter as it is sent', () => {
  it('greets, then says the supporter’s own words, then the campaign’s text, and is signed', () => {
    expect(renderLetter(template, values, { ownWords: 'My sister worked there.' })).to.deep.equal({
      subject: 'From 80202: Train hotel staff',
      text: `${GREETING}\n\nMy sister worked there.\n\nPlease pass it in Colorado.\n\nThank you.\n\n${CLOSING}\n`,
    });
  });

  it('has no gap where there are no own words', () => {
    expect(renderLetter(template, values, noText).text).to.equal(
      `${GREETING}\n\nPlease pass it in Colorado.\n\nThank you.\n\n${CLOSING}\n`,
    );
  });

  it('carries the supporter’s text in place of the campaign’s, and their subject', () => {
    const own = { ownWords: 'First.', text: 'Second.', subject: ' My \r\n subject ' };
    expect(renderLetter(template, values, own)).to.deep.equal({
      subject: 'My subject',
      text: `${GREETING}\n\nFirst.\n\nSecond.\n\n${CLOSING}\n`,
    });
  });

  it('sends what looks like a template just as it was typed', () => {
    const typed = '{{supporter.email}} {{{x}}} {{#each a}} \\{{y}} {{!-- z --}}';
    const { text, subject } = renderLetter(template, values, { ownWords: typed, text: typed, subject: typed });
    expect(text).to.equal(`${GREETING}\n\n${typed}\n\n${typed}\n\n${CLOSING}\n`);
    expect(subject).to.equal(typed);
  });

  it('has the same text whether template and own words were written on Windows or elsewhere', () => {
    const windows = parseLetter({ subject: 'x', text: letterWith(BODY).replaceAll('\n', '\r\n') });
    const typed = 'One.\n\nTwo.';
    expect(renderLetter(windows, values, { ownWords: typed.replaceAll('\n', '\r\n') }).text).to.equal(
      renderLetter(template, values, { ownWords: typed }).text,
    );
  });

  it('offers for editing the body that it sends', () => {
    const offered = renderBody(template, values);
    expect(offered).to.equal('Please pass it in Colorado.\n\nThank you.');
    expect(renderLetter(template, values, { text: offered })).to.deep.equal(renderLetter(template, values, noText));
  });

  it('leaves out the lines of an address that is not known', () => {
    const { text } = renderLetter(template, { ...values, supporter: { ...values.supporter, address: '' } }, noText);
    expect(text).to.match(/\n\nYours,\nAna Lima\n$/);
  });

  it('holds any own words and any text unchanged, and evaluates nothing', () => {
    fc.assert(
      fc.property(anyText, anyText, (ownWords, text) => {
        const parts = [GREETING, tidy(ownWords), tidy(text), CLOSING].filter(Boolean);
        expect(renderLetter(template, values, { ownWords, text }).text).to.equal(`${parts.join('\n\n')}\n`);
      }),
    );
  });

  it('evaluates nothing in a name, a place or a title either', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const { text } = renderLetter(template, everywhere(typed), noText);
        const parts = [
          `Dear ${typed},`,
          `Please pass it${typed && ` in ${typed}`}.\n\nThank you.`,
          `Yours,\n${typed}\n${typed}`,
        ];
        expect(text).to.equal(`${parts.map(tidy).join('\n\n')}\n`);
      }),
    );
  });
});

describe('a letter without its signature', () => {
  const full = parseLetter({
    subject: 'Please act',
    text: 'Dear {{target.name}},\n\nx\n\nYours,\n{{supporter.full_name}} ({{supporter.given_name}} {{supporter.family_name}})\n\n',
  });

  it('greets the target and ends before the name', () => {
    expect(renderUnsigned(template, values, { ownWords: 'Mine.' }).text).to.equal(
      `${GREETING}\n\nMine.\n\nPlease pass it in Colorado.\n\nThank you.\n\nYours,\n`,
    );
  });

  it('names nobody and no place in its closing, whoever signed', () => {
    const named = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((name) => `Zz${name}zZ`);
    const signed = parseLetter({
      subject: 'Please act',
      text: `Dear {{target.name}},\n\nx\n\nYours,\n${PERSON_FIELDS.map((field) => `{{supporter.${field}}}`).join(' ')}`,
    });
    fc.assert(
      fc.property(named, (name) => {
        const filled = { ...everywhere(name), target: values.target };
        expect(renderUnsigned(signed, filled, noText).text).to.equal('Dear Mara Lindqvist,\n\nx\n\nYours,\n');
      }),
    );
  });

  it('leaves no trace of the name but what the campaign itself wrote around it', () => {
    expect(renderUnsigned(full, values, noText).text).to.equal('Dear Mara Lindqvist,\n\nx\n\nYours,\n ( )\n');
  });
});

const PERSON_FIELDS = [
  'full_name',
  'given_name',
  'family_name',
  'address',
  'street',
  'locality',
  'region',
  'postal_code',
  'district',
];

describe('tidying a text', () => {
  it('makes line ends alike and drops outer space, space at line ends and a third empty line', () => {
    expect(tidy(' \r\n a  b \t\r\n\r\n\r\n\r\n\u00a0c\u00a0\rd\n\n ')).to.equal('a  b\n\n\u00a0c\nd');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tidy(tidy(text))).to.equal(tidy(text));
        expect(tidy(text)).not.to.match(/\r|[ \t]\n|\n{3}|^\s|\s$/);
      }),
    );
  });

  it('keeps every character that can be seen, in order', () => {
    const visible = (text: string): string => text.replace(/\s/g, '');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(tidy(text))).to.equal(visible(text));
      }),
    );
  });

  it('is done at once with a long run of spaces inside a line', () => {
    const text = `a${' '.repeat(200_000)}b`;
    expect(tidy(text)).to.equal(text);
  });
});

/** Every field holds the same text. */
function everywhere(text: string): MergeValues {
  const fill = <Group extends object>(group: Group): Group =>
    Object.fromEntries(Object.keys(group).map((key) => [key, text])) as Group;
  return {
    target: fill(values.target),
    supporter: fill(values.supporter),
    campaign: fill(values.campaign),
    organization: fill(values.organization),
  };
}
