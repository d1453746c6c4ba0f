import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pino } from 'pino';
import { query } from '../../src/platform/db.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { decode, faultsOf, formOf, lettersOf, pressing, submit, type PageForm } from '../support/pages.js';
import { CITY, DAY, HOUR, useWorld } from '../support/world.js';

const SEND = 'Send my 4 letters';

/** A person of whom nothing may be found in a log. */
const secret = {
  given_name: 'Quirina',
  family_name: 'Zweigelt',
  email: 'quirina.zweigelt@supporter.example',
  street: '93 Xanthium Court',
  own_words: 'My own unforgettable words.',
  text: 'A letter about yellow submarines.',
  opt_in: 'harbourview-safe-stays',
};

describe('what the program writes down about a letter', () => {
  let server: MailServer;
  const smtp = { url: '' };
  let lines = '';
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server.close());
  beforeEach(() => {
    lines = '';
    server.behave = {};
  });
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines += chunk.toString();
      done();
    },
  });
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
  const openForm = async (): Promise<PageForm> =>
    formOf((await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' })).text);
  const expectNoSecrets = (token = 'no token'): void => {
    const secrets = ['quirina', 'zweigelt', 'xanthium', 'unforgettable', 'submarine', '80202', token];
    for (const one of secrets) expect(lines.toLowerCase(), one).not.to.include(one.toLowerCase());
  };

  /** Presses the buttons that a mail to the supporter leads to, and answers where they are. */
  const followMailLinks = async (): Promise<string[]> => {
    const mail = server.received.find(({ envelope }) => envelope.to.includes(secret.email))?.mail;
    const links = (mail?.text ?? '').split(/\s+/).filter((word) => /\/(?:u|not-me)\//.test(word));
    expect(links).to.have.length(2);
    for (const link of links) {
      const { pathname } = new URL(link);
      await world().http.get(pathname);
      await world().http.post(pathname);
      await world().http.get(`${pathname}x`);
    }
    return links;
  };

  it('holds no name, address, word or receipt, whatever happens to the letter', async () => {
    await submit(world().http, pressing(await openForm(), SEND), { ...secret, email: 'quirina at home' });
    await submit(world().http, pressing(await openForm(), 'Preview'), secret);
    const sent = await submit(world().http, pressing(await openForm(), SEND), { ...secret, copy: 'true' });
    const receipt = String(sent.headers['location']);
    await world().http.get(receipt);
    await world().http.get(`${receipt}x`);
    await submit(world().http, pressing(formOf((await world().http.get(receipt)).text, 'I sent it'), 'I sent it'));
    await world().http.get(`/c/${CITY}?source=quirina&email=${secret.email}`);
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: secret });
    server.behave.rcptTo = () => ({ code: 451, text: `${secret.email} come back later` });
    await world().sendDue();
    world().moveClock(HOUR);
    server.behave.rcptTo = () => ({ code: 554, text: `5.7.1 <${secret.email}>: Relay access denied` });
    await world().sendDue();
    expect(lines).to.include('"answer":"554 5.7.1"').and.include('our own mail server refuses to send');
    world().moveClock(HOUR);
    server.behave = { data: (moment) => (moment === 'end' ? 'drop' : undefined) };
    await world().sendDue();
    world().moveClock(DAY);
    await world().sendDue();
    server.behave = {};
    await world().mailDue();
    const links = await followMailLinks();
    expect(lines).to.include('"route":"/u/:token"').and.include('"route":"/not-me/:token"');
    for (const link of links) expectNoSecrets(link.split('/').at(-1));
    expect(lines).to.include('"route":"/c/:slug"').and.include('"route":"/r/:token"').and.include('"status":303');
    expectNoSecrets(receipt.slice('/r/'.length));
  });

  it('holds nothing of a letter that could not be stored or composed, and the page keeps it all', async () => {
    const form = await openForm();
    await world().db.schema.renameTable('consents', 'consents_away');
    const response = await submit(world().http, pressing(form, SEND), secret);
    const unsent = await world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({
        supporter: { ...secret, postal_code: '80202' },
        opt_ins: { 'harbourview-safe-stays': true },
      });
    await world().db.schema.renameTable('consents_away', 'consents');
    expect([response.status, response.headers['retry-after'], unsent.status]).to.deep.equal([503, '30', 500]);
    expect(faultsOf(response.text)[0]?.message).to.match(/Nothing was sent\. Please press the button again/);
    const kept = formOf(response.text);
    expect(kept.fields).to.deep.include({ own_words: [secret.own_words], text: [secret.text], email: [secret.email] });
    expect(kept.fields['opt_in']).to.deep.equal(['harbourview-safe-stays']);
    expect(unsent.text).not.to.match(/quirina|INSERT|consents/i);
    expect(await query(world().db, 'SELECT id FROM actions UNION ALL SELECT id FROM supporters')).to.be.empty;

    const again = await submit(world().http, pressing(kept, SEND));
    expect(again.status).to.equal(303);
    await world().db('letter_targets').update({ target: '{"name":"Quirina"' });
    await world()
      .sendDue()
      .catch(() => undefined);
    await world().db('letter_targets').update({ target: '{"name":"x","email":"a@b.example"}' });
    expect((await world().http.get(String(again.headers['location']))).status).to.equal(200);
    expect(lines).to.include('an action could not be stored').and.include('a request failed');
    expectNoSecrets();
    expect(decode(lettersOf(response.text).join())).to.equal('');
  });
});
