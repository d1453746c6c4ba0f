import { expect } from 'chai';
import type { Response } from 'supertest';
import { invite, tidyAccounts } from '../../src/organizers/index.js';
import { BETTER, browser, GOOD, leadsTo, makeAccount, press, pressOn, trySignIn } from '../support/accounts.js';
import { startMailServer, type MailServer, type ReceivedMail } from '../support/mail-server.js';
import { linkIn, only } from '../support/mailing.js';
import { enter, olga, type SignedIn } from '../support/organizers.js';
import { faultsOf, formsOf, tagOf } from '../support/pages.js';
import { DAY, HOUR, useWorld } from '../support/world.js';

const ida = 'ida@organizer.example';
const NEW = 'olga.reyes@elsewhere.example';
const CONFIRM = '/account/address/confirm/';
const STOP = '/account/address/stop/';

describe('the e-mail address of an account', () => {
  let server: MailServer;
  const smtp = { url: '' };
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server.close());
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return smtp.url;
      },
      MAIL_FROM: 'Letters <letters@mail.clarion.example>',
    },
  });
  let signedIn: SignedIn;
  beforeEach(async () => {
    server.received.length = 0;
    const { id, organization } = await makeAccount(world());
    signedIn = await enter(world(), id, organization.slug);
  });

  const askFor = (email: string = NEW, email_password = GOOD, http = signedIn.http): Promise<Response> =>
    press(http, '/account', 'Change the address', { email, email_password });
  /** The mails that came to an address since the last look at it. */
  const mailsTo = async (address: string): Promise<ReceivedMail[]> => {
    await world().errands.idle();
    const mails = server.received.filter(({ envelope }) => envelope.to.includes(address));
    server.received.splice(0, Infinity, ...server.received.filter((mail) => !mails.includes(mail)));
    return mails;
  };
  const linkTo = async (address: string, start: string): Promise<string> => linkIn(only(await mailsTo(address)), start);
  /** Asks for an address and confirms it from there. */
  const changeTo = async (email: string, http = signedIn.http): Promise<void> => {
    expect(leadsTo(await askFor(email, GOOD, http))).to.equal('/account');
    const path = await linkTo(email, CONFIRM);
    const done = await press(http, path, 'Use this address');
    expect(leadsTo(done)).to.equal('/account');
    const cookie = ((done.headers['set-cookie'] ?? []) as unknown as string[])[0]?.split(';')[0] ?? '';
    http.set('Cookie', cookie);
  };
  const addressOf = async (id = signedIn.userId): Promise<string> => {
    const rows = await world().db('users').where({ id }).select<{ email: string; email_key: string }[]>('*');
    expect(rows[0]?.email.toLowerCase()).to.equal(rows[0]?.email_key);
    return rows[0]?.email ?? '';
  };
  const page = async (http = signedIn.http): Promise<string> => (await http.get('/account').expect(200)).text;

  it('is changed with the password and by a link in the new mailbox, once, and not by looking', async () => {
    expect(leadsTo(await askFor(' Olga.Reyes@Elsewhere.example '))).to.equal('/account');
    const asked = await page();
    expect(asked).to.include('on its way to the new address').and.to.include('Olga.Reyes@elsewhere.example is to take');
    const mail = only(await mailsTo('Olga.Reyes@elsewhere.example'));
    expect(mail.mail.text).not.to.match(/olga@organizer|Reyes/);
    expect(only(await mailsTo(olga.email)).mail.text, 'who reads it may be somebody else').not.to.include('elsewhere');
    const path = linkIn(mail, CONFIRM);
    for (let looks = 0; looks < 2; looks++)
      expect((await signedIn.http.get(path).expect(200)).text).to.include(olga.email);
    expect(await addressOf()).to.equal(olga.email);
    const shown = (await signedIn.http.get(path)).text;
    expect(leadsTo(await pressOn(signedIn.http, shown, 'Use this address'))).to.equal('/account');
    expect(await addressOf()).to.equal('Olga.Reyes@elsewhere.example');
    const after = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    await after.http.get(path).expect(404);
    const again = after.http.post(path).type('form').send({ csrf: after.csrf });
    await again.expect(404);
    expect((await trySignIn(browser(world()))).status, 'with the former address').to.equal(422);
    expect(leadsTo(await trySignIn(browser(world()), { email: NEW }))).to.equal('/console');
  });

  it('ends sessions elsewhere, and links and invitations that went to the former one', async () => {
    const other = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example' });
    const { id: organizationId } = rosa.organization;
    const host = { organizationId, name: 'Harbourview', invitedBy: 'Rosa' };
    await world().db('members').where({ user_id: signedIn.userId }).delete();
    const tools = { ...world(), baseUrl: world().config.BASE_URL };
    await invite(tools, host, { email: olga.email, role: 'analyst' });
    await invite(tools, host, { email: ida, role: 'analyst' });
    const invitation = await linkTo(olga.email, '/invitation/');
    await press(browser(world()), '/reset', 'Send me a link', { email: olga.email });
    const reset = await linkTo(olga.email, '/reset/');
    await browser(world()).get(reset).expect(200);
    await changeTo(NEW);
    expect(await page(), 'this browser goes on').to.include('You were signed out everywhere else');
    await other.http.get('/account').expect(303);
    await browser(world()).get('/account').set('Cookie', `clarion=${signedIn.cookie}`).expect(303);
    await browser(world()).get(reset).expect(404);
    await browser(world()).get(invitation).expect(404);
    const left = await world().db('invitations').where({ email_key: ida });
    expect(left, 'other people’s invitations').to.have.length(1);
  });

  it('stands in the logs as changed, without any address', async () => {
    await changeTo(NEW);
    expect(await page())
      .to.include('Olga Reyes asked for another e-mail address')
      .and.to.include('Olga Reyes changed their e-mail address');
    const log = await signedIn.http.get(`${signedIn.base}/log`).expect(200);
    expect(log.text).to.include('changed their e-mail address');
    const entries = JSON.stringify(await world().db('audit_entries').select('*'));
    expect(entries).not.to.match(/organizer\.example|elsewhere/);
  });

  it('takes the right password only, and another address', async () => {
    const wrong = await askFor(NEW, BETTER);
    expect(wrong.status).to.equal(422);
    expect(faultsOf(wrong.text)).to.deep.equal([{ id: 'email_password', message: 'This is not your password.' }]);
    expect(tagOf(wrong.text, 'email')).to.include(`value="${NEW}"`);
    expect(wrong.text, 'a password is not written into a page').not.to.include(BETTER);
    for (const email of ['no address', '', `${NEW}, ${ida}`, 'Olga@ORGANIZER.example'])
      expect(faultsOf((await askFor(email)).text)[0]?.id, email).to.equal('email');
    for (let tries = 0; tries < 4; tries++) expect((await askFor(NEW, BETTER)).status).to.equal(422);
    expect((await askFor()).status).to.equal(429);
    expect([...(await mailsTo(NEW)), ...(await mailsTo(olga.email))]).to.deep.equal([]);
    expect(await world().db('address_changes')).to.deep.equal([]);
  });

  it('is asked for few times in an hour, and one mailbox gets few such mails from all accounts', async () => {
    for (let times = 0; times < 3; times++) expect(leadsTo(await askFor())).to.equal('/account');
    const late = await askFor();
    expect(faultsOf(late.text)[0]?.message).to.include('in 20 minutes');
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example' });
    const second = await enter(world(), rosa.id, rosa.organization.slug);
    expect(leadsTo(await askFor(NEW, GOOD, second.http)), 'nobody learns of others').to.equal('/account');
    const mails = await mailsTo(NEW);
    expect(mails).to.have.length(3);
    // They leave side by side, so that the latest may come before the others.
    const answers: number[] = [];
    for (const mail of mails) answers.push((await signedIn.http.get(linkIn(mail, CONFIRM))).status);
    expect(answers.sort(), 'only the latest is good').to.deep.equal([200, 404, 404]);
  });

  it('tells nobody who has an account, but those who have it', async () => {
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example' });
    const plain = (text: string, email: string) =>
      text.replaceAll(email, '').replace(/nonce="[^"]*"|(?:value|action)="[^"]*"/g, '');
    const seen: string[][] = [];
    for (const email of ['nobody@organizer.example', rosa.email]) {
      expect(leadsTo(await askFor(email))).to.equal('/account');
      const told = only(await mailsTo(olga.email)).mail.text?.replace(/\/stop\/\S+/, '') ?? '';
      seen.push([plain(await page(), email).replace(/<section aria-labelledby="acts[\s\S]*/, ''), told]);
    }
    expect(seen[1]).to.deep.equal(seen[0]);
    const mail = only(await mailsTo(rosa.email));
    expect(mail.mail.text).to.include('already').and.not.to.include('/account/');
    expect(mail.mail.subject).to.equal(only(await mailsTo('nobody@organizer.example')).mail.subject);
    expect(await addressOf(rosa.id)).to.equal(rosa.email);
  });

  it('is not taken where another account got it meanwhile', async () => {
    await askFor();
    const path = await linkTo(NEW, CONFIRM);
    await makeAccount(world(), { name: 'Rosa', email: NEW });
    const late = await press(signedIn.http, path, 'Use this address');
    expect(late.status).to.equal(422);
    expect(faultsOf(late.text)[0]?.message).to.include('an account with this address');
    expect(await addressOf()).to.equal(olga.email);
  });

  it('is not given away by a link that came to a wrong mailbox', async () => {
    await askFor();
    const path = await linkTo(NEW, CONFIRM);
    const stranger = browser(world());
    expect(leadsTo(await stranger.get(path))).to.equal(`/sign-in?to=${encodeURIComponent(path)}`);
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example' });
    const other = await enter(world(), rosa.id, rosa.organization.slug);
    expect((await other.http.get(path).expect(404)).text).to.include('another account');
    await other.http.post(path).type('form').send({ csrf: other.csrf }).expect(404);
    await signedIn.http.get(`${path.slice(0, -1)}x`).expect(404);
    await signedIn.http.get(path.replace('/confirm/', '/stop/')).expect(404);
    expect([await addressOf(), await addressOf(rosa.id)]).to.deep.equal([olga.email, rosa.email]);
    const phone = browser(world());
    expect(leadsTo(await trySignIn(phone, { to: path })), 'on another device').to.equal(path);
    expect(leadsTo(await press(phone, path, 'Use this address'))).to.equal('/account');
  });

  it('is kept where the link is late or the wish was taken back', async () => {
    await askFor();
    const late = await linkTo(NEW, CONFIRM);
    const stop = await linkTo(olga.email, STOP);
    world().moveClock(DAY);
    const again = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    await again.http.get(late).expect(404);
    await browser(world()).get(stop).expect(404);
    expect(await page(again.http)).not.to.include('to take its place');
    await tidyAccounts(world());
    expect(await world().db('address_changes')).to.deep.equal([]);
    await askFor(NEW, GOOD, again.http);
    const cancelled = await linkTo(NEW, CONFIRM);
    expect(leadsTo(await press(again.http, '/account', 'Keep the present address'))).to.equal('/account');
    await again.http.get(cancelled).expect(404);
    await askFor(NEW, GOOD, again.http);
    const typed = { old_password: GOOD, password: BETTER };
    expect(leadsTo(await press(again.http, '/account', 'Change the password', typed))).to.equal('/account');
    const last = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    await last.http.get(await linkTo(NEW, CONFIRM)).expect(404);
    expect(await addressOf()).to.equal(olga.email);
  });

  it('is kept by whoever reads the present mailbox, before anything has changed', async () => {
    await askFor();
    const confirm = await linkTo(NEW, CONFIRM);
    const stop = await linkTo(olga.email, STOP);
    const http = browser(world());
    for (let looks = 0; looks < 2; looks++) await http.get(stop).expect(200);
    await signedIn.http.get(confirm).expect(200);
    const forged = { csrf: 'guessed' };
    await http.post(stop).type('form').send(forged).expect(403);
    const chosen = await choose(await press(http, stop, 'Stop the change'));
    expect(leadsTo(chosen)).to.equal('/sign-in?after=password');
    await signedIn.http.get('/account').expect(303);
    await http.get(stop).expect(404);
    expect((await trySignIn(browser(world()))).status, 'the password that somebody knew').to.equal(422);
    expect(leadsTo(await trySignIn(browser(world()), { password: BETTER }))).to.equal('/console');
    const again = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    await again.http.get(confirm).expect(404);
    expect(await page(again.http)).to.include('Somebody stopped a change of the e-mail address');
  });

  /** Follows to the page that asks for a new password, and gives one. */
  const choose = async (stopped: Response): Promise<Response> => {
    const path = leadsTo(stopped);
    const http = browser(world());
    const asked = await http.get(path).expect(200);
    expect(asked.text).to.include('Your account keeps this address').and.to.include(`value="${olga.email}"`);
    return pressOn(http, asked.text, 'Set the password', { password: BETTER });
  };

  it('is taken back from a thief, though they went on to a further one and set up a second factor', async () => {
    await changeTo('thief@evil.example');
    const [notice, done] = await mailsTo(olga.email);
    expect(done?.mail.subject).to.equal('Your account has another e-mail address');
    const stop = linkIn(done ?? expect.fail(), STOP);
    expect(linkIn(notice ?? expect.fail(), STOP), 'either mail').to.equal(stop);
    await changeTo('thief.again@evil.example');
    const theirs = await mailsTo('thief@evil.example');
    const back = linkIn(theirs.at(-1) ?? expect.fail(), STOP);
    const factor = { user_id: signedIn.userId, secret: 'x', confirmed_at: world().clock.now(), last_step: 0 };
    await world().db('second_factors').insert(factor);
    await press(browser(world()), '/reset', 'Send me a link', { email: 'thief.again@evil.example' });
    const reset = (await mailsTo('thief.again@evil.example')).at(-1) ?? expect.fail();
    world().moveClock(6 * DAY);
    const http = browser(world());
    const shown = await http.get(stop).expect(200);
    expect(shown.text).to.include(olga.email).and.not.to.include('evil.example');
    expect(leadsTo(await choose(await pressOn(http, shown.text, 'Take the change back')))).to.include('/sign-in');
    expect(await addressOf()).to.equal(olga.email);
    await signedIn.http.get('/account').expect(303);
    await browser(world()).get(linkIn(reset, '/reset/')).expect(404);
    await browser(world()).get(back).expect(404);
    expect(await world().db('second_factors')).to.deep.equal([]);
    expect(leadsTo(await trySignIn(browser(world()), { password: BETTER })), 'no code is asked for').to.equal(
      '/console',
    );
    const again = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    expect((await again.http.get(`${again.base}/log`).expect(200)).text).to.include('Somebody took back a change');
  });

  it('is taken back with the second factor of before, within a week, and by its own account only until then', async () => {
    const before = world().clock.now() - HOUR;
    await world()
      .db('second_factors')
      .insert({ user_id: signedIn.userId, secret: 'x', confirmed_at: before, last_step: 0 });
    await changeTo(NEW);
    const [mail] = await mailsTo(olga.email);
    const stop = linkIn(mail ?? expect.fail(), STOP);
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example' });
    const other = await enter(world(), rosa.id, rosa.organization.slug);
    await askFor(olga.email, GOOD, other.http);
    const held = await press(other.http, await linkTo(olga.email, CONFIRM), 'Use this address');
    expect(faultsOf(held.text)[0]?.message).to.include('can still take it back');
    expect(leadsTo(await press(browser(world()), stop, 'Take the change back'))).to.include('/reset/');
    expect(await world().db('second_factors')).to.have.length(1);
    await world()
      .db('users')
      .where({ id: signedIn.userId })
      .update({ password_hash: await hashOf(rosa.id) });
    const again = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    await changeTo(NEW, again.http);
    const last = (await mailsTo(olga.email)).at(-1) ?? expect.fail();
    world().moveClock(7 * DAY);
    await browser(world()).get(linkIn(last, STOP)).expect(404);
    const late = await enter(world(), rosa.id, rosa.organization.slug);
    await changeTo(olga.email, late.http);
    expect([await addressOf(), await addressOf(rosa.id)]).to.deep.equal([NEW, olga.email]);
  });

  const hashOf = async (id: string): Promise<string> =>
    (await world().db('users').where({ id }).select<{ password_hash: string }[]>('password_hash'))[0]?.password_hash ??
    expect.fail();

  it('can be given back by its owner, who then has nothing to take back to it', async () => {
    await changeTo(NEW);
    await mailsTo(olga.email);
    await changeTo(olga.email);
    expect(await addressOf()).to.equal(olga.email);
    const rows = await world().db('address_changes').select<{ former_email: string }[]>('former_email');
    expect(rows).to.deep.equal([{ former_email: NEW }]);
  });

  it('goes with its account, and what was asked for too', async () => {
    await askFor();
    const { deleteUser } = await import('../../src/organizers/store-users.js');
    await deleteUser(world().db, signedIn.userId);
    expect(await world().db('address_changes')).to.deep.equal([]);
  });

  it('takes no forged form', async () => {
    for (const path of ['/account/address', '/account/address/cancel', `${CONFIRM}x`, `${STOP}x`])
      for (const headers of [{}, { Origin: 'https://evil.example' }])
        await signedIn.http
          .post(path)
          .set(headers)
          .type('form')
          .send({ email: NEW, email_password: GOOD, csrf: 'Origin' in headers ? signedIn.csrf : '' })
          .expect(403);
    expect(await world().db('address_changes')).to.deep.equal([]);
  });
});

describe('the e-mail address of an account, without a mail server', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('is changed at the command line, as its page says', async () => {
    const { id, organization } = await makeAccount(world());
    const { http, csrf } = await enter(world(), id, organization.slug);
    const { text } = await http.get('/account').expect(200);
    expect(text).to.include('clarion users change-address');
    expect(formsOf(text).map(({ action }) => action)).not.to.include('/account/address');
    const typed = { email: NEW, email_password: GOOD, csrf };
    const sent = await http.post('/account/address').type('form').send(typed).expect(422);
    expect(faultsOf(sent.text)[0]?.message).to.include('sends no mail');
  });
});
