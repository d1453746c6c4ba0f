import { expect } from 'chai';
import { DeliveryError, type OutgoingLetter } from '../../../src/deliveries/delivery.js';
import type { SendingIdentity } from '../../../src/deliveries/index.js';
import { channelTo } from '../../support/channels.js';
import { makeDkim, verifyDkim } from '../../support/dkim.js';
import { startMailServer, type MailServer } from '../../support/mail-server.js';

const letter: OutgoingLetter = {
  deliveryId: '01kaaaaaaaaaaaaaaaaaaaaaaa',
  to: { name: 'Mara Lindqvist', address: 'mayor@council.example' },
  supporter: { name: 'Ana Lima', email: 'ana@supporter.example' },
  organization: 'Safe Stays',
  subject: 'A subject',
  text: 'Dear Mayor,\n\nplease.\n',
};

/** What became of one letter: the error, whether its content had been noted as leaving, and what the server has. */
type Ending = { readonly error: unknown; readonly marks: number; readonly received: number };

describe('the SMTP channel', () => {
  const servers: MailServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const sendTo = async (
    behave: MailServer['behave'],
    given: {
      readonly beforeContent?: () => Promise<void>;
      readonly letter?: Partial<OutgoingLetter>;
      readonly dkim?: SendingIdentity['dkim'];
    } = {},
  ): Promise<Ending & { readonly server: MailServer }> => {
    const server = await startMailServer();
    servers.push(server);
    server.behave = behave;
    const timeouts = { connectMs: 500, envelopeMs: 500, answerMs: 500 };
    const channel = channelTo(server, { timeouts, dkim: given.dkim });
    let marks = 0;
    const mark = async (): Promise<void> => {
      marks++;
      await given.beforeContent?.();
    };
    const error: unknown = await channel.send({ ...letter, ...given.letter }, mark).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await channel.close();
    return { error, marks, received: server.received.length, server };
  };
  const expectFailure = ({ error }: Ending, flags: Partial<DeliveryError>): void => {
    expect(error).to.be.instanceOf(DeliveryError);
    expect(error).to.include(flags);
  };

  it('gives a relay up that hangs, and knows whether the letter may have arrived', async () => {
    const hang = () => 'hang' as const;
    const [greeting, mailFrom, rcpt, end] = await Promise.all([
      sendTo({ connect: hang }),
      sendTo({ mailFrom: hang }),
      sendTo({ rcptTo: hang }),
      sendTo({ data: (moment) => (moment === 'end' ? 'hang' : undefined) }),
    ]);
    for (const ending of [greeting, mailFrom, rcpt]) {
      expectFailure(ending, { permanent: false, isUnknown: false });
      expect(ending.marks, 'the content never left').to.equal(0);
    }
    expectFailure(end, { permanent: false, isUnknown: true });
    expect(end.marks).to.equal(1);
  });

  it('waits for the answer to the content longer than for the answers before it', async () => {
    const server = await startMailServer();
    servers.push(server);
    const channel = channelTo(server, { timeouts: { connectMs: 500, envelopeMs: 100, answerMs: 30_000 } });
    let letGo = (): void => undefined;
    const until = new Promise<void>((resolve) => (letGo = resolve));
    const reached = new Promise<void>((resolve) => {
      server.behave.data = (moment) => {
        if (moment === 'start') return undefined;
        resolve();
        return { until };
      };
    });
    const patient = channel.send(letter, () => Promise.resolve());
    await reached;
    server.behave.rcptTo = () => 'hang';
    const error: unknown = await channel.send(letter, () => Promise.resolve()).catch((thrown: unknown) => thrown);
    expect(error).to.include({ permanent: false, isUnknown: false, message: 'The mail server fell silent.' });
    letGo();
    expect(await patient).to.include({ state: 'sent' });
    await channel.close();
  });

  it('is not sure of a letter when the answer to it is no answer', async () => {
    const ending = await sendTo({ data: (moment) => (moment === 'end' ? { code: 354, text: 'go on' } : undefined) });
    expectFailure(ending, { permanent: false, isUnknown: true });
  });

  it('lets nothing leave when the note before the content cannot be made', async () => {
    const ending = await sendTo({}, { beforeContent: () => Promise.reject(new Error('not ours any more')) });
    expectFailure(ending, { permanent: false, isUnknown: false });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ending.server.received).to.be.empty;
  });

  it('sends all at the first try over as few connections as the relay bears', async () => {
    const server = await startMailServer();
    servers.push(server);
    let taken = 0;
    server.behave.connect = () => (taken++ < 2 ? undefined : { code: 421, text: '4.7.0 Too many connections' });
    const channel = channelTo(server);
    const ids = Array.from({ length: 8 }, (_, at) => `01kaaaaaaaaaaaaaaaaaaaaaa${at}`);
    const noted: string[] = [];
    await Promise.all(
      ids.map((deliveryId) =>
        channel.send({ ...letter, deliveryId }, () => Promise.resolve(void noted.push(deliveryId))),
      ),
    );
    await channel.close();
    expect(server.received.map(({ mail }) => mail.messageId?.slice(1, 27)).sort()).to.deep.equal(ids);
    expect(noted.sort()).to.deep.equal(ids);
  });

  it('refuses for good an address that is not one plain address, without asking the relay', async () => {
    for (const address of ['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'nobody', '']) {
      const ending = await sendTo({}, { letter: { to: { name: 'x', address } } });
      expectFailure(ending, { permanent: true, isUnknown: false });
      expect([ending.marks, ending.received]).to.deep.equal([0, 0]);
    }
  });

  it('signs what the relay gets, to the last dot', async () => {
    const { dkim, publicKey } = makeDkim('mail.clarion.example');
    const text = '.\n..\nGrüße 😀 \n  and  spaces\t\n' + 'x'.repeat(2_000) + '\n\n\n';
    const { server, error } = await sendTo({}, { dkim, letter: { text } });
    expect(error).to.equal(undefined);
    const [received] = server.received;
    expect(received?.mail.text).to.equal(text);
    expect(verifyDkim(received?.raw ?? '', publicKey)).to.include({ d: 'mail.clarion.example', isValid: true });
  });
});
