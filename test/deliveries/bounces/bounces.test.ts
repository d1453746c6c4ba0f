import { expect } from 'chai';
import { findDeliveryIdByReturnPath } from '../../../src/deliveries/channels/return-path.js';
import { listenForBounces, type BounceListener } from '../../../src/deliveries/index.js';
import { insertNote, listKept, listNotes } from '../../../src/deliveries/bounces/store.js';
import { query } from '../../../src/platform/db.js';
import { addressKey, liftSuppression, suppress } from '../../../src/supporters/index.js';
import { mailOf, reportMail, type Report } from '../../support/bounce-mails.js';
import { historyOf, takeLetter } from '../../support/letters.js';
import { startMailServer, type MailServer } from '../../support/mail-server.js';
import { speak, type Dialogue } from '../../support/returned.js';
import { CITY, DAY, HOUR, useWorld } from '../../support/world.js';

describe('mail to a letter’s return address', () => {
  let server: MailServer;
  let listener: BounceListener | undefined;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());
  beforeEach(() => {
    server.received.length = 0;
    server.behave = {};
  });
  afterEach(async () => {
    await listener?.close();
    listener = undefined;
  });
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return server.url;
      },
      MAIL_FROM: 'Letters <letters@mail.clarion.example>',
      BOUNCE_DOMAIN: 'bounce.clarion.example',
    },
  });

  type Sent = { readonly id: string; readonly returnPath: string };
  /** A letter that the office's server took. */
  const sent = async (): Promise<Sent> => {
    const id = await takeLetter(world());
    await world().sendDue();
    const returnPath = server.received.find(({ mail }) => mail.messageId?.includes(id))?.envelope.from ?? '';
    server.received.length = 0;
    return { id, returnPath };
  };
  const listen = async (protocol: 'smtp' | 'lmtp' = 'smtp'): Promise<string> => {
    listener = await listenForBounces(`${protocol}://127.0.0.1:0`, world());
    return listener.address() ?? expect.fail('not listening');
  };
  /** Sends a mail as another mail server does, and answers what the listener said to its content. */
  const bring = async (mail: Buffer, to: string, from = ''): Promise<string | undefined> => {
    const url = listener?.address() ?? (await listen());
    const answers = await speak(url, [
      'EHLO mx.harbourview.example',
      `MAIL FROM:<${from}>`,
      `RCPT TO:<${to}>`,
      'DATA',
      `${mail.toString('utf8')}\r\n.`,
      'QUIT',
    ]);
    return answers.at(-2);
  };
  const report = (given: Report, number = 1): Buffer =>
    Buffer.from(reportMail(given).toString('utf8').replace('<report.1@', `<report.${number}@`));
  const stateOf = async (id: string): Promise<string> => (await historyOf(world().db, id)).row.state;
  const letters = async (): Promise<Record<string, number>> =>
    ((await world().http.get(`/api/v1/campaigns/${CITY}/counts`)).body as { letters: Record<string, number> }).letters;
  const notesOf = async (id: string): Promise<string[]> =>
    (await listNotes(world().db, { deliveryId: id, limit: 10 })).map(({ kind }) => kind);
  const answerMail = (number = 1, ...more: string[]): Buffer =>
    mailOf([
      'From: Mayor Ruth Adeyemi <mayor@council.harbourview.example>',
      'Subject: Re: Training',
      `Message-ID: <answer.${number}@council.harbourview.example>`,
      ...more,
      '',
      'I support the training. Please call me.',
    ]);

  it('uses the domain that takes bounces', async () => {
    const { id, returnPath } = await sent();
    expect(returnPath).to.match(/^letters\+[0-9a-z]{26}-[0-9a-f]{12}@bounce\.clarion\.example$/);
    expect(findDeliveryIdByReturnPath(world().seal, returnPath.toUpperCase())).to.equal(id);
  });

  it('lets the letter bounce, with the server’s words, and its counts go down', async () => {
    const { id, returnPath } = await sent();
    expect(await letters()).to.include({ waiting: 1, failed: 0 });
    expect(await bring(reportMail(), returnPath)).to.match(/^250 2\.0\.0/);
    const { row, events } = await historyOf(world().db, id);
    expect(row.state).to.equal('bounced');
    expect(row.reason).to.equal('It came back: there is no such address, or it takes no mail (5.1.1).');
    expect(events.at(-1)).to.include({ from: 'sent', to: 'bounced', actor: 'bounce' });
    const answers = await query(world().db, "SELECT answer FROM delivery_events WHERE to_state = 'bounced'");
    expect(answers).to.deep.equal([{ answer: 'smtp; 550 5.1.1 <mayor@council.harbourview.example>: User unknown' }]);
    expect(await letters()).to.include({ waiting: 0, failed: 1 });
  });

  it('takes a letter back out of the delivered ones when it bounces late', async () => {
    const { id, returnPath } = await sent();
    world().moveClock(3 * DAY);
    await world().sendDue();
    expect(await letters()).to.include({ delivered: 1, failed: 0 });
    await bring(reportMail(), returnPath);
    expect(await stateOf(id)).to.equal('bounced');
    expect(await letters()).to.include({ taken: 1, delivered: 0, failed: 1 });
  });

  it('counts once, even after an organizer had the letter sent again', async () => {
    const { id, returnPath } = await sent();
    await bring(reportMail(), returnPath);
    await bring(reportMail(), returnPath);
    expect((await historyOf(world().db, id)).events.filter(({ to }) => to === 'bounced')).to.have.length(1);
    await world().db('deliveries').where({ id }).update({ due_at: world().clock.now() });
    const { applyMoves } = await import('../../../src/deliveries/store-moves.js');
    const again = { id, from: 'bounced', to: 'queued', at: world().clock.now(), actor: 'organizer' } as const;
    await applyMoves(world().db, [{ ...again, reason: 'again', eventId: world().ids.next() }]);
    await world().sendDue();
    expect(await bring(reportMail(), returnPath)).to.match(/^250/);
    expect(await stateOf(id)).to.equal('sent');
  });

  it('says that a letter did not arrive, too, where the mailbox was full for good', async () => {
    const { id, returnPath } = await sent();
    await bring(reportMail({ status: '5.2.2', diagnostic: '552 5.2.2 Mailbox full' }), returnPath);
    expect((await historyOf(world().db, id)).row).to.include({
      state: 'bounced',
      reason: 'It came back: the office’s mail system did not deliver it (5.2.2).',
    });
  });

  it('only notes delays, automatic answers and reports of abuse', async () => {
    const { id, returnPath } = await sent();
    const mails = [
      report({ action: 'delayed', status: '4.4.1', diagnostic: 'connection timed out' }, 1),
      report({ action: 'delivered', status: '2.0.0', diagnostic: '250 OK' }, 2),
      answerMail(3, 'Auto-Submitted: auto-replied'),
    ];
    for (const mail of mails)
      expect(await bring(mail, returnPath, 'mayor@council.harbourview.example')).to.match(/^250/);
    expect(await stateOf(id)).to.equal('sent');
    expect((await notesOf(id)).reverse()).to.deep.equal(['delayed', 'arrived', 'auto-reply']);
    expect(server.received).to.be.empty;
  });

  it('waits while its letter is still being sent, and counts as soon as that is noted', async () => {
    const id = await takeLetter(world());
    let returnPath = '';
    server.behave = {
      data: (moment) => {
        if (moment !== 'end') return undefined;
        const { seal } = world();
        returnPath = `letters+${id}-${seal.digest('return-path', id).slice(0, 12)}@bounce.clarion.example`;
        return { until: bring(reportMail(), returnPath) };
      },
    };
    await world().sendDue();
    expect(await stateOf(id)).to.equal('sent');
    await world().sendDue();
    expect(await stateOf(id)).to.equal('bounced');
  });

  it('is refused where we did not make the address, and changes nothing', async () => {
    const { id, returnPath } = await sent();
    const forged = returnPath.replace(/-[0-9a-f]{12}@/, '-0123456789ab@');
    const unknown = `01arz3ndektsv4rrffq69g5fav`;
    const signed = `letters+${unknown}-${world().seal.digest('return-path', unknown).slice(0, 12)}@bounce.clarion.example`;
    const url = await listen();
    for (const to of [forged, signed, 'letters@bounce.clarion.example', 'letters+x@bounce.clarion.example']) {
      const answers = await speak(url, ['EHLO x.example', 'MAIL FROM:<>', `RCPT TO:<${to}>`, 'QUIT']);
      expect(answers[3], to).to.match(/^550 5\.1\.1/);
    }
    expect(await stateOf(id)).to.equal('sent');
    expect(await listNotes(world().db, { deliveryId: undefined, limit: 10 })).to.be.empty;
  });

  it('is answered for each letter by LMTP, and taken one by one by SMTP', async () => {
    const [one, two] = [await sent(), await sent()];
    const begin = (hello: string): string[] => [`${hello} x.example`, 'MAIL FROM:<>', `RCPT TO:<${one.returnPath}>`];
    const lmtp = await speak(await listen('lmtp'), [
      ...begin('LHLO'),
      `RCPT TO:<${two.returnPath}>`,
      'DATA',
      { line: `${reportMail().toString('utf8')}\r\n.`, answers: 2 },
      'QUIT',
    ]);
    expect(lmtp.slice(-3, -1).map((line) => line.slice(0, 9))).to.deep.equal(['250 2.0.0', '250 2.0.0']);
    expect([await stateOf(one.id), await stateOf(two.id)]).to.deep.equal(['bounced', 'bounced']);
    await listener?.close();
    const smtp: Dialogue = await speak(await listen('smtp'), [...begin('EHLO'), `RCPT TO:<${two.returnPath}>`, 'QUIT']);
    expect(smtp[4]).to.match(/^452 4\.5\.3/);
  });

  describe('that a person wrote', () => {
    const from = 'mayor@council.harbourview.example';

    it('goes on to the supporter, unchanged, and is not stored', async () => {
      const { id, returnPath } = await sent();
      expect(await bring(answerMail(), returnPath, from)).to.match(/^250/);
      const [passed] = server.received;
      expect(passed?.envelope).to.deep.equal({ from: '', to: [passed?.mail.to?.[0]?.address] });
      expect(passed?.envelope.to[0]).to.match(/^writer\d+@supporter\.example$/);
      expect(passed?.mail.from?.address).to.equal('letters@mail.clarion.example');
      expect(passed?.mail.replyTo?.[0]?.address).to.equal(from);
      expect(passed?.raw).to.include('Auto-Submitted: auto-generated');
      expect(passed?.raw).to.include('I support the training. Please call me.');
      expect(await notesOf(id)).to.deep.equal(['reply']);
      expect(await stateOf(id)).to.equal('sent');
      expect(await listKept(world().db, 10)).to.be.empty;
      expect(JSON.stringify(await query(world().db, 'SELECT * FROM bounces'))).not.to.include('training');
    });

    it('stays with the sender’s server while ours does not take it, and goes on once', async () => {
      const { returnPath } = await sent();
      server.behave = { rcptTo: () => ({ code: 451, text: '4.3.0 later' }) };
      expect(await bring(answerMail(), returnPath, from)).to.match(/^451/);
      server.behave = {};
      expect(await bring(answerMail(), returnPath, from)).to.match(/^250/);
      expect(await bring(answerMail(), returnPath, from)).to.match(/^250/);
      expect(server.received).to.have.length(1);
    });

    it('goes on twenty times a day at the most, and never a second time round', async () => {
      const { id, returnPath } = await sent();
      const note = { deliveryId: id, receivedAt: world().clock.now(), kind: 'reply', status: '', answer: '' } as const;
      for (let number = 1; number <= 19; number++)
        await insertNote(world().db, { ...note, id: world().ids.next(), mailKey: `answer ${number}` });
      expect(await bring(answerMail(20), returnPath, from)).to.match(/^250/);
      expect(await bring(answerMail(21), returnPath, from)).to.match(/^451/);
      world().moveClock(25 * HOUR);
      expect(await bring(answerMail(22, 'X-Clarion-Forwarded: yes'), returnPath, from)).to.match(/^550/);
      expect(await bring(answerMail(23), returnPath, from)).to.match(/^250/);
      expect(server.received).to.have.length(2);
    });
  });

  it('does not reach a supporter who stopped all mails, and its sender is told', async () => {
    const { id, returnPath } = await sent();
    const [writer] = await query<{ email: string }>(
      world().db,
      `SELECT email FROM supporters JOIN actions ON supporter_id = supporters.id JOIN letters ON action_id = actions.id
         JOIN deliveries ON letter_id = letters.id WHERE deliveries.id = ?`,
      [id],
    );
    const key = addressKey(world().seal, writer?.email ?? '');
    for (const why of ['unsubscribed', 'not-me'] as const) {
      await suppress(world().db, { addressKey: key, why, at: world().clock.now() });
      expect(await bring(answerMail(), returnPath, 'mayor@council.harbourview.example')).to.match(/^550 5\.7\.1/);
    }
    expect(server.received).to.be.empty;
    await liftSuppression(world().db, key);
    expect(await bring(answerMail(), returnPath, 'mayor@council.harbourview.example')).to.match(/^250/);
  });

  it('is refused where it is too long, and the next one is taken', async () => {
    const { id, returnPath } = await sent();
    const long = mailOf(['From: a@council.harbourview.example', '', ...Array<string>(180_000).fill('x'.repeat(60))]);
    expect(await bring(long, returnPath, 'a@council.harbourview.example')).to.match(/^552/);
    expect(server.received).to.be.empty;
    expect(await bring(reportMail(), returnPath)).to.match(/^250/);
    expect(await stateOf(id)).to.equal('bounced');
  });

  it('is kept for a person where a mail system sent something that nobody understands', async () => {
    const { id, returnPath } = await sent();
    const odd = mailOf(['From: postmaster@mx.harbourview.example', 'Subject: Gremlins', '', 'It rained.']);
    expect(await bring(odd, returnPath)).to.match(/^250/);
    const kept = await listKept(world().db, 10);
    expect(kept.map(({ deliveryId }) => deliveryId)).to.deep.equal([id]);
    expect(await stateOf(id)).to.equal('sent');
    for (let number = 2; number <= 21; number++) {
      const next = Buffer.from(odd.toString('utf8').replace('It rained.', `It rained ${number} times.`));
      expect(await bring(next, returnPath), `mail ${number}`).to.match(number === 21 ? /^451/ : /^250/);
    }
    expect(await listKept(world().db, 100)).to.have.length(20);
  });

  it('is not taken by a second process of the machine while the first one does', async () => {
    const url = await listen();
    const second = await listenForBounces(url, world());
    expect(second.address()).to.equal(undefined);
    await second.close();
  });
});
