import { expect } from 'chai';
import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { composeMessage } from '../../src/deliveries/channels/compose-message.js';
import { createSeal } from '../../src/platform/seal.js';
import { personSchema } from '../../src/supporters/index.js';
import { ana } from '../support/world.js';

const ORGANIZATION = 'Safe Stays, "Harbourview" (example)';

/** The headers of every letter, in their order. */
const HEADERS = [
  'from',
  'to',
  'reply-to',
  'subject',
  'message-id',
  'date',
  'content-transfer-encoding',
  'mime-version',
  'content-type',
];

/** The mail of a supporter with this name, as a mail program reads it. */
async function mailOf(name: string): Promise<Email> {
  const { raw } = await composeMessage(
    {
      deliveryId: '0'.repeat(26),
      to: { name: 'Mara Lindqvist', address: 'mayor@council.harbourview.example' },
      supporter: { name, email: ana.email },
      organization: ORGANIZATION,
      subject: 'Please act',
      text: 'Dear Mayor,\n',
    },
    { mailFrom: 'letters@mail.clarion.example', seal: createSeal('a secret for tests') },
    0,
  );
  expect(raw.toString('latin1')).to.match(/^[\t\r\n\x20-\x7e]*$/);
  return PostalMime.parse(raw);
}

describe('a letter under a supporter’s name', () => {
  const anyName = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '"',
            '\\',
            '<',
            '>',
            ',',
            ';',
            ':',
            '(',
            ')',
            '[',
            ']',
            '.',
            '=?utf-8?q?',
            '?=',
            '=0D=0A',
            '=?utf-8?q?mayor=40council?=',
            '=?UTF-8?B?ZXZpbA==?=',
            '%0d',
          ),
          fc.constantFrom('Ana', 'Łu', '李', ' ', 'é', '😀', '\u200f', '\r\n', 'Bcc:', 'via', "'", '`', '&#10;'),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  );

  it('has one sender, one to answer to, one recipient and no header more, whatever the name', async () => {
    await fc.assert(
      fc.asyncProperty(anyName, anyName, async (given_name, family_name) => {
        const read = personSchema.safeParse({ ...ana, given_name, family_name });
        fc.pre(read.success);
        const name = `${read.data.given_name} ${read.data.family_name}`;
        const mail = await mailOf(name);
        expect(mail.from).to.deep.equal({
          name: `${name} (via ${ORGANIZATION})`,
          address: 'letters@mail.clarion.example',
        });
        expect(mail.replyTo).to.deep.equal([{ name, address: ana.email }]);
        expect(mail.to?.map(({ address }) => address)).to.deep.equal(['mayor@council.harbourview.example']);
        expect(mail.headers.map(({ key }) => key)).to.deep.equal(HEADERS);
        expect(mail.text).to.equal('Dear Mayor,\n');
      }),
      { numRuns: 300 },
    );
  });

  for (const name of ['O’Brien Ñandú', 'علی‌رضا احمدی', '𠮷田 太郎', 'Ana "the \\ Voice" Lima', 'ﷺ'.repeat(80)]) {
    it(`is read back as ${name.slice(0, 30)}`, async () => {
      expect((await mailOf(name)).from?.name).to.equal(`${name} (via ${ORGANIZATION})`);
    });
  }
});
