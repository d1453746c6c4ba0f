import { expect } from 'chai';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { composeMessage, type SendingIdentity } from '../../../src/deliveries/channels/compose-message.js';
import { findDeliveryIdByReturnPath } from '../../../src/deliveries/channels/return-path.js';
import type { OutgoingLetter } from '../../../src/deliveries/delivery.js';
import { InputError } from '../../../src/platform/errors.js';
import { createSeal } from '../../../src/platform/seal.js';
import { makeDkim, verifyDkim } from '../../support/dkim.js';
import { START } from '../../support/world.js';

const seal = createSeal('a secret for tests only, nothing else');
const identity: SendingIdentity = { mailFrom: 'Letters <letters@mail.clarion.example>', seal };
const letter: OutgoingLetter = {
  deliveryId: '01kaaaaaaaaaaaaaaaaaaaaaaa',
  to: { name: 'Mara Lindqvist', address: 'mayor@council.example' },
  supporter: { name: 'Ana Lima', email: 'ana.lima@supporter.example' },
  organization: 'Harbourview Safe Stays',
  subject: 'Please train hotel staff',
  text: 'Dear Mayor Lindqvist,\n\nplease do.\n',
};
const OURS = [
  'content-transfer-encoding',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
];

describe('a composed mail', () => {
  it('names the supporter in From, is answered to them, and comes from our address alone', async () => {
    const { raw, envelope, messageId } = await composeMessage(letter, identity, START);
    const mail = await PostalMime.parse(raw);
    expect(mail.from).to.deep.equal({
      name: 'Ana Lima (via Harbourview Safe Stays)',
      address: 'letters@mail.clarion.example',
    });
    expect(mail.replyTo).to.deep.equal([{ name: 'Ana Lima', address: 'ana.lima@supporter.example' }]);
    expect(mail.to).to.deep.equal([{ name: 'Mara Lindqvist', address: 'mayor@council.example' }]);
    expect(mail.headers.map(({ key }) => key).sort(), 'and no header besides').to.deep.equal(OURS);
    expect([mail.messageId, messageId]).to.deep.equal([
      '<01kaaaaaaaaaaaaaaaaaaaaaaa@mail.clarion.example>',
      mail.messageId,
    ]);
    expect(envelope.to).to.equal('mayor@council.example');
    expect(findDeliveryIdByReturnPath(seal, envelope.from.toUpperCase())).to.equal(letter.deliveryId);
    expect(findDeliveryIdByReturnPath(seal, envelope.from.replace('01ka', '01kb')), 'forged').to.equal(undefined);
    expect(Date.parse(mail.date ?? '')).to.equal(START);
  });

  it('is the same mail at every try, but for its date', async () => {
    const first = await composeMessage(letter, identity, START);
    const later = await composeMessage(letter, identity, START + 3_600_000);
    const withoutDate = (raw: Buffer): string => raw.toString('utf8').replace(/^Date: .*\r\n/m, '');
    expect(withoutDate(later.raw)).to.equal(withoutDate(first.raw));
    expect({ ...later, raw: '' }).to.deep.equal({ ...first, raw: '' });
  });

  const names = [
    'Ana "Bo" Lima',
    'Lima, Ana',
    'Ana <spy@elsewhere.example>',
    'Müller-Lüdenscheidt, Añá; (x) @ [y] \\ z',
    '山田 太郎',
    'Ana 😀',
    'Ana\r\nBcc: spy@elsewhere.example',
    'Ana\nSubject: other\n\nbody',
    `${'very long '.repeat(20)}name`,
    '=?utf-8?Q?Ana?=',
    '"',
    ',,,',
  ];
  for (const name of names) {
    it(`carries ${JSON.stringify(name).slice(0, 40)} as a name and nothing else`, async () => {
      await expectSafe({ ...letter, to: { ...letter.to, name }, supporter: { ...letter.supporter, name } });
      await expectSafe({ ...letter, organization: name });
    });
  }

  it('carries any name, subject and text without a header of their own or a second recipient', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '😀', ' ', '\r', '\n', '"', '<', '>', ',', '@', ':', ';', '=', '?', '('),
    });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, organization, subject) => {
        await expectSafe({
          ...letter,
          supporter: { ...letter.supporter, name },
          to: { ...letter.to, name },
          organization,
          subject,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is not made for an address that is not one plain address', async () => {
    const crafted = [
      'a@b.example, c@d.example',
      'a@b.example\nc@d.example',
      'A <a@b.example>',
      'a@b',
      '',
      'a b@c.example',
    ];
    for (const address of crafted) {
      const error: unknown = await composeMessage({ ...letter, to: { name: '', address } }, identity, START).catch(
        (thrown: unknown) => thrown,
      );
      expect(error, address).to.be.instanceOf(InputError);
    }
  });

  it('bears a DKIM signature that holds and covers who wrote and who is answered', async () => {
    const { dkim, publicKey } = makeDkim('mail.clarion.example');
    const texts = [letter.text, 'Grüße\n\n.\n..\nlong ' + 'x'.repeat(2_000) + '\n  trailing  \n', '\n\n'];
    for (const text of texts) {
      const { raw } = await composeMessage({ ...letter, text }, { ...identity, dkim }, START);
      const message = onTheWire(raw);
      const signed = verifyDkim(message, publicKey);
      expect(signed).to.include({ d: 'mail.clarion.example', s: 'letters', a: 'rsa-sha256', isValid: true });
      expect(signed.h.toLowerCase().split(':')).to.include.members([
        'from',
        'reply-to',
        'to',
        'subject',
        'date',
        'message-id',
      ]);
      for (const [from, to] of [
        ['Ana Lima', 'Eve Lima'],
        ['ana.lima@', 'eve.lima@'],
        ['x'.repeat(70), 'y'.repeat(70)],
      ] as const)
        if (message.includes(from))
          expect(verifyDkim(message.replace(from, to), publicKey).isValid, from).to.equal(false);
    }
  });
});

/** What SMTP makes of line ends. */
function onTheWire(raw: Buffer): string {
  return raw.toString('latin1').replace(/\r?\n/g, '\r\n');
}

/** One From of ours, one recipient, one Reply-To: whatever the names are, they are names. */
async function expectSafe(given: OutgoingLetter): Promise<void> {
  const { raw, envelope } = await composeMessage(given, identity, START);
  const mail = await PostalMime.parse(raw);
  expect(mail.from?.address).to.equal('letters@mail.clarion.example');
  expect(mail.to?.map(({ address }) => address)).to.deep.equal(['mayor@council.example']);
  expect(mail.replyTo?.map(({ address }) => address)).to.deep.equal(['ana.lima@supporter.example']);
  expect(mail.headers.map(({ key }) => key).filter((key) => !OURS.includes(key))).to.be.empty;
  expect(new Set(mail.headers.map(({ key }) => key)).size, 'each header once').to.equal(mail.headers.length);
  expect(mail.text).to.equal(given.text);
  expect(envelope.to).to.equal('mayor@council.example');
  for (const line of raw.toString('latin1').split(/\r?\n/)) {
    expect(line.length).to.be.at.most(998);
    expect(line).not.to.include('\r');
    expect(line, 'seven bits, so that no relay has to change it').not.to.match(/[\x80-\xff]/);
  }
}
