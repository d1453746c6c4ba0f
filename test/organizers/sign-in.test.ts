import { expect } from 'chai';
import { createApp } from '../../src/app.js';
import request from 'supertest';
import { BETTER, browser, GOOD, leadsTo, makeAccount, pressOn, sessionCookie, trySignIn } from '../support/accounts.js';
import { enter, olga } from '../support/organizers.js';
import { formsOf, textsOf } from '../support/pages.js';
import { DAY, HOUR, MINUTE, useWorld } from '../support/world.js';

describe('signing in', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('leads an organizer where they wanted to go, and nowhere else', async () => {
    const { organization } = await makeAccount(world());
    const base = `/console/${organization.slug}`;
    expect(leadsTo(await trySignIn(browser(world()), { to: `${base}/log?kind=user` }))).to.equal(
      `${base}/log?kind=user`,
    );
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/console/../..//evil.example',
      '/console//evil',
      '/c/x',
    ])
      expect(leadsTo(await trySignIn(browser(world()), { to })), to).to.equal('/console');
  });

  it('is in a session of its own each time, whatever cookie was there before', async () => {
    await makeAccount(world());
    const http = browser(world());
    const first = sessionCookie(await trySignIn(http));
    const second = sessionCookie(await trySignIn(http));
    expect(first).to.match(/^clarion=[\w-]{44}; .*HttpOnly; SameSite=Lax/);
    expect(second.split(';')[0]).not.to.equal(first.split(';')[0]);
    const old = await request(world().app)
      .get('/account')
      .set('Cookie', first.split(';')[0] ?? '');
    expect(old.status, 'the one before has ended').to.equal(303);
  });

  it('answers the same for a wrong password and for an address that nobody has', async () => {
    await makeAccount(world());
    const known = await trySignIn(browser(world()), { password: BETTER });
    const unknown = await trySignIn(browser(world()), { email: 'nobody@organizer.example', password: BETTER });
    expect([known.status, unknown.status]).to.deep.equal([422, 422]);
    const plain = (html: string): string => html.replace(/(?:value|nonce)="[^"]*"/g, '');
    expect(plain(known.text)).to.equal(plain(unknown.text));
    expect(known.text).to.include(`value="${olga.email}"`);
  });

  it('gets slower with each wrong password, is not open to the right one meanwhile, and never shut for good', async () => {
    const { id } = await makeAccount(world());
    const http = browser(world());
    for (let tries = 1; tries <= 5; tries++) expect((await trySignIn(http, { password: BETTER })).status).to.equal(422);
    const late = await trySignIn(browser(world()));
    expect(late.status).to.equal(429);
    expect(late.headers['retry-after']).to.equal('5');
    expect(late.text).to.include('in 5 seconds');
    world().moveClock(5_000);
    expect((await trySignIn(http, { password: BETTER })).status).to.equal(422);
    expect((await trySignIn(http)).headers['retry-after']).to.equal('10');
    for (let tries = 0; tries < 7; tries++) {
      world().moveClock(15 * MINUTE);
      expect((await trySignIn(http, { password: BETTER })).status).to.equal(422);
    }
    world().moveClock(15 * MINUTE);
    expect(leadsTo(await trySignIn(http))).to.equal('/console');
    const [act] = await world()
      .db('audit_entries')
      .where({ user_id: id, who: 'Somebody' })
      .select<{ did: string }[]>('did');
    expect(act?.did).to.include('5 times');
    const keys = await world().db('account_tries').select<{ key: string }[]>('key');
    expect(JSON.stringify(keys), 'nobody’s address').not.to.match(/organizer|127\.0/);
  });

  it('counts many tries at once as many', async () => {
    await makeAccount(world());
    const pages = await Promise.all(
      Array.from({ length: 10 }, () => trySignIn(browser(world()), { password: BETTER })),
    );
    expect(pages.filter(({ status }) => status === 422)).to.have.length(5);
    expect(pages.filter(({ status }) => status === 429)).to.have.length(5);
  });

  it('is not done in somebody’s name by another site', async () => {
    await makeAccount(world());
    const own = { email: olga.email, password: GOOD };
    const http = browser(world());
    await http.post('/sign-in').type('form').send(own).expect(403);
    const { text } = await http.get('/sign-in').expect(200);
    const csrf = formsOf(text)[0]?.fields['csrf']?.[0] ?? '';
    await browser(world())
      .post('/sign-in')
      .type('form')
      .send({ ...own, csrf })
      .expect(403);
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.example' },
    ])
      await http
        .post('/sign-in')
        .set(headers)
        .type('form')
        .send({ ...own, csrf })
        .expect(403);
    await http
      .post('/sign-in')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send({ ...own, csrf })
      .expect(303);
  });

  it('uses cookies that no other host can set, where there is TLS', async () => {
    await makeAccount(world());
    const config = { ...world().config, BASE_URL: 'https://letters.clarion.example' };
    const app = createApp({ ...world(), config });
    const { headers } = await request(app).get('/sign-in').expect(200);
    const [form] = headers['set-cookie'] as unknown as string[];
    expect(form).to.match(/^__Host-clarion-form=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('loses nothing that was typed when the session has ended meanwhile', async () => {
    const { id, organization } = await makeAccount(world());
    const rosa = await makeAccount(world(), { name: 'Rosa', email: 'rosa@organizer.example', role: 'analyst' });
    const signedIn = await enter(world(), id, organization.slug);
    world().moveClock(DAY);
    const form = { role: 'reviewer', note: 'two\r\nlines <&">' };
    const path = `${signedIn.base}/members/${rosa.id}/role`;
    const ended = await signedIn.http
      .post(path)
      .type('form')
      .send({ ...form, csrf: signedIn.csrf });
    expect(ended.status).to.equal(401);
    expect(ended.text).to.include('your session ended');
    const http = browser(world());
    http.set('Cookie', (ended.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? '');
    const wrong = await pressOn(http, ended.text, 'Sign in', { email: olga.email, password: BETTER });
    expect(wrong.status).to.equal(422);
    const again = await pressOn(http, wrong.text, 'Sign in', { email: olga.email, password: GOOD });
    expect(again.status).to.equal(200);
    expect(textsOf(again.text, /<dd>([\s\S]*?)<\/dd>/g)).to.deep.equal(['reviewer', 'two\r\nlines <&">']);
    const role = () => world().db('members').where({ user_id: rosa.id }).select<{ role: string }[]>('role');
    expect(await role(), 'not before it is sent').to.deep.equal([{ role: 'analyst' }]);
    http.set('Cookie', sessionCookie(again).split(';')[0] ?? '');
    expect(leadsTo(await pressOn(http, again.text, 'Send it now'))).to.equal(`${signedIn.base}/members`);
    expect(await role()).to.deep.equal([{ role: 'reviewer' }]);
  });

  it('keeps no form of another site or another session, and sends none elsewhere', async () => {
    const { id, organization } = await makeAccount(world());
    const signedIn = await enter(world(), id, organization.slug);
    world().moveClock(8 * DAY);
    const path = `${signedIn.base}/members/invite`;
    await signedIn.http.post(path).type('form').send({ csrf: 'guessed' }).expect(403);
    await signedIn.http
      .post(path)
      .set('Origin', 'https://evil.example')
      .type('form')
      .send({ csrf: signedIn.csrf })
      .expect(403);
    const http = browser(world());
    const { text } = await http.get('/sign-in');
    const csrf = formsOf(text)[0]?.fields['csrf']?.[0] ?? '';
    for (const to of [
      'https://evil.example/',
      '//evil.example/console/',
      '/account/password',
      '/console/../account/name',
    ]) {
      const kept = JSON.stringify({ to, fields: [['password', BETTER]] });
      const own = { email: olga.email, password: GOOD, csrf, kept };
      const answer = await http.post('/sign-in/again').type('form').send(own);
      expect(leadsTo(answer), to).to.equal('/console');
    }
  });

  it('is forgotten after half a day without use, and cleaned away', async () => {
    const { tidyAccounts } = await import('../../src/organizers/index.js');
    const { id, organization } = await makeAccount(world());
    await enter(world(), id, organization.slug);
    world().moveClock(HOUR);
    const used = await enter(world(), id, organization.slug);
    world().moveClock(11.5 * HOUR);
    await tidyAccounts(world());
    await used.http.get(used.base).expect(200);
    expect(await world().db('sessions').where({ user_id: id }).select('id')).to.have.length(1);
  });
});
