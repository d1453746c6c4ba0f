import { expect } from 'chai';
import fc from 'fast-check';
import { parseLetter, renderLetter } from '../../src/letters/index.js';
import { InputError } from '../../src/platform/errors.js';
import { letterWith, noText, values } from './letters.js';

/** What is wrong with a body, as `line:column message`; the body begins on line 3. */
function faultsOf(body: string, subject?: string): string[] {
  return faultsOfLetter(letterWith(body), subject);
}

function faultsOfLetter(text: string, subject = 'Please act'): string[] {
  try {
    parseLetter({ subject, text });
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ line = 0, column = 0, message }) => `${line}:${column} ${message}`);
  }
}

/** The body as it is sent. */
function sent(body: string, region = 'Colorado'): string {
  const letter = parseLetter({ subject: 'Please act', text: letterWith(body) });
  const filled = { ...values, supporter: { ...values.supporter, region } };
  return renderLetter(letter, filled, noText).text.split('\n\n').slice(1, -1).join('\n\n');
}

const ONLY_IF = 'the only block in a letter is {{#if field}} … {{/if}}';
const ALONE = 'a merge field stands alone between its braces';
const ONLY_FIELDS = 'only merge fields and {{#if field}} may stand in a letter';
const ONLY_A_FIELD = 'only a merge field may stand here';
const TWO_BRACES = 'write merge fields with two braces, not three';
const DO_NOT_FIT = 'the braces do not fit together here';
const NOT_CLOSED = 'something above is not closed: {{#if …}} needs {{/if}}, {{ needs }}';

describe('what may stand in a letter template', () => {
  for (const [what, body, text] of [
    ['a merge field', 'I live in {{supporter.region}}.', 'I live in Colorado.'],
    ['a field in brackets', 'in {{supporter.[region]}}', 'in Colorado'],
    ['a condition', 'I live{{#if supporter.region}} in {{supporter.region}}{{/if}}.', 'I live in Colorado.'],
    ['a condition over several lines', '{{#if\n  supporter.region\n}}x{{/if}}', 'x'],
    ['an else', '{{#if supporter.district}}district{{else}}no district{{/if}}', 'no district'],
    ['an else with another condition', '{{#if supporter.district}}d{{else if supporter.region}}r{{/if}}', 'r'],
    ['a comment', 'a{{! not for the reader }}b{{!-- {{#each}} --}}c', 'abc'],
    ['whitespace control', 'a  {{~supporter.region~}}  b', 'aColoradob'],
    ['braces that are only text', 'a {supporter} } b', 'a {supporter} } b'],
    ['an escaped field', 'write \\{{supporter.region}}', 'write {{supporter.region}}'],
    ['five conditions inside each other', nested(5), 'x'],
  ] as const) {
    it(`takes ${what}`, () => {
      expect(sent(body)).to.equal(text);
    });
  }

  it('leaves out what stands under a condition on an empty field', () => {
    expect(sent('I live{{#if supporter.region}} in {{supporter.region}}{{/if}}.', '')).to.equal('I live.');
  });

  it('does not turn marks of HTML into entities', () => {
    expect(sent('{{supporter.region}}', `"O'Neill" & <sons>`)).to.equal(`"O'Neill" & <sons>`);
  });
});

describe('what may not stand in a letter template', () => {
  for (const [what, body, fault] of [
    ['three braces', 'a\n{{{supporter.region}}}', `4:1 ${TWO_BRACES}`],
    ['an ampersand', '{{&supporter.region}}', `3:1 ${TWO_BRACES}`],
    ['each', 'ab {{#each supporter}}x{{/each}}', `3:4 ${ONLY_IF}`],
    ['with', '{{#with supporter}}x{{/with}}', `3:1 ${ONLY_IF}`],
    ['unless', '{{#unless supporter.region}}x{{/unless}}', `3:1 ${ONLY_IF}`],
    ['if without a field', '{{#if}}x{{/if}}', `3:1 ${ONLY_IF}`],
    ['if with two fields', '{{#if supporter.region supporter.district}}x{{/if}}', `3:1 ${ONLY_IF}`],
    ['a reversed if', '{{^if supporter.region}}x{{/if}}', `3:1 ${ONLY_IF}`],
    ['a reversed if with an else', '{{^if supporter.region}}x{{else}}y{{/if}}', `3:1 ${ONLY_IF}`],
    ['a field as block', '{{#supporter.region}}x{{/supporter.region}}', `3:1 ${ONLY_IF}`],
    ['a hash argument of if', '{{#if supporter.region includeZero=true}}x{{/if}}', `3:1 ${ONLY_IF}`],
    ['block parameters', '{{#if supporter.region as |supporter|}}{{supporter.region}}{{/if}}', `3:1 ${ONLY_IF}`],
    ['a raw block', '{{{{if supporter.region}}}}{{x}}{{{{/if}}}}', `3:1 ${ONLY_IF}`],
    ['a partial', '{{> header}}', `3:1 ${ONLY_FIELDS}`],
    ['a partial block', '{{#> layout}}x{{/layout}}', `3:1 ${ONLY_FIELDS}`],
    ['a decorator', '{{* note}}', `3:1 ${ONLY_FIELDS}`],
    ['an inline partial', '{{#*inline "a"}}x{{/inline}}', `3:1 ${ONLY_FIELDS}`],
    ['a helper', '{{lookup supporter "region"}}', `3:1 ${ALONE}`],
    ['a logger', '{{log supporter.region}}', `3:1 ${ALONE}`],
    ['a hash argument', '{{supporter.region upper=true}}', `3:1 ${ALONE}`],
    ['a call inside a condition', '{{#if (lookup supporter "region")}}x{{/if}}', `3:7 ${ONLY_A_FIELD}`],
    ['a text', '{{"supporter.region"}}', `3:3 ${ONLY_A_FIELD}`],
    ['a number', 'a {{42}}', `3:5 ${ONLY_A_FIELD}`],
    ['a truth value', '{{#if true}}x{{/if}}', `3:7 ${ONLY_A_FIELD}`],
    ['undefined', '{{undefined}}', `3:3 ${ONLY_A_FIELD}`],
    ['a half-closed field', 'a\nb {{supporter.region} c', `4:1 ${DO_NOT_FIT}`],
    ['an end without a beginning', '{{/if}}', `3:1 ${DO_NOT_FIT}`],
    ['an else on its own', '{{else}}', `3:1 ${DO_NOT_FIT}`],
    ['the wrong end', 'a\nb {{#if supporter.region}}x{{/unless}}', `4:6 if doesn't match unless`],
    ['a condition without end', 'a\n{{#if supporter.region}}\nx', `6:1 ${NOT_CLOSED}`],
    ['braces without end', 'a {{', `3:1 ${NOT_CLOSED}`],
  ] as const) {
    it(`refuses ${what}, and says where`, () => {
      expect(faultsOf(body)).to.deep.equal([fault]);
    });
  }

  it('names every fault at once', () => {
    expect(
      faultsOf('{{#each x}}{{/each}}\n{{> a}}\n{{#if supporter.region}}{{{b}}}{{else}}{{c}}{{/if}}'),
    ).to.deep.equal([
      `3:1 ${ONLY_IF}`,
      `4:1 ${ONLY_FIELDS}`,
      `5:25 ${TWO_BRACES}`,
      '5:42 there is no merge field {{c}}; the nearest is {{campaign.ask}}',
    ]);
  });

  for (const [body, near] of [
    ['{{suporter.region}}', 'supporter.region'],
    ['{{supporter/region}}', 'supporter.region'],
    ['{{../supporter.region}}', 'supporter.region'],
    ['{{./supporter.region}}', 'supporter.region'],
    ['{{this.supporter.region}}', 'supporter.region'],
    ['{{@root.supporter.region}}', 'supporter.region'],
    ['{{Organization.Name}}', 'organization.name'],
    ['{{supporter.__proto__}}', 'supporter.region'],
    ['{{supporter.constructor}}', 'supporter.district'],
  ] as const) {
    it(`refuses ${body} and names the nearest field`, () => {
      const field = body.slice(2, -2);
      expect(faultsOf(body)).to.deep.equal([`3:3 there is no merge field {{${field}}}; the nearest is {{${near}}}`]);
    });
  }

  it('says of the nearest field that it may not stand here either', () => {
    expect(faultsOf('{{supporter.name}}')).to.deep.equal([
      '3:3 there is no merge field {{supporter.name}}; the nearest is {{supporter.full_name}}, which may stand only in the closing (the last paragraph): supporters edit the rest before they give their name',
    ]);
  });

  for (const key of ['__proto__', 'constructor', 'toString', '__defineGetter__', 'helperMissing', 'this', '.']) {
    it(`knows no field {{${key}}}, neither alone nor in a condition`, () => {
      const message = new RegExp(`^3:\\d+ there is no merge field \\{\\{${key === '.' ? '\\.' : key}\\}\\}`);
      for (const body of [`{{${key}}}`, `{{#if ${key}}}x{{/if}}`]) expect(faultsOf(body)[0]).to.match(message);
    });
  }
});

describe('where a merge field may stand', () => {
  const GREETING = 'may stand only in the greeting (the first paragraph)';
  const CLOSING = 'may stand only in the closing (the last paragraph)';

  it('keeps fields of the target in the greeting', () => {
    expect(faultsOf('{{target.name}}')[0])
      .to.match(/^3:3 \{\{target\.name\}\} /)
      .and.include(GREETING);
    expect(faultsOf('x', '{{target.title}}')[0]).to.include(GREETING);
    expect(faultsOfLetter('Dear {{target.name}},\n\nx\n\n{{supporter.full_name}} {{target.name}}')[0]).to.include(
      GREETING,
    );
  });

  it('keeps the name and address of the supporter in the closing', () => {
    expect(faultsOf('{{supporter.full_name}}')[0]).to.include(CLOSING);
    expect(faultsOf('x', 'From {{supporter.family_name}}')[0]).to.include(CLOSING);
    expect(faultsOfLetter('{{target.name}}, {{supporter.street}}\n\nx\n\n{{supporter.full_name}}')[0]).to.include(
      CLOSING,
    );
  });

  it('lets place and campaign stand in subject, body and closing', () => {
    expect(
      faultsOf('{{supporter.district}} {{campaign.ask}}', '{{supporter.region}}: {{campaign.title}}'),
    ).to.deep.equal([]);
  });

  it('calls faults of the subject by its own name', () => {
    try {
      parseLetter({ subject: '{{x}}', text: letterWith('y') });
      expect.fail('it was taken');
    } catch (error) {
      expect((error as InputError).faults.map(({ field }) => field)).to.deep.equal(['letter.subject']);
    }
  });
});

describe('the shape of a letter', () => {
  const GREET = '1:1 the first paragraph must greet the target, for example: Dear {{target.salutation}},';
  const SIGN = 'the last paragraph must name the supporter: {{supporter.full_name}}';
  const PARTS = '1:1 needs a greeting, a text and a closing, with empty lines between';

  it('asks for a greeting that names the target', () => {
    expect(faultsOfLetter('Hello,\n\nx\n\n{{supporter.full_name}}')).to.deep.equal([GREET]);
    expect(faultsOfLetter('We met our target. So\n\nx\n\n{{supporter.full_name}}')).to.deep.equal([GREET]);
  });

  it('asks for a closing that names the supporter', () => {
    expect(faultsOfLetter('Dear {{target.name}},\n\nx\n\nYours\n')).to.deep.equal([`5:1 ${SIGN}`]);
    const comment = 'Dear {{target.name}},\n\nx\n\nYours {{! supporter.full_name }}';
    expect(faultsOfLetter(comment)).to.deep.equal([`5:1 ${SIGN}`]);
  });

  it('asks for a text between them, and for a subject', () => {
    expect(faultsOfLetter('Dear {{target.name}},\n\n{{supporter.full_name}}')).to.deep.equal([PARTS]);
    expect(faultsOf('x', ' ')).to.deep.equal(['1:1 the letter needs a subject']);
  });

  for (const empty of ['', '\n', ' \n\t\n', '\r\n\r\n']) {
    it(`says of ${JSON.stringify(empty)} all that is missing`, () => {
      expect(faultsOfLetter(empty)).to.deep.equal([PARTS, GREET, `1:1 ${SIGN}`]);
    });
  }

  it('counts lines as the file has them, whatever its line ends', () => {
    const text = '\n\nDear {{target.salutation}},\n\n\nx\n{{campaign.tite}}\n\n{{supporter.full_name}}';
    const fault = '7:3 there is no merge field {{campaign.tite}}; the nearest is {{campaign.title}}';
    for (const end of ['\n', '\r\n', '\r']) expect(faultsOfLetter(text.replaceAll('\n', end))).to.deep.equal([fault]);
  });
});

describe('letters made to keep the parser busy', () => {
  for (const [what, body, fault] of [
    ['six conditions inside each other', nested(6), 'has {{#if}} inside {{#if}} more than 5 deep'],
    [
      'hundreds of reversed ones',
      nested(600, '{{^if supporter.region}}'),
      'has {{#if}} inside {{#if}} more than 5 deep',
    ],
    [
      'ends hidden in a comment before them',
      `{{!-- ${'{{/if}}'.repeat(300)} --}}${nested(300)}`,
      'has {{#if}} inside {{#if}} more than 5 deep',
    ],
    [
      'thousands of calls inside each other',
      `{{#if ${'(a '.repeat(5_000)}}}`,
      'has more than 100 parentheses that are not closed',
    ],
    ['a whole book', 'x'.repeat(20_001), 'is longer than 20000 characters'],
  ] as const) {
    it(`refuses ${what} before it parses them`, () => {
      expect(faultsOf(body)).to.deep.equal([`2:1 ${fault}`]);
    });
  }

  it('gives a fault in a person’s words for each other flood', () => {
    const floods = ['{{', '{{a.', '{{!--', '{{!', '{{"', '{{{{a}}}}', '{{#', '{{~', '{{/if}}'];
    for (const flood of floods) expect(faultsOf(flood.repeat(2_000))[0], flood).to.match(/^\d+:\d+ /);
  });
});

describe('any template at all', () => {
  const marks = [
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{{#if ',
    '{{/if}}',
    '{{else}}',
    '{{^}}',
    '{{^if ',
    '{{{{',
    '}}}}',
    '{{!--',
    '--}}',
  ];
  const names = ['supporter.region', 'target.name', 'constructor', '__proto__', '@root', '../', 'this', 'if', 'lookup'];
  const signs = ['(', ')', '"', '~', '>', '*', '&', '=', '|', ' as ', '[', ']', '.', '\\', '\n', '\n\n', ' ', '1'];
  const sound = fc.constantFrom('{{supporter.region}}', '{{~campaign.ask~}}', '{{else}}', 'text ', '\n\n');
  const scrap = fc.oneof(
    { weight: 4, arbitrary: sound },
    { weight: 1, arbitrary: fc.constantFrom(...marks, ...names, ...signs) },
    { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
  );
  const block = fc
    .record({
      open: fc.constantFrom('{{#if', '{{#if', '{{~#if', '{{^if', '{{{{if'),
      field: fc.constantFrom(' supporter.region', ' supporter.district', ' constructor'),
      extra: fc.constantFrom('', '', ' as |supporter|', ' as |region campaign|', ' a=1'),
      inner: fc.array(scrap, { maxLength: 2 }),
      end: fc.constantFrom('{{/if}}', '{{/if}}', '{{{{/if}}}}'),
    })
    .map(({ open, field, extra, inner, end }) =>
      [open, field, extra, open.startsWith('{{{{') ? '}}}}' : '}}', ...inner, end].join(''),
    );
  const body = fc.array(fc.oneof(scrap, block), { maxLength: 3 }).map((scraps) => `x${scraps.join('')}x`);

  it('is either refused with a place in the file, or can be sent', () => {
    fc.assert(
      fc.property(body, (text) => {
        const lines = letterWith(text).split('\n').length;
        const faults = faultsOf(text);
        for (const fault of faults) expect(Number(fault.split(':')[0])).to.be.within(1, lines);
        if (faults.length === 0) expect(sent(text)).to.match(/^x/);
      }),
      { numRuns: 1_500 },
    );
  });
});

function nested(depth: number, open = '{{#if supporter.region}}'): string {
  return `${open.repeat(depth)}x${'{{/if}}'.repeat(depth)}`;
}
