import { expect } from 'chai';
import { classify } from '../../../src/deliveries/bounces/classify.js';
import { mailOf, reportMail } from '../../support/bounce-mails.js';

const MAYOR = 'mayor@council.harbourview.example';

/** Answers of servers to a recipient, without a telling code. */
const LASTING: readonly string[] = [
  `550 ${MAYOR}: user not exist`,
  '550 User not a member of domain',
  '550-I’m sorry but that person does not have an account here',
  '550 #5.0.0 Address rejected.',
  '553 sorry, this recipient is not in my validrcptto list',
  '550 this email address is wrong or no longer valid',
  '550 mailbox name not allowed',
  '551 User has moved; please try another',
  '550 unknown local-part "mayor" in domain',
  '550 RCPT (<mayor@council.harbourview.example>) unknown',
  '550 The account or domain may not exist, they may be blacklisted, or missing the proper dns entries.',
  '550 host gone.example not found',
  '550 No MX found for domain',
  '550 an MX or SRV record indicated no SMTP service',
  '550 domain accepts no mail',
  '550 Adressat unbekannt oder Mailbox deaktiviert',
  '550 Adresse d au moins un destinataire invalide',
  '550 La cuenta de correo no existe',
  '550 Conta de e-mail não existe',
  '550 Casella inesistente',
  '550 Onbekende gebruiker',
  '550 Nie ma takiego konta',
  '550 Uživatel neexistuje',
  '550 Mottagaren finns inte',
  '550 нет такого пользователя',
  '550 宛先のメールアドレスが見つかりませんでした',
  `550 收件人邮件地址（${MAYOR}）不存在`,
];

/** Answers that name a user, a host or an address, and are about something else. */
const OTHER: readonly string[] = [
  '550 your host is not found in DNS',
  '550 client host name not found',
  '550 HELO command rejected: Host not found',
  '550 return path domain does not exist',
  '550 MAIL FROM <letters@mail.clarion.example> user unknown',
  '550 the sending address does not exist',
  '550 Adresse expéditeur inconnue',
  '535 invalid username or password',
  '550 too many unknown recipients from 192.0.2.7',
  '550 a link in the body does not exist',
  '451 temporary failure: cannot look up user',
  '554 No SMTP service; bad DNS PTR resource record',
  '550 User suspended',
  '552 the mailbox is full. Unknown user quota',
  '552 Buzón lleno',
  '552 邮箱已满',
  '550 recipient is only accepting mail from specific email addresses',
];

type Notice = readonly [kind: string, from: string, subject: string, ...text: string[]];

/** Notices in words alone, each in the shape of another mail system. */
const NOTICES: readonly Notice[] = [
  ['hard', 'Mailer-Daemon@mx.example', 'Undeliverable', '550 5.1.1 is the answer', `to: <${MAYOR}>`],
  ['hard', 'postmaster@mx.example', 'Fwd', `Unknown user ${MAYOR}`],
  ['hard', 'MDaemon@mx.example', `Warning: ${MAYOR} - User unknown!`, `${MAYOR} - no such user here.`],
  ['hard', 'Mail_Service@mx.example', 'Returned Mail', '--- Failed Recipients ---', `<${MAYOR}>: mailbox unavailable`],
  ['hard', 'postmaster@mx.example', 'Undeliverable', 'No user by that name:', `'${MAYOR}'`, 'Full details follow.'],
  ['soft', 'postmaster@mx.example', 'Mail Delivery Warning', `"${MAYOR}" has been postponed due to a full mailbox.`],
  ['soft', 'mailer-daemon@mx.example', 'Delayed', `${MAYOR}: Host unknown`, 'Delivery attempts will continue.'],
  ['auto-reply', MAYOR, '[Auto-Reply] Training', 'I have left. This address does not exist any more.'],
];

describe('the words in which mail systems say why', () => {
  it('are understood where an address or its host do not exist, in many tongues', async () => {
    for (const diagnostic of LASTING) expect(await kindOfAnswer(diagnostic), diagnostic).to.equal('hard');
  });

  it('are not taken for a lasting failure where they are about something else', async () => {
    for (const diagnostic of OTHER) expect(await kindOfAnswer(diagnostic), diagnostic).to.equal('soft');
  });

  it('are understood in notices of many shapes', async () => {
    for (const [kind, from, subject, ...text] of NOTICES) {
      const mail = mailOf([`From: ${from}`, `Subject: ${subject}`, '', 'Your message was not delivered.', ...text]);
      expect((await classify(mail)).kind, text.join(' ')).to.equal(kind);
    }
  });

  it('are read on pages, and in Japanese that does not name its character set', async () => {
    const page = ['<style>p { color: red }</style><p>The recipient&#8217;s address couldn&rsquo;t&nbsp;be found</p>'];
    const japanese = ['\x1b$B08@h%f!<%6!<$,8+$D$+$j$^$;$s\x1b(B', 'Delivery failed'];
    const from = ['From: postmaster@mx.example', 'Subject: Undeliverable'];
    expect((await classify(mailOf([...from, 'Content-Type: text/html', '', ...page]))).kind).to.equal('hard');
    expect((await classify(mailOf([...from, '', ...japanese]))).kind).to.equal('hard');
  });

  it('count less than a code about the address in the same answer, where they stand further away', async () => {
    const text = 'Learn how our customers are protected from spam and viruses.';
    expect((await classify(reportMail({ status: '5.0.0', diagnostic: '550 5.1.1 Sorry', text }))).kind).to.equal(
      'hard',
    );
  });

  it('may come as a notification of a mail service', async () => {
    const notification = (type: string, list: string): Buffer =>
      mailOf(['From: no-reply@service.example', 'Subject: Notification', '', `{"eventType":"${type}",${list}}`]);
    const bounced = `"bounce":{"bouncedRecipients":[{"emailAddress":"${MAYOR}","status":"5.1.1","action":"failed"}]}`;
    const complained = `"complaint":{"complainedRecipients":[{"emailAddress":"${MAYOR}"}]}`;
    expect((await classify(notification('Bounce', bounced))).kind).to.equal('hard');
    const { kind, recipients } = await classify(notification('Complaint', complained));
    expect([kind, recipients[0]?.address]).to.deep.equal(['complaint', MAYOR]);
  });
});

async function kindOfAnswer(diagnostic: string): Promise<string> {
  return (await classify(reportMail({ status: '', diagnostic }))).kind;
}
