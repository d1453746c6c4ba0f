import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseLetter, renderLetter, renderUnsigned } from '../../src/letters/index.js';
import { InputError } from '../../src/platform/errors.js';
import { programPath } from '../../src/platform/paths.js';
import { values } from '../../test/letters/letters.js';
import { mutate, mutations } from '../files/mutate.js';
import { anyText, hostileText } from '../hostile.js';
import { plain } from '../target.js';
import { CAMPAIGNS } from '../open-program.js';

/** A template is read and filled within this time of the processor, or refused. */
const MOST_MS = 1_000;

const FIELDS = ['target.salutation', 'supporter.full_name', 'supporter.region', 'organization.name', 'campaign.ask'];
const NAMES = [
  ...['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'then'],
  ...['this', '.', '..', '../..', '@root', '@index', '@data', 'lookup', 'if', 'each', 'with', 'log', 'helperMissing'],
  ...['blockHelperMissing', 'supporter', 'supporter.constructor', 'supporter.[__proto__]', 'target/name', 'arguments'],
];
const MARKS = [
  ...[
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{{#if ',
    '{{/if}}',
    '{{else}}',
    '{{else if ',
    '{{^',
    '{{#',
    '{{/',
    '{{&',
    '{{>',
    '{{#>',
  ],
  ...[
    '{{!--',
    '--}}',
    '{{!',
    '{{~',
    '~}}',
    '{{{{',
    '}}}}',
    '{{{{/',
    '{{*',
    '{{#*inline ',
    ' as |x|',
    '(',
    ')',
    '=',
    '|',
  ],
  ...['[', ']', '"', "'", '\\', '\\\\{{', '\n', '\n\n', ' ', 'true', 'null', '1', '@'],
];

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...MARKS) },
  { weight: 3, arbitrary: fc.constantFrom(...FIELDS) },
  { weight: 2, arbitrary: fc.constantFrom(...FIELDS.map((field) => `{{${field}}}`)) },
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: hostileText },
);

/** A few pieces, now and then one of them very many times. */
const text = fc
  .tuple(
    fc.array(piece, { maxLength: 14 }),
    fc.array(piece, { maxLength: 3 }),
    fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.constantFrom(40, 400, 4_000)),
  )
  .map(([some, often, times]) => some.join('') + often.join('').repeat(times).slice(0, 60_000));

const shipped = CAMPAIGNS.map((slug) => readFileSync(programPath('campaigns', slug, 'letter.hbs')));

const letters = fc.oneof(
  fc.record({ subject: fc.oneof(fc.constant('Please act'), text), text: text.map((body) => whole(body)) }),
  fc
    .tuple(fc.constantFrom(...shipped), mutations, fc.oneof(fc.constant('Please act'), anyText))
    .map(([file, done, subject]) => ({ subject, text: mutate(file, done).toString() })),
);

function whole(body: string): string {
  return `Dear {{target.salutation}},\n\n${body}\n\nYours,\n{{supporter.full_name}}\n`;
}

/** What only stands in a letter where a template got at the inside of the program. */
const INSIDE = /\[object |\[native code\]|function(?: \w+)?\(|=>|\[Function/;

/** Letter templates: filled soon with what they may say, or refused in words. */
export const letterTemplates = plain(
  'letter-templates',
  'letters’ templates: the few things they may say, and soon',
  () =>
    fc.property(letters, hostileText, (source, typed) => {
      const before = process.cpuUsage();
      const letter = parsed(source);
      const own = { ...values, supporter: { ...values.supporter, given_name: typed, full_name: typed } };
      const made = letter && [renderLetter(letter, own, {}), renderUnsigned(letter, own, { ownWords: typed })];
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1000 > MOST_MS) throw new Error(`took ${(user + system) / 1000} ms`);
      for (const { subject, text: filled } of made ?? []) {
        if (/[\r\n]/.test(subject)) throw new Error(`a subject of several lines: ${JSON.stringify(subject)}`);
        const found = INSIDE.exec(filled + subject)?.[0];
        if (found !== undefined && !(source.text + source.subject + typed).includes(found))
          throw new Error(`says ${found}`);
      }
      if (Object.keys({}).length > 0 || 'polluted' in {}) throw new Error('an object got a property');
    }),
);

function parsed(source: {
  readonly subject: string;
  readonly text: string;
}): ReturnType<typeof parseLetter> | undefined {
  try {
    return parseLetter(source);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
