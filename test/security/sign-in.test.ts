import { createHook } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pino } from 'pino';
import { hashPassword } from '../../src/organizers/index.js';
import { BETTER, browser, GOOD, makeAccount, press, sessionCookie, trySignIn } from '../support/accounts.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { useWorld } from '../support/world.js';

/** How often a password was hashed or compared meanwhile: each is one piece of work of argon2's, off the main thread. */
async function hashesIn(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  // The library gives its work no name of its own.
  const hook = createHook({ init: (_id, type) => void (count += type === 'undefined' ? 1 : 0) }).enable();
  await work();
  hook.disable();
  return count;
}

describe('whether somebody has an account', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('does not show in the work that a sign-in takes', async () => {
    expect(await hashesIn(() => hashPassword(GOOD)), 'that is what is counted').to.equal(1);
    await makeAccount(world());
    const invited = { email: 'rosa@organizer.example', name: 'Rosa Lind' };
    const { id } = await makeAccount(world(), invited);
    await world().db('users').where({ id }).update({ password_hash: null });
    for (const email of ['olga@organizer.example', invited.email, 'nobody@organizer.example', 'no address']) {
      const http = browser(world());
      expect(await hashesIn(() => trySignIn(http, { email, password: BETTER })), email).to.equal(1);
    }
  });

  it('does not show in what a comparison with nobody’s password costs', async () => {
    const cost = (hash: string): string => hash.split('$').slice(0, 4).join('$');
    const [, nobody = ''] = /NOBODY = '([^']+)'/.exec(readFileSync('src/organizers/password.ts', 'utf8')) ?? [];
    expect(cost(nobody)).to.equal(cost(await hashPassword(GOOD)));
  });
});

describe('what organizers keep secret', () => {
  let server: MailServer;
  let lines = '';
  const smtp = { url: '' };
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines += chunk.toString();
      done();
    },
  });
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server.close());
  const world = useWorld({
    keepsStarterPlaces: true,
    given: () => ({ log: pino({ level: 'trace' }, sink) }),
    config: {
      get SMTP_URL() {
        return smtp.url;
      },
      MAIL_FROM: 'letters@mail.clarion.example',
    },
  });

  it('stands in no line of the log, however much is logged', async () => {
    const { email } = await makeAccount(world());
    const http = browser(world());
    await trySignIn(http, { password: 'a wrong password 77' });
    const cookie =
      sessionCookie(await trySignIn(http))
        .split(';')[0]
        ?.split('=')[1] ?? '';
    await http.get('/account').expect(200);
    await press(browser(world()), '/reset', 'Send me a link', { email });
    await world().errands.idle();
    const reset = /\/reset\/[\w-]+/.exec(server.received.at(-1)?.mail.text ?? '')?.[0] ?? expect.fail('no mail');
    await press(browser(world()), reset, 'Set the password', { password: BETTER });
    await world().http.get(`${reset}x`);
    await trySignIn(http, { password: BETTER });
    const address = 'olga.reyes@elsewhere.example';
    await press(http, '/account', 'Change the address', { email: address, email_password: BETTER });
    await world().errands.idle();
    const linkTo = (to: string): string => {
      const mail = server.received.filter(({ envelope }) => envelope.to.includes(to)).at(-1)?.mail;
      return /\/account\/address\/[\w/.-]+/.exec(mail?.text ?? '')?.[0] ?? expect.fail(`no mail to ${to}`);
    };
    const [confirm, stop] = [linkTo(address), linkTo(email)];
    await press(http, confirm, 'Use this address');
    await press(browser(world()), stop, 'Take the change back');
    await world().http.get(`${stop}x`);
    await world().errands.idle();
    expect(lines).to.include('/reset/:token').and.to.include('/account/address/stop/:token');
    const secrets = {
      ...{ email, cookie, reset: reset.slice('/reset/'.length), GOOD, BETTER, wrong: 'a wrong password 77' },
      ...{ address, confirm: confirm.split('/').at(-1) ?? '', stop: stop.split('/').at(-1) ?? '' },
    };
    for (const [what, secret] of Object.entries(secrets)) {
      expect(secret.length, what).to.be.above(10);
      expect(lines, what).not.to.include(secret);
    }
  });
});
