import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { ana, CITY, HOUR, MINUTE, START, useWorld } from '../support/world.js';

type Row = {
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly dueAt: number;
};
type Attempt = {
  readonly contentAt: number | null;
  readonly outcome: string | null;
  readonly response: string | null;
  readonly phase: string | null;
};

describe('a mail server that does not do what it should', () => {
  let server: MailServer;
  let url = '';
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());
  beforeEach(() => {
    server.received.length = 0;
    server.behave = {};
    url = server.url;
  });
  const world = useWorld({
    keepsStarterPlaces: true,
    // Some letters here get an address that no office has, which would be held back before any server saw it.
    given: () => ({ findChanges: () => Promise.resolve(new Map()) }),
    config: {
      get SMTP_URL() {
        return url;
      },
      MAIL_FROM: 'letters@mail.clarion.example',
    },
  });
  /** A letter to the mayor alone. */
  const act = (supporter: object = ana) =>
    world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter, offices: ['harbourview-city-council/mayor'] });
  const actOnAll = (email: string) =>
    world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: { ...ana, email } });
  const rows = () =>
    query<Row>(
      world().db,
      `SELECT state, reason, attempts, due_at AS "dueAt" FROM deliveries WHERE channel = 'smtp' ORDER BY id`,
    );
  const row = async (): Promise<Row> => (await rows())[0] ?? expect.fail('no row');
  const attempts = () =>
    query<Attempt>(
      world().db,
      'SELECT content_at AS "contentAt", outcome, response, phase FROM attempts ORDER BY delivery_id, fence',
    );

  type Step = 'MAIL FROM' | 'RCPT' | 'the content';
  const refuseAt = (step: Step, refusal: { readonly code: number; readonly text: string }): MailServer['behave'] => {
    if (step === 'MAIL FROM') return { mailFrom: () => refusal };
    if (step === 'RCPT') return { rcptTo: () => refusal };
    return { data: (moment) => (moment === 'end' ? refusal : undefined) };
  };
  type Answer = readonly [number, string, 'queued' | 'failed'];
  const notToday = [421, 450, 451, 452].map((code): Answer => [code, 'not today', 'queued']);
  const answers: readonly (readonly [Step, readonly Answer[]])[] = [
    ['MAIL FROM', [...notToday, [550, 'you are not welcome', 'queued'], [530, 'authentication required', 'queued']]],
    [
      'RCPT',
      [
        ...notToday,
        [550, '5.1.1 no such user', 'failed'],
        [553, 'mailbox name not allowed', 'failed'],
        [552, '5.2.2 mailbox full', 'queued'],
        [550, '5.2.2 over quota', 'queued'],
        [554, '5.7.1 <mayor@council.example>: Recipient address rejected: Access denied', 'failed'],
        [550, '<relay@council.example>: no such user', 'failed'],
        [550, '5.1.1 relay has no such user', 'failed'],
        [554, '5.7.1 <mayor@council.example>: Relay access denied', 'queued'],
        [550, 'relay not permitted', 'queued'],
        [550, '5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'queued'],
        [553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", 'queued'],
        [530, '5.7.0 Must issue a STARTTLS command first', 'queued'],
        [554, '5.7.1 Service unavailable; Client host [192.0.2.1] blocked', 'queued'],
        [553, '5.7.1 <letters@mail.clarion.example>: Sender address rejected: not owned by user', 'queued'],
      ],
    ],
    [
      'the content',
      [
        ...notToday,
        [550, 'looks like spam', 'failed'],
        [554, '5.6.0 cannot be read', 'failed'],
        [550, '5.7.1 looks like spam', 'failed'],
        [550, '5.7.26 this mail has no DKIM signature of its sender', 'queued'],
        [552, '5.2.2 mailbox full', 'queued'],
      ],
    ],
  ];
  for (const [step, cases] of answers) {
    it(`refuses ${step}: the letter waits or fails as the answer says`, async () => {
      for (const [index, [code, text, state]] of cases.entries()) {
        server.behave = refuseAt(step, { code, text });
        await act({ ...ana, email: `p${index}@supporter.example` });
        await world().sendDue();
        const after = (await rows())[index];
        expect(after, `${code} ${text}`).to.include({ state, attempts: 1 });
        expect(after?.reason).to.include(`${code} ${text}`);
        expect((await attempts())[index], `${code} ${text}`).to.deep.equal({
          contentAt: step === 'the content' ? START : null,
          outcome: state,
          response: after?.reason,
          phase: step === 'the content' ? 'answered' : 'envelope',
        });
      }
      expect(server.received, 'nothing was accepted').to.be.empty;
      server.behave = {};
      world().moveClock(HOUR);
      await world().sendDue();
      const waiting = cases.filter(([, , state]) => state === 'queued');
      expect(server.received, 'sent at the next try').to.have.length(waiting.length);
    });
  }

  const breaks: readonly (readonly [string, MailServer['behave'], 'queued' | 'unknown'])[] = [
    ['drops the connection at MAIL FROM', { mailFrom: () => 'drop' }, 'queued'],
    ['drops the connection at RCPT', { rcptTo: () => 'drop' }, 'queued'],
    ['drops the connection between RCPT and the content', { data: () => 'drop' }, 'queued'],
    ['drops the connection after the final dot', { data: (at) => (at === 'end' ? 'drop' : undefined) }, 'unknown'],
    ['greets with a refusal', { connect: () => ({ code: 554, text: 'no mail from you' }) }, 'queued'],
    ['is too busy to greet', { connect: () => ({ code: 421, text: 'busy' }) }, 'queued'],
  ];
  for (const [what, behave, state] of breaks) {
    it(`${what}: the letter is ${state}`, async () => {
      server.behave = behave;
      await act();
      await world().sendDue();
      expect(await row()).to.include({ state, attempts: 1 });
      expect((await row()).reason).not.to.equal('');
      const [attempt] = await attempts();
      expect(attempt?.outcome).to.equal(state);
      expect(attempt?.contentAt === null, 'the content had not left').to.equal(state === 'queued');
      const early = what.includes('greet') ? 'connect' : 'envelope';
      expect(attempt?.phase).to.equal(state === 'queued' ? early : 'content');
      server.behave = {};
      server.received.length = 0;
      world().moveClock(HOUR);
      await world().sendDue();
      expect(server.received).to.have.length(state === 'queued' ? 1 : 0);
    });
  }

  it('answers with more than we keep, and with characters that no data base takes', async () => {
    server.behave = refuseAt('RCPT', {
      code: 550,
      text: `5.1.1 \0 bell \x07 ${'x'.repeat(478)}😀😀😀${'y'.repeat(900)}`,
    });
    await act();
    await world().sendDue();
    const { state, reason } = await row();
    expect(state).to.equal('failed');
    expect(reason?.length).to.be.within(400, 500);
    expect(reason)
      .to.match(/^There is no such address: 550/)
      .and.not.match(/[\0\x07]/);
    expect(reason?.isWellFormed()).to.equal(true);
    expect((await attempts())[0]?.response).to.equal(reason);
    const [event] = await query<{ reason: string; answer: string }>(
      world().db,
      `SELECT reason, answer FROM delivery_events WHERE to_state = 'failed'`,
    );
    expect(event?.reason).to.equal(reason);
    expect(event?.answer).to.match(/^550 5\.1\.1 {3}bell {3}x/);
    expect(event?.answer.length).to.be.within(400, 500);
    expect(event?.answer.isWellFormed()).to.equal(true);
  });

  it('is refused for an address that is really two, or that carries a command', async () => {
    const crafted = [
      'mayor@council.example, spy@elsewhere.example',
      'mayor@council.example>\r\nRCPT TO:<spy@elsewhere.example',
      'mayor@council.example\r\nBcc: spy@elsewhere.example',
      'mayor@council.example <spy@elsewhere.example>',
      '"mayor@council.example, spy"@elsewhere.example',
      'nobody',
      '',
    ];
    for (const [index, email] of crafted.entries()) {
      await act({ ...ana, email: `p${index}@supporter.example` });
      const [letter] = await query<{ id: string; target: string }>(
        world().db,
        `SELECT letters.id, target FROM letters JOIN letter_targets ON letter_targets.id = target_id
          ORDER BY letters.id DESC LIMIT 1`,
      );
      const target = JSON.stringify({ ...(JSON.parse(letter?.target ?? '{}') as object), email });
      await world().db('letter_targets').insert({ id: email, target });
      await world()
        .db('letters')
        .where({ id: letter?.id ?? '' })
        .update({ target_id: email });
    }
    await world().sendDue();
    const after = await rows();
    expect(after.map(({ state }) => state)).to.deep.equal(crafted.map(() => 'failed'));
    expect(after[0]?.reason).to.equal('The address of this office is not a usable e-mail address.');
    expect(server.received).to.be.empty;
  });

  it('hung up while nothing was sent: the next letters lose nothing and go once', async () => {
    for (const how of [undefined, 'rudely'] as const) {
      server.received.length = 0;
      await actOnAll(`first-${how ?? 'politely'}@supporter.example`);
      await world().sendDue();
      expect(server.received).to.have.length(3);
      server.hangUp(how);
      await actOnAll(`then-${how ?? 'politely'}@supporter.example`);
      await world().sendDue();
      world().moveClock(2 * MINUTE);
      await world().sendDue();
      expect(server.received.map(({ mail }) => mail.messageId)).to.have.length(6);
      expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).to.equal(6);
    }
    expect((await rows()).every(({ state }) => state === 'sent')).to.equal(true);
  });

  it('takes a letter: the answer is kept beside the words for people', async () => {
    await act();
    await world().sendDue();
    const [event] = await query<{ reason: string; answer: string }>(
      world().db,
      `SELECT reason, answer FROM delivery_events WHERE to_state = 'sent'`,
    );
    expect(event?.answer).to.match(/^250 /);
    expect(event?.reason).to.equal(`The mail server took it: ${event?.answer ?? ''}`);
    expect((await attempts())[0]).to.include({ outcome: 'sent', phase: 'answered' });
  });

  it('takes thirty letters at once over few connections, each of them once', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => actOnAll(`p${index}@supporter.example`)));
    await world().sendDue();
    expect(server.received).to.have.length(30);
    expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).to.equal(30);
    expect(server.received.every(({ envelope }) => envelope.to.length === 1)).to.equal(true);
  });
});

describe('a mail server that is not there', () => {
  let url = '';
  before(async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.close();
    await once(server, 'close');
  });
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return url;
      },
      MAIL_FROM: 'letters@mail.clarion.example',
    },
  });

  it('costs no letter: all wait for their next try', async () => {
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
    await world().sendDue();
    const waiting = await query<Row>(
      world().db,
      `SELECT state, reason, due_at AS "dueAt" FROM deliveries WHERE channel = 'smtp'`,
    );
    expect(waiting.map(({ state }) => state)).to.deep.equal(['queued', 'queued', 'queued']);
    for (const { reason, dueAt } of waiting) {
      expect(reason).to.include('ECONNREFUSED');
      expect(dueAt - START).to.be.within(0.8 * MINUTE, 1.2 * MINUTE);
    }
  });
});
