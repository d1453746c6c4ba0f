import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type TestAgent from 'supertest/lib/agent.js';
import { BETTER, browser, GOOD, leadsTo, makeAccount, press, pressOn, trySignIn } from '../support/accounts.js';
import { enter, olga, type SignedIn } from '../support/organizers.js';
import { faultsOf, textsOf } from '../support/pages.js';
import { MINUTE, useWorld } from '../support/world.js';

describe('an organizer’s own account', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let signedIn: SignedIn;
  beforeEach(async () => {
    const { id, organization } = await makeAccount(world());
    signedIn = await enter(world(), id, organization.slug);
  });
  const page = async (path = '/account'): Promise<string> => (await signedIn.http.get(path).expect(200)).text;

  it('gets a new password for the old one, and is then open nowhere else', async () => {
    const elsewhere = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    const typed = { old_password: GOOD, password: BETTER };
    const wrong = await press(signedIn.http, '/account', 'Change the password', { ...typed, old_password: BETTER });
    expect(faultsOf(wrong.text)[0]).to.deep.equal({ id: 'old_password', message: 'This is not your password.' });
    expect(leadsTo(await press(signedIn.http, '/account', 'Change the password', typed))).to.equal('/account');
    await elsewhere.http.get('/account').expect(303);
    await browser(world()).get('/account').set('Cookie', `clarion=${signedIn.cookie}`).expect(303);
    expect((await trySignIn(browser(world()))).status).to.equal(422);
    expect(leadsTo(await trySignIn(browser(world()), { password: BETTER }))).to.equal('/console');
  });

  it('shows where it is open, and closes it there', async () => {
    const other = await enter(world(), signedIn.userId, signedIn.base.split('/')[2] ?? '');
    const foreign = await makeAccount(world(), { name: 'Olaf', email: 'olaf@organizer.example' });
    const olaf = await enter(world(), foreign.id, foreign.organization.slug);
    const [theirs] = await world().db('sessions').where({ user_id: foreign.id }).select<{ id: string }[]>('id');
    const end = (session: string) =>
      signedIn.http.post('/account/sessions/end').type('form').send({ csrf: signedIn.csrf, session });
    await end(theirs?.id ?? '').expect(303);
    await olaf.http.get('/account').expect(200);
    expect(leadsTo(await pressOn(signedIn.http, await page(), 'Sign out everywhere else'))).to.equal('/account');
    await other.http.get('/account').expect(303);
    expect(await page())
      .to.include('this browser')
      .and.to.include('signed out everywhere else');
  });

  it('takes no forged form', async () => {
    for (const path of [
      '/account/name',
      '/account/password',
      '/account/second-factor/begin',
      '/account/organizations/new',
    ]) {
      await signedIn.http.post(path).type('form').send({ name: 'Eve' }).expect(403);
      const own = { name: 'Eve', csrf: signedIn.csrf };
      await signedIn.http.post(path).set('Origin', 'https://evil.example').type('form').send(own).expect(403);
    }
    expect(await page()).to.include(`value="${olga.name}"`);
  });

  it('makes a further organization for who owns one, apart from all others', async () => {
    const typed = { organization_name: 'Second', postal_address: '2 Pier' };
    const made = await press(signedIn.http, '/account/organizations/new', 'Make the organization', typed);
    expect(leadsTo(made)).to.equal('/console/second');
    expect((await signedIn.http.get('/console').expect(200)).text)
      .to.include('/console/second')
      .and.to.include(signedIn.base);
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example', role: 'organizer' });
    const member = await enter(world(), rosa.id, rosa.organization.slug);
    await member.http.get('/account/organizations/new').expect(403);
    await member.http
      .post('/account/organizations/new')
      .type('form')
      .send({ ...typed, csrf: member.csrf })
      .expect(403);
  });

  describe('with a second factor', () => {
    let totp: TOTP;
    let codes: string[];
    const code = () => totp.generate({ timestamp: world().clock.now() });
    beforeEach(async () => {
      const begun = await press(signedIn.http, '/account/second-factor', 'Begin', { password: GOOD });
      const shown = await page(leadsTo(begun));
      expect(shown)
        .to.include('<svg role="img"')
        .and.not.to.match(/<[^>]+ style=/);
      const key = textsOf(shown, /<code>([\s\S]*?)<\/code>/g)[0] ?? '';
      totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) });
      const stored = await world().db('second_factors').select<{ secret: string }[]>('secret');
      expect(stored[0]?.secret).not.to.include(totp.secret.base32);
      expect((await pressOn(signedIn.http, shown, 'Turn it on', { code: '000000' })).status).to.equal(422);
      const on = await pressOn(signedIn.http, shown, 'Turn it on', { code: code() });
      codes = textsOf(on.text, /<li><code>([\s\S]*?)<\/code>/g);
      expect(codes).to.have.length(10);
    });
    const half = async (http: TestAgent): Promise<string> => {
      const answer = await trySignIn(http, { to: signedIn.base });
      expect(answer.status).to.equal(200);
      await http.get(signedIn.base).expect(303);
      return answer.text;
    };

    it('is entered with password and code, each code once', async () => {
      const http = browser(world());
      const asked = await half(http);
      expect((await pressOn(http, asked, 'Sign in', { code: code() })).status, 'used to set it up').to.equal(422);
      world().moveClock(MINUTE);
      const now = code();
      expect(leadsTo(await pressOn(http, asked, 'Sign in', { code: now }))).to.equal(signedIn.base);
      await http.get(signedIn.base).expect(200);
      const second = browser(world());
      expect((await pressOn(second, await half(second), 'Sign in', { code: now })).status).to.equal(422);
    });

    it('is entered with a recovery code, each once, and not with somebody else’s', async () => {
      const http = browser(world());
      const typed = { code: (codes[0] ?? '').toUpperCase().replaceAll('-', ' ') };
      expect(leadsTo(await pressOn(http, await half(http), 'Sign in', typed))).to.equal(signedIn.base);
      const again = browser(world());
      expect((await pressOn(again, await half(again), 'Sign in', typed)).status).to.equal(422);
      expect(await page('/account/second-factor')).to.include('9 recovery codes');
    });

    it('is not guessed: tries wait, and the step runs out with time or a new password', async () => {
      const http = browser(world());
      const asked = await half(http);
      for (let tries = 0; tries < 5; tries++)
        expect((await pressOn(http, asked, 'Sign in', { code: '123456' })).status).to.equal(422);
      expect((await pressOn(http, asked, 'Sign in', { code: codes[1] })).status).to.equal(429);
      world().moveClock(10 * MINUTE);
      const late = await pressOn(http, asked, 'Sign in', { code: codes[1] });
      expect(late.text).to.include('took too long');
    });

    it('is given up with the password only', async () => {
      const off = (off_password: string) =>
        press(signedIn.http, '/account/second-factor', 'Give up the second factor', { off_password });
      expect((await off(BETTER)).status).to.equal(422);
      expect(leadsTo(await off(GOOD))).to.equal('/account');
      expect(leadsTo(await trySignIn(browser(world())))).to.equal('/console');
      expect(await page())
        .to.include('gave up the second factor')
        .and.to.include('set up a second factor');
    });
  });
});
