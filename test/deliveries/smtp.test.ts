import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { ana, CITY, DAY, HOUR, MINUTE, useWorld } from '../support/world.js';

type Answer = { id: string; receipt_url: string };
type Counts = { letters: Record<string, number> };

describe('sending letters by SMTP', () => {
  let server: MailServer;
  const smtpUrl = { SMTP_URL: '' };
  before(async () => {
    server = await startMailServer();
    smtpUrl.SMTP_URL = server.url;
  });
  after(() => server.close());
  beforeEach(() => {
    server.received.length = 0;
    server.behave = {};
  });
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return smtpUrl.SMTP_URL;
      },
      MAIL_FROM: 'Letters <letters@mail.clarion.example>',
    },
  });

  const act = async (body: object = {}): Promise<Answer> =>
    (
      await world()
        .http.post(`/api/v1/campaigns/${CITY}/actions`)
        .send({ supporter: ana, ...body })
    ).body as Answer;
  const letters = async (): Promise<Counts['letters']> =>
    ((await world().http.get(`/api/v1/campaigns/${CITY}/counts`)).body as Counts).letters;

  it('sends each letter once, from our address in the supporter’s name', async () => {
    await act();
    await world().sendDue();
    await world().sendDue();
    expect(server.received.map(({ envelope }) => envelope.to.join()).sort()).to.deep.equal([
      'mayor@council.harbourview.example',
      'ward1@council.harbourview.example',
      'ward2@council.harbourview.example',
    ]);
    const { mail, envelope, raw } = server.received[0] ?? expect.fail('no mail');
    expect(mail.from).to.deep.equal({
      name: 'Ana Lima (via Harbourview Safe Stays (example))',
      address: 'letters@mail.clarion.example',
    });
    expect(mail.replyTo).to.deep.equal([{ name: 'Ana Lima', address: 'ana.lima@supporter.example' }]);
    expect(envelope.from).to.match(/^letters\+[0-9a-z]{26}-[0-9a-f]{12}@mail\.clarion\.example$/);
    expect(mail.messageId).to.match(/^<[0-9a-z]{26}@mail\.clarion\.example>$/);
    expect(envelope.from).to.include(mail.messageId?.slice(1, 27));
    expect(raw).to.match(/^Content-Type: text\/plain; charset=utf-8$/im);
    expect(raw).not.to.match(/^X-Mailer|^List-|^Content-Type: text\/html/im);
    expect(await letters()).to.include({ taken: 4, waiting: 3, handed_over: 1, delivered: 0 });
  });

  it('calls a letter delivered only after 48 hours without a bounce', async () => {
    await act();
    await world().sendDue();
    world().moveClock(47 * HOUR);
    await world().sendDue();
    expect(await letters()).to.include({ waiting: 3, delivered: 0 });
    world().moveClock(2 * HOUR);
    await world().sendDue();
    expect(await letters()).to.include({ waiting: 0, delivered: 3 });
  });

  it('tries again after a temporary refusal and gives up after four days', async () => {
    server.behave.rcptTo = (address) =>
      address.startsWith('mayor') ? { code: 451, text: 'come back later' } : undefined;
    await act();
    await world().sendDue();
    expect(server.received).to.have.length(2);
    for (let hours = 0; hours < 4 * 24; hours += 6) {
      world().moveClock(6 * HOUR + 30 * MINUTE);
      await world().sendDue();
    }
    world().moveClock(DAY);
    await world().sendDue();
    expect(await letters()).to.include({ failed: 1, delivered: 2 });
  });

  it('fails a letter at once when the address is refused for good, and others still go', async () => {
    server.behave.rcptTo = (address) =>
      address.startsWith('mayor') ? { code: 550, text: '5.1.1 no such user' } : undefined;
    await act();
    await world().sendDue();
    expect(await letters()).to.include({ failed: 1, waiting: 2 });
    expect(server.received).to.have.length(2);
  });

  it('does not resend when the connection breaks after the content', async () => {
    server.behave.data = (moment) => (moment === 'end' ? 'drop' : undefined);
    await act();
    await world().sendDue();
    world().moveClock(DAY);
    await world().sendDue();
    expect(await letters()).to.include({ waiting: 3, failed: 0, delivered: 0 });
    const rows = await query<{ state: string }>(world().db, `SELECT state FROM deliveries WHERE channel = 'smtp'`);
    expect(rows.map(({ state }) => state)).to.deep.equal(['unknown', 'unknown', 'unknown']);
  });
});
