import { expect } from 'chai';
import { BETTER, browser, GOOD, leadsTo, makeAccount, press, pressOn, trySignIn } from '../support/accounts.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { linkIn, only } from '../support/mailing.js';
import { enter, olga, type SignedIn } from '../support/organizers.js';
import { faultsOf, textsOf } from '../support/pages.js';
import { DAY, useWorld } from '../support/world.js';

describe('members of an organization', () => {
  let server: MailServer | undefined;
  const smtp = { url: '' };
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server?.close());
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return smtp.url;
      },
      MAIL_FROM: 'Letters <letters@mail.clarion.example>',
    },
  });
  let owner: SignedIn;
  beforeEach(async () => {
    const { received } = server ?? expect.fail();
    received.length = 0;
    const account = await makeAccount(world());
    owner = await enter(world(), account.id, account.organization.slug);
  });
  const ida = 'ida@organizer.example';
  const asked = (role = 'reviewer') => owner.post('/members/invite', { email: ida, role });
  const mailed = (address = ida) =>
    only((server?.received ?? []).filter(({ envelope }) => envelope.to.includes(address)));

  it('are invited by mail, choose a password, and see what their role may see', async () => {
    expect(leadsTo(await asked())).to.equal(`${owner.base}/members`);
    const mail = mailed();
    expect(mail.mail.text).to.include('Olga Reyes invites you');
    expect(await owner.get('/members'), 'the link is its reader’s alone').not.to.include('/invitation/');
    const path = linkIn(mail, '/invitation/');
    const http = browser(world());
    for (let looks = 0; looks < 2; looks++) await http.get(path).expect(200);
    const weak = await press(http, path, 'Make the account and accept', {
      name: '<i>Ida</i>',
      password: 'idaidaidaida',
    });
    expect(weak.status).to.equal(422);
    expect(weak.text).to.include('value="&lt;i&gt;Ida&lt;/i&gt;"').and.not.to.include('idaidaidaida');
    const accepted = await pressOn(http, weak.text, 'Make the account and accept', { name: 'Ida', password: BETTER });
    expect(leadsTo(accepted)).to.equal(owner.base);
    await http.get(owner.base).expect(200);
    await http.get(`${owner.base}/members`).expect(403);
    await browser(world()).get(path).expect(404);
    expect(await owner.get('/log'))
      .to.include('accepted an invitation')
      .and.not.to.include(ida);
  });

  it('who have an account sign in and confirm, with that account only', async () => {
    const other = await makeAccount(world(), { name: 'Ida', email: ida, campaign: 'reauthorize-tvpa', role: 'owner' });
    await asked('analyst');
    const path = linkIn(mailed(), '/invitation/');
    const stranger = browser(world());
    expect((await stranger.get(path).expect(200)).text).to.include('Sign in to accept');
    expect(leadsTo(await trySignIn(stranger, { email: other.email, to: path }))).to.equal(path);
    const shown = await owner.http.get(path).expect(200);
    expect(shown.text).to.include('another address').and.not.to.include('>Accept<');
    await owner.http.post(path).type('form').send({ csrf: owner.csrf }).expect(404);
    expect(leadsTo(await press(stranger, path, 'Accept'))).to.equal(owner.base);
    const choose = await stranger.get('/console').expect(200);
    expect(textsOf(choose.text, /<span class="badge">(\w+)<\/span>/g)).to.have.members(['owner', 'analyst']);
  });

  it('cannot come by an invitation that was taken back, sent anew or ran out', async () => {
    await asked();
    const first = linkIn(mailed(), '/invitation/');
    if (server) server.received.length = 0;
    world().moveClock(1_000);
    await owner.press(await owner.get('/members'), 'Send again');
    const second = linkIn(mailed(), '/invitation/');
    const http = browser(world());
    await http.get(first).expect(404);
    await http.get(second).expect(200);
    world().moveClock(7 * DAY);
    await http.get(second).expect(404);
    const again = await enter(world(), owner.userId, owner.base.split('/')[2] ?? '');
    expect(await again.get('/members')).to.include('Ran out');
    expect(leadsTo(await again.press(await again.get('/members'), 'Take back'))).to.equal(`${owner.base}/members`);
    expect(await again.get('/members')).not.to.include(ida);
    await http.get(`${second.slice(0, -1)}x`).expect(404);
  });

  it('are not invited without end, nor told that a mail went that did not', async () => {
    if (server) server.behave = { rcptTo: () => ({ code: 550, text: 'no such user' }) };
    await asked();
    if (server) server.behave = {};
    const html = await owner.get('/members');
    expect(html).to.include('No mail could be sent').and.to.include('/invitation/');
    expect((await owner.post('/members/invite', { email: 'no address', role: 'analyst' })).status).to.equal(422);
    expect((await owner.post('/members/invite', { email: olga.email, role: 'analyst' })).text).to.include('already');
    await asked();
    await asked();
    const late = await asked();
    expect(late.status).to.equal(422);
    expect(faultsOf(late.text)[0]?.message).to.include('in 20 minutes');
    expect(late.text).to.include(`value="${ida}"`);
  });

  it('change roles and go, but one owner stays', async () => {
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example', role: 'analyst' });
    const me = `/members/${owner.userId}`;
    const last = await owner.post(`${me}/role`, { role: 'analyst' });
    expect(last.status).to.equal(422);
    expect(faultsOf(last.text)[0]?.message).to.include('only owner');
    const leave = `/account/organizations/${owner.base.split('/')[2] ?? ''}/leave`;
    const stays = await press(owner.http, leave, 'Leave');
    expect(stays.text).to.include('only owner');
    expect((await owner.post(`/members/${rosa.id}/role`, { role: 'emperor' })).status).to.equal(422);
    await owner.post(`/members/${rosa.id}/role`, { role: 'owner' });
    const page = await owner.get('/members');
    expect(page).to.include('Rosa is owner now.').and.to.include('Undo');
    expect(leadsTo(await press(owner.http, leave, 'Leave'))).to.equal('/account');
    await owner.http.get(owner.base).expect(404);
    const left = await enter(world(), rosa.id, rosa.organization.slug);
    expect(await left.get('/log')).to.include('left the organization');
    await left.http.get(`${left.base}/members/${owner.userId}/remove`).expect(404);
  });

  it('are led to a second factor where the organization asks for it, once its owner has one', async () => {
    const without = await owner.post('/members/second-factor', { needs: 'yes' });
    expect(faultsOf(without.text)[0]?.message).to.include('your own second factor first');
    const factor = { user_id: owner.userId, secret: 'x', confirmed_at: 1, last_step: 0 };
    await world().db('second_factors').insert(factor);
    expect(leadsTo(await owner.post('/members/second-factor', { needs: 'yes' }))).to.equal(`${owner.base}/members`);
    await owner.get('');
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example', role: 'owner' });
    const led = await enter(world(), rosa.id, rosa.organization.slug);
    expect(leadsTo(await led.http.get(`${led.base}/log`))).to.include('/account/second-factor?to=%2Fconsole%2F');
    expect((await led.post('/members/invite', { email: ida, role: 'owner' })).status).to.equal(403);
    await led.http.get('/account').expect(200);
  });

  it('forget a password without anybody learning who has an account', async () => {
    const ask = (http = browser(world()), email: string = olga.email) =>
      press(http, '/reset', 'Send me a link', { email });
    const [known, unknown] = [await ask(), await ask(browser(world()), 'nobody@organizer.example')];
    await world().errands.idle();
    expect([known.status, unknown.status]).to.deep.equal([200, 200]);
    const plain = (text: string, email: string) => text.replaceAll(email, '').replace(/nonce="[^"]*"/g, '');
    expect(plain(known.text, olga.email)).to.equal(plain(unknown.text, 'nobody@organizer.example'));
    expect(server?.received, 'one mail').to.have.length(1);
    const path = linkIn(mailed(olga.email), '/reset/');
    const http = browser(world());
    const page = (await http.get(path).expect(200)).text;
    expect((await pressOn(http, page, 'Set the password', { password: 'olgaolgaolga' })).status).to.equal(422);
    await owner.get('');
    expect(leadsTo(await pressOn(http, page, 'Set the password', { password: BETTER }))).to.equal(
      '/sign-in?after=password',
    );
    await owner.http.get(owner.base).expect(303);
    expect((await pressOn(http, page, 'Set the password', { password: GOOD })).status, 'once').to.equal(404);
    expect(leadsTo(await trySignIn(browser(world()), { password: BETTER }))).to.equal('/console');
    for (let times = 0; times < 5; times++) await ask();
    await world().errands.idle();
    expect(server?.received, 'few mails in an hour').to.have.length(3);
    const latest = linkIn(only((server?.received ?? []).slice(-1)), '/reset/');
    world().moveClock(DAY / 24);
    await browser(world()).get(latest).expect(404);
  });
});
