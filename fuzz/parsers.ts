import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { buildMessage } from '../src/deliveries/channels/build-message.js';
import { parsePostalCode } from '../src/divisions/index.js';
import { csvText } from '../src/platform/csv.js';
import { parseEmailAddress } from '../src/platform/email-address.js';
import { canonicalEmail } from '../src/supporters/index.js';
import { collectPatterns, findSlow } from './patterns/index.js';
import { anyText, HEADER, hostileText } from './hostile.js';
import { plain, type FuzzTarget } from './target.js';

/** What takes a text and answers at once: no data base, no server. */
export const parsers: readonly FuzzTarget[] = [
  plain('csv', 'files for spreadsheets: read back, no cell is a formula', () =>
    fc.property(
      fc.array(fc.array(hostileText, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
      (rows) => {
        const read: string[][] = parse(csvText(rows), { bom: true });
        if (read.length !== rows.length) throw new Error(`${read.length} lines instead of ${rows.length}`);
        const formula = read.flat().find((cell) => /^[\t\r]|^ *[=+\-@]/.test(cell));
        if (formula !== undefined) throw new Error(`a formula: ${JSON.stringify(formula)}`);
      },
    ),
  ),
  plain('addresses', 'e-mail addresses and postal codes', () =>
    fc.property(fc.oneof(anyText, fc.emailAddress()), (text) => {
      const key = canonicalEmail(text);
      if ((key === undefined) !== (parseEmailAddress(text) === undefined)) throw new Error('two opinions');
      if (key !== undefined && canonicalEmail(key) !== key) throw new Error(`${key} is not its own key`);
      for (const country of ['us', 'gb', 'ca'] as const) {
        const code = parsePostalCode(text, country);
        if (code !== undefined && parsePostalCode(code, country) !== code)
          throw new Error(`${code} is not its own code`);
      }
    }),
  ),
  plain('mail-headers', 'mails with hostile names and subjects: read back, with no header more', () =>
    fc.asyncProperty(hostileText, hostileText, hostileText, async (name, subject, text) => {
      const from = { name, address: 'letters@mail.example' };
      const raw = await buildMessage({ from, to: 'mayor@council.example', subject, text }, undefined);
      const mail = await PostalMime.parse(raw);
      const count = (key: string): number => mail.headers.filter((one) => one.key === key).length;
      if (count('from') !== 1 || count('to') !== 1 || count('bcc') !== 0 || count(HEADER) !== 0)
        throw new Error(JSON.stringify(mail.headers));
      if (mail.from?.address !== from.address) throw new Error(`from ${JSON.stringify(mail.from)}`);
    }),
  ),
  plain('patterns', 'regular expressions of the sources, against long texts of their own parts', () =>
    fc.property(fc.constantFrom(...collectPatterns()), fc.integer({ min: 12_000, max: 40_000 }), (pattern, length) => {
      const slow = findSlow(pattern, length);
      if (slow) throw new Error(JSON.stringify(slow));
    }),
  ),
];
