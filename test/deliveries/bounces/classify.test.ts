import { expect } from 'chai';
import fc from 'fast-check';
import { classify } from '../../../src/deliveries/bounces/classify.js';
import { mailOf, reportMail, sharedBounceMails, type Report } from '../../support/bounce-mails.js';

const kindOf = async (lines: readonly string[]): Promise<string> => (await classify(mailOf(lines))).kind;
const kindOfReport = async (report: Report): Promise<string> => (await classify(reportMail(report))).kind;
const notice = (...text: string[]): string[] => [
  'From: MAILER-DAEMON@mx.harbourview.example',
  'Subject: failure notice',
  '',
  ...text,
];

/** Reasons that the collection gives to what may pass, or is no failure at all. */
const PASSES = [
  'feedback',
  'vacation',
  'delivered',
  'expired',
  'mailboxfull',
  'systemfull',
  'networkerror',
  'speeding',
];

describe('a mail that comes back', () => {
  it('is read as others read it: 97 of 100 lasting failures at least, and none that may pass', async function () {
    const wrong: string[] = [];
    const count = { hard: 0, found: 0, other: 0, taken: 0 };
    for (const { name, expect: expected, raw } of sharedBounceMails(this)) {
      const { kind, recipients } = await classify(raw);
      for (const [index, { reason, hard }] of expected.entries()) {
        const got = recipients.length === expected.length ? recipients[index]?.kind : kind;
        count[hard ? 'hard' : 'other'] += 1;
        if (got === 'hard') count[hard ? 'found' : 'taken'] += 1;
        if ((got === 'hard') !== hard) wrong.push(`${name}: ${reason} was read as ${got ?? 'nothing'}`);
        if (PASSES.includes(reason)) expect(got, name).not.to.equal('hard');
        if (reason === 'feedback') expect(got, name).to.equal('complaint');
        if (reason === 'vacation') expect(got, name).to.equal('auto-reply');
      }
    }
    expect(count.found / count.hard, wrong.join('\n')).to.be.at.least(0.97);
    // What is left are filters that answer "user unknown" as well.
    expect(count.taken / count.other, wrong.join('\n')).to.be.at.most(0.1);
  });

  it('tells for each recipient what became of the mail', async () => {
    expect(await classify(reportMail())).to.deep.equal({
      kind: 'hard',
      status: '5.1.1',
      recipients: [
        {
          address: 'mayor@council.harbourview.example',
          status: '5.1.1',
          kind: 'hard',
          fate: 'failed',
          diagnostic: 'smtp; 550 5.1.1 <mayor@council.harbourview.example>: User unknown',
        },
      ],
    });
  });

  it('is no lasting failure where it is late, or where the mailbox is full, whatever code stands beside', async () => {
    const passing: readonly Report[] = [
      { action: 'delayed', status: '4.4.1', diagnostic: '450 4.1.1 User unknown' },
      { diagnostic: '552 5.1.1 The mailbox is over quota' },
      { status: '5.2.2', diagnostic: '552 5.2.2 Mailbox full' },
      { status: '4.4.3', diagnostic: 'Host not found, try again' },
      { status: '5.7.1', diagnostic: '554 5.7.1 Client host blocked using a block list' },
      { diagnostic: '550 5.1.1 Message rejected as spam' },
      { diagnostic: '550 5.1.8 Domain of sender address does not exist' },
      { diagnostic: '550 5.7.26 Unauthenticated mail, SPF and DKIM failed' },
      { diagnostic: '550 5.7.1 relaying denied' },
      { status: '5.0.0', diagnostic: '550 Your IP address is unknown to us' },
      { diagnostic: '550 5.1.1 User unknown', text: 'The recipient’s mailbox is full.' },
      { diagnostic: '550 User unknown (in reply to end of DATA command)', status: '5.0.0' },
    ];
    for (const report of passing) expect(await kindOfReport(report), JSON.stringify(report)).to.equal('soft');
    expect(await kindOfReport({ action: 'delivered', status: '2.1.5', diagnostic: '250 2.1.5 OK' })).to.equal('none');
  });

  it('is a lasting failure where user or host are unknown, in many words', async () => {
    const lasting: readonly string[] = [
      '550 No such user here',
      '550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table',
      '550 5.4.1 Recipient address rejected: Access denied',
      '550 Requested action not taken: mailbox unavailable',
      '550-5.1.1 The email account that you tried to reach does not exist',
      '553 sorry, no mailbox here by that name',
      '550 Unrouteable address',
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
      '554 5.4.4 Host or domain name not found',
      '556 5.1.10 Recipient domain has a null MX',
      '550 Empfänger unbekannt',
      '550 El usuario no existe',
    ];
    for (const diagnostic of lasting)
      expect(await kindOfReport({ status: '5.0.0', diagnostic }), diagnostic).to.equal('hard');
  });

  it('is understood without any part for machines', async () => {
    expect(await kindOf(notice('<mayor@council.harbourview.example>:', 'Remote host said: 550 no such user'))).to.equal(
      'hard',
    );
    expect(await kindOf(notice('<mayor@council.harbourview.example>:', 'mailbox is full (#5.2.2)'))).to.equal('soft');
    expect(
      await kindOf(notice('Your message has been delayed. You do not need to resend it.', 'User unknown')),
    ).to.equal('soft');
  });

  it('may be an automatic answer, which is never a failure', async () => {
    const from = 'From: Office of the Mayor <mayor@council.harbourview.example>';
    const text = 'I am away. The user you wrote to does not exist any more; mail could not be delivered: 550 5.1.1';
    const answers: readonly string[][] = [
      ['Auto-Submitted: auto-replied', 'Subject: Re: Training'],
      ['X-Autoreply: yes', 'Subject: Thank you'],
      ['Precedence: auto_reply', 'Subject: Thank you'],
      ['Subject: Out of office: Training'],
      ['Subject: Automatische Antwort: Training'],
      ['Subject: Réponse automatique : Training'],
      ['Subject: =?UTF-8?B?6Ieq5YuV6L+U5L+h?='],
    ];
    for (const head of answers) expect(await kindOf([from, ...head, '', text]), head.join()).to.equal('auto-reply');
  });

  it('may be a report of abuse', async () => {
    const lines = [
      'From: feedback@isp.example',
      'Content-Type: multipart/report; report-type=feedback-report; boundary=b1',
      '',
      '--b1',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
      'Original-Rcpt-To: <mayor@council.harbourview.example>',
      '',
      '--b1--',
    ];
    const { kind, recipients } = await classify(mailOf(lines));
    expect(kind).to.equal('complaint');
    expect(recipients.map(({ address }) => address)).to.deep.equal(['mayor@council.harbourview.example']);
  });

  it('may be what a person wrote', async () => {
    expect(
      await kindOf(['From: mayor@council.harbourview.example', 'Subject: Re: Training', '', 'Thank you.']),
    ).to.equal('none');
  });

  it('is read whatever it holds', async () => {
    const part = fc.constantFrom(
      'Content-Type: multipart/report; boundary=b\r\n',
      'Content-Type: message/delivery-status; charset=nonsense\r\n',
      'Content-Transfer-Encoding: base64\r\n',
      'Content-Transfer-Encoding: quoted-printable\r\n',
      'Content-Type: text/html\r\n',
      'Content-Type: message/rfc822\r\n',
      'Final-Recipient: rfc822; <a@b.example>\r\n',
      'Action: failed\r\n',
      'Status: 9.9\r\n',
      'From: MAILER-DAEMON\r\n',
      'Subject: failure notice\r\n',
      '--b\r\n',
      '--b--\r\n',
      '\r\n',
      '=FF=Z',
      '<',
    );
    const mail = fc.array(fc.oneof(part, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(mail, async (parts) => {
        expect(['hard', 'soft', 'auto-reply', 'complaint', 'none']).to.include(
          (await classify(Buffer.from(parts.join('')))).kind,
        );
      }),
      { numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (raw) => {
        await classify(Buffer.from(raw));
      }),
    );
  });
});
