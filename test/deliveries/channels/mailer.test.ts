import { expect } from 'chai';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { composeMail, type SupporterMail } from '../../../src/deliveries/channels/compose-mail.js';
import { DeliveryError } from '../../../src/deliveries/delivery.js';
import { createMailer, openRelay, type Mailer } from '../../../src/deliveries/index.js';
import { createSeal } from '../../../src/platform/seal.js';
import { makeDkim, verifyDkim } from '../../support/dkim.js';
import { startMailServer, type MailServer } from '../../support/mail-server.js';
import { ana, CITY, START, useWorld } from '../../support/world.js';

const { dkim, publicKey } = makeDkim('mail.clarion.example');
const identity = {
  mailFrom: 'Letters <letters@mail.clarion.example>',
  seal: createSeal('a secret for tests only, nothing else'),
  dkim,
};
const receipt: SupporterMail = {
  id: '01kaaaaaaaaaaaaaaaaaaaaaaa.receipt',
  to: { name: 'Ana Lima', address: 'ana.lima@supporter.example' },
  subject: 'Your letter',
  text: 'Dear Ana,\n\nit is on its way. Grüße\n',
  unsubscribeUrl: `https://letters.clarion.example/u/${'x'.repeat(120)}`,
};
const HEADERS = [
  'auto-submitted',
  'content-transfer-encoding',
  'content-type',
  'date',
  'dkim-signature',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
];

describe('a mail to a supporter', () => {
  let server: MailServer;
  let mailer: Mailer;
  before(async () => {
    server = await startMailServer();
    mailer = createMailer({ ...identity, clock: { now: () => START } }, openRelay({ smtpUrl: server.url }));
  });
  after(async () => {
    await mailer.close();
    await server.close();
  });
  beforeEach(() => {
    server.received.length = 0;
    server.behave = {};
  });

  it('lets them unsubscribe with one click, which the signature vouches for', async () => {
    expect(await mailer.send(receipt)).to.include({ state: 'sent' });
    const { raw, mail, envelope } = server.received[0] ?? expect.fail('no mail');
    expect(envelope).to.deep.equal({ from: 'letters@mail.clarion.example', to: ['ana.lima@supporter.example'] });
    expect(mail.from).to.deep.equal({ name: 'Letters', address: 'letters@mail.clarion.example' });
    expect(mail.text).to.equal(receipt.text);
    expect(mail.messageId).to.equal('<01kaaaaaaaaaaaaaaaaaaaaaaa.receipt@mail.clarion.example>');
    expect(raw).to.include(`\r\nList-Unsubscribe: <${receipt.unsubscribeUrl ?? ''}>\r\n`);
    expect(raw).to.include('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    expect(raw).to.include('\r\nAuto-Submitted: auto-generated\r\n');
    const signed = verifyDkim(raw, publicKey);
    expect(signed.isValid).to.equal(true);
    expect(signed.h.split(':')).to.include.members(['list-unsubscribe', 'list-unsubscribe-post', 'from', 'to']);
    for (const [from, to] of [
      ['/u/x', '/u/y'],
      ['One-Click', 'Two-Click'],
    ] as const)
      expect(verifyDkim(raw.replace(from, to), publicKey).isValid, from).to.equal(false);
  });

  it('bears no header of a list where there is nothing to unsubscribe from', async () => {
    const { unsubscribeUrl: _, ...plain } = receipt;
    await mailer.send({ ...plain, envelopeFrom: '' });
    const { mail, envelope } = server.received[0] ?? expect.fail('no mail');
    expect(mail.headers.map(({ key }) => key).sort()).to.deep.equal(HEADERS);
    expect(envelope.from, 'nobody bounces it').to.equal('');
  });

  it('carries a reply as it came, answered to whom it is from', async () => {
    const content = Buffer.from('From: mayor@council.example\r\n\r\nThank you.\r\n');
    await mailer.send({
      ...receipt,
      envelopeFrom: 'letters+x@mail.clarion.example',
      replyTo: { name: 'The mayor', address: 'mayor@council.example' },
      attachments: [{ filename: 'reply.eml', content, contentType: 'message/rfc822' }],
    });
    const { mail, envelope, raw } = server.received[0] ?? expect.fail('no mail');
    expect(envelope.from).to.equal('letters+x@mail.clarion.example');
    expect(mail.replyTo).to.deep.equal([{ name: 'The mayor', address: 'mayor@council.example' }]);
    expect(raw).to.include('Thank you.');
    expect(verifyDkim(raw, publicKey).isValid).to.equal(true);
  });

  it('is refused for good where an address is none, without a word to the relay', async () => {
    const wrong: readonly Partial<SupporterMail>[] = [
      { to: { name: 'x', address: 'a@b.example, c@d.example' } },
      { to: { name: 'x', address: 'a@b.example\r\nBcc: c@d.example' } },
      { envelopeFrom: 'a@b.example>\r\nRCPT TO:<c@d.example' },
      { replyTo: { name: 'x', address: 'nobody' } },
    ];
    for (const part of wrong) {
      const error: unknown = await mailer.send({ ...receipt, ...part }).catch((thrown: unknown) => thrown);
      expect(error, JSON.stringify(part)).to.be.instanceOf(DeliveryError).and.include({ permanent: true });
    }
    expect(server.received).to.be.empty;
  });

  it('says why it did not leave', async () => {
    server.behave = { rcptTo: () => ({ code: 550, text: '5.1.1 no such user' }) };
    const error: unknown = await mailer.send(receipt).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DeliveryError).and.include({ permanent: true, isUnknown: false });
  });

  it('carries any name, subject and address to unsubscribe as what they are', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '\r', '\n', '"', '<', '>', ',', '@', ':') });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, subject, path) => {
        const unsubscribeUrl = `https://letters.clarion.example/u/${path}`;
        const mail = { ...receipt, to: { ...receipt.to, name }, subject: `Re ${subject}`, unsubscribeUrl };
        const { raw } = await composeMail(mail, { ...identity, dkim: undefined }, START);
        const read = await PostalMime.parse(raw);
        expect(read.to?.map(({ address }) => address)).to.deep.equal([receipt.to.address]);
        const lists = ['list-unsubscribe', 'list-unsubscribe-post'];
        expect(read.headers.map(({ key }) => key).sort()).to.deep.equal(
          [...HEADERS.filter((key) => key !== 'dkim-signature'), ...lists].sort(),
        );
        expect(read.text).to.equal(receipt.text);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a mail to a supporter, while no mail server is configured', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('goes nowhere and is not called sent', async () => {
    expect(await world().mailer.send(receipt)).to.include({ state: 'previewed' });
  });
});

describe('letters and mails to supporters', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return server.url;
      },
      MAIL_FROM: 'letters@mail.clarion.example',
      DKIM_DOMAIN: dkim.domainName,
      DKIM_SELECTOR: dkim.keySelector,
      DKIM_PRIVATE_KEY: dkim.privateKey,
    },
  });

  it('leave over the same connections, and letters bear nothing that unsubscribes', async () => {
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
    await world().sendDue();
    await world().mailer.send(receipt);
    const [mail, ...letters] = server.received.toReversed();
    expect(letters).to.have.length(3);
    for (const { raw } of letters) {
      expect(raw).not.to.match(/^(?:List-|Auto-Submitted)/im);
      expect(verifyDkim(raw, publicKey).isValid).to.equal(true);
    }
    expect(verifyDkim(mail?.raw ?? '', publicKey).isValid).to.equal(true);
  });
});
