import { expect } from 'chai';
import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { buildMessage } from '../../../src/deliveries/channels/build-message.js';

const unit = fc.constantFrom(
  ...['a', 'b', 'Z', 'é', 'ß', '山', '😀', '\ud83d', '\u0000', '\u00a0', '\u2028', ' ', '  ', '\t', '\r', '\n', '\r\n'],
  ...[
    '.',
    '\n.',
    '=',
    '=3D',
    '-- ',
    'From ',
    '"',
    '<',
    '>',
    ',',
    '@',
    ':',
    ';',
    '?',
    '(',
    'word '.repeat(12),
    'x'.repeat(90),
  ],
);
/** As mails to supporters have them. */
const MARKS = {
  'Auto-Submitted': 'auto-generated',
  'List-Unsubscribe': { prepared: true, value: `<https://clarion.example/u/${'x'.repeat(90)}>` },
  'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
};

const text = fc.string({ unit, maxLength: 60 });

describe('a mail of plain text that is built at once', () => {
  it('is to the byte what nodemailer builds, whatever people and texts are called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(text, text, text, text, fc.boolean()),
        async ([name, organization, subject, body, isMarked]) => {
          const parts = {
            from: { name: `${name} (via ${organization})`, address: 'letters@mail.clarion.example' },
            replyTo: { name, address: 'ana@supporter.example' },
            to: { name: organization, address: 'mayor@council.example' },
            subject,
            text: body,
            date: new Date(1_700_000_000_000),
            messageId: '<01kaaaaaaaaaaaaaaaaaaaaaaa@mail.clarion.example>',
            ...(isMarked && { headers: MARKS }),
          };
          const settings = { xMailer: false, disableFileAccess: true, disableUrlAccess: true } as const;
          const theirs = await new MailComposer({ ...parts, ...settings }).compile().build();
          expect((await buildMessage(parts, undefined)).toString('latin1')).to.equal(theirs.toString('latin1'));
        },
      ),
      { numRuns: 100 },
    );
  });
});
