import { expect } from 'chai';
import { invite } from '../../src/organizers/index.js';
import { sendDigests } from '../../src/partners/index.js';
import { seedCoalition } from '../support/coalition.js';
import { browser, GOOD, makeAccount, press, trySignIn } from '../support/accounts.js';
import type { ReceivedMail } from '../support/mail-server.js';
import { useMailing } from '../support/mailing.js';
import { ana, ben, CITY, DAY, HOUR, type World } from '../support/world.js';

/** A header of their own, a field for templates, an element, a turn of the line, and the end of a mail. */
const HOSTILE = `X{{constructor}}{{{supporter.email}}}<img src=x onerror=alert(7)>\u202e\r\nBcc: eve@evil.example\r\nX-Smuggled: 1\r\n\r\n.\r\nQUIT\r\n`;

/** What people, organizers and partners are called and write, as far as mails tell it. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  actions: ['given_name', 'family_name', 'own_words', 'subject', 'street', 'locality'],
  organizations: ['name', 'postal_address'],
  users: ['name'],
  coalitions: ['name', 'summary'],
  partners: ['name'],
};

/** Headers that a mail has once; all others of ours beside them are named here too. */
const ONCE = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'];
const KNOWN = [
  ...[...ONCE, 'reply-to', 'content-transfer-encoding', 'auto-submitted', 'list-unsubscribe', 'list-unsubscribe-post'],
  ...['received', 'x-clarion-forwarded'],
];

describe('mails, whatever people, organizers and partners are called and write', function () {
  this.timeout(60_000);
  const { world, server, act } = useMailing();

  it('go to their one recipient, with their own headers, as plain text in which nothing is evaluated', async () => {
    await seedCoalition(world());
    const { email } = await makeAccount(world());
    await act({ source: 'teachers', letter: { own_words: 'My sister cleans rooms.' } });
    await act({ supporter: ben });
    await spoil(world());
    world().coalitions.forget();
    await act({ supporter: { ...ana, given_name: 'A{{b}}<i>', email: 'cyn@supporter.example' } });
    const sent = await everyMail(world(), email);
    expect(new Set(sent.map(({ mail }) => mail.subject)).size, 'kinds of mails').to.be.at.least(8);
    const telling = sent.filter(({ mail }) => mail.text?.includes('X{{constructor}}{{{supporter.email}}}<img'));
    expect(telling.length, 'mails that tell it as it is').to.be.at.least(3);
    for (const one of sent) expectWhole(one);
  });

  /** Lets all go out that is due in the next weeks, and asks for what organizers and people are mailed. */
  async function everyMail(one: World, email: string): Promise<readonly ReceivedMail[]> {
    const tools = { ...one, baseUrl: one.config.BASE_URL };
    await press(browser(one), '/reset', 'Send me a link', { email });
    const http = browser(one);
    await trySignIn(http, { email });
    await press(http, '/account', 'Change the address', { email: 'olga@elsewhere.example', email_password: GOOD });
    await one.http.post('/your-data').type('form').send({ email: ana.email });
    await one.errands.idle();
    const { organizationId } = await one.campaigns.get(CITY);
    const host = { organizationId, name: HOSTILE, invitedBy: HOSTILE };
    await invite(tools, host, { email: 'ida@organizer.example', role: 'analyst' });
    server().behave = {
      rcptTo: (to) => (to.includes('ward') ? { code: 550, text: `5.1.1 ${HOSTILE.slice(0, 60)}` } : undefined),
    };
    for (const ms of [0, HOUR, 2 * DAY, 3 * DAY, 6 * DAY]) {
      one.moveClock(ms);
      await one.sendDue();
      await one.mailDue();
      await sendDigests(tools);
    }
    return server().received.splice(0);
  }
});

async function spoil({ db }: World): Promise<void> {
  for (const [table, columns] of Object.entries(TYPED))
    for (const column of columns)
      await db.raw('UPDATE ?? SET ?? = ? || ?? WHERE ?? IS NOT NULL', [table, column, HOSTILE, column, column]);
}

function expectWhole({ envelope, mail, raw }: ReceivedMail): void {
  const keys = mail.headers.map(({ key }) => key);
  expect(envelope.to, mail.subject).to.have.length(1);
  expect(
    keys.filter((key) => !KNOWN.includes(key)),
    mail.subject,
  ).to.deep.equal([]);
  for (const key of ONCE) expect(keys.filter((one) => one === key).length, key).to.be.at.most(1);
  expect(mail.to?.map(({ address }) => address)).to.deep.equal(envelope.to);
  expect(mail.from?.address).to.equal('letters@mail.clarion.example');
  expect(mail.html, 'no part is HTML').to.equal(undefined);
  expect(mail.bcc ?? []).to.deep.equal([]);
  expect(raw).not.to.match(/\[native code\]|\[object |function Object/);
}
