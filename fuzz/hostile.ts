import fc from 'fast-check';

/** Stands in hostile texts; no page may hold it as an element. */
export const MARK = '<x-fuzz>';

/** Stands behind line ends in hostile texts; no answer and no mail may have such a header. */
export const HEADER = 'x-fuzz-header';

/** Texts that programs stumble over. */
const KNOWN: readonly string[] = [
  ...['', ' ', '\t', '\n', '\r\n', '\u0000', '\u000b', '\u001b[31m', '\u007f', '\u0085', '\ufeff', '\ufffe', '\uffff'],
  ...[
    '\ud800',
    '\udc00',
    'a\ud83d',
    '\u202e\u2066',
    '\u200b\u200d',
    'אבגד',
    '👩🏽‍🚀',
    'ﬃ',
    'İ',
    'ß',
    'e\u0301\u0301',
    '１２３',
  ],
  ...[
    MARK,
    `"'>${MARK}`,
    `</textarea>${MARK}`,
    `</title>${MARK}`,
    `--><script>${MARK}`,
    '&lt;x-fuzz&gt;',
    '&#60;x-fuzz&#62;',
  ],
  ...[
    '{{x}}',
    '{{{x}}}',
    '{{#each this}}',
    '{{constructor}}',
    '{{lookup this "constructor"}}',
    '${7*7}',
    '<%= 7 %>',
    '{% x %}',
  ],
  ...[
    `\r\n${HEADER}: 1`,
    `\n${HEADER}: 1\n\n`,
    `%0d%0a${HEADER}:1`,
    'a@b.example\r\nBcc: c@d.example',
    '\r\n.\r\n',
    '\u2028',
  ],
  ...["' OR 1=1 --", '"; DROP TABLE letters; --', '\\', "\\'", '%', '_', '%00', '$1', '?', ':a', 'NULL', '*/', '$$'],
  ...[
    '../../etc/passwd',
    '..\\..',
    '/',
    '//',
    '//evil.example',
    '\\\\evil.example',
    'file:///',
    'javascript:alert(1)',
    '.',
    '..',
  ],
  ...[
    'https://evil.example/',
    'http://127.0.0.1:1/',
    'http://[::1]/',
    'a@b@c',
    '@',
    '"a b"@c.example',
    'a@[127.0.0.1]',
    '<a@b.example>',
  ],
  ...[
    '0',
    '-0',
    '-1',
    '1.5',
    '1e999',
    '-1e999',
    'NaN',
    'Infinity',
    '0x10',
    '9007199254740993',
    '2147483648',
    '-2147483649',
  ],
  ...[
    '99999999999999999999',
    '1e-400',
    '١٢٣',
    'true',
    'null',
    'undefined',
    '[]',
    '{}',
    '[object Object]',
    '{"a":1}',
    '[[[[',
  ],
  ...[
    '2027-02-29',
    '2027-13-01',
    '0000-00-00',
    '9999-12-31',
    '10000-01-01',
    '-000001-01-01',
    '2027-03-10T99:99',
    '24:00',
    '275760-09-13',
  ],
  ...['=1+1', '+1', '-1+1', '@SUM(1)', ' =1', '\t=1', "=cmd|' /C calc'!A0", 'sep=;', '"', '","', "''"],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'hasOwnProperty',
    'toString',
    'then',
    '__proto__[x]',
    'a[b]',
    'a.b',
    'length',
  ],
];

/** A short text of any kind. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...KNOWN, 'a', 'Ana', '80202'), { minLength: 2, maxLength: 6 })
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger()).map(String) },
);

/** Now and then a very long one. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: hostileText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('a', ' ', '{{', '\n', '<', '"', 'é', '.a', 'a ', '@', '[', '- '),
        fc.integer({ min: 100, max: 60_000 }),
      )
      .map(([unit, characters]) => unit.repeat(Math.ceil(characters / unit.length))),
  },
);

/** Names of fields that no form has. */
export const oddName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    '__proto__[x]',
    'a[b]',
    'toString',
    '',
    'then',
    'length',
    'hasOwnProperty',
  ),
  hostileText,
);
