import { expect } from 'chai';
import { keepSweeping } from '../../src/deliveries/index.js';
import { query } from '../../src/platform/db.js';
import { createLog } from '../../src/platform/log.js';
import { createEmbeddedQueue } from '../../src/platform/queue/index.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { ana, CITY, useWorld } from '../support/world.js';

describe('letters between the queue and the worker', () => {
  let server: MailServer;
  const smtp = { url: '' };
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server.close());
  beforeEach(() => {
    server.received.length = 0;
  });
  const queue = createEmbeddedQueue(createLog('silent'));
  const forgetful = { ...queue, announce: () => undefined };
  const twice = { ...queue, announce: (ids: readonly string[]) => queue.announce([...ids, ...ids]) };
  let given = queue;
  const world = useWorld({
    keepsStarterPlaces: true,
    given: () => ({ queue: { ...queue, announce: (ids) => given.announce(ids) } }),
    config: {
      get SMTP_URL() {
        return smtp.url;
      },
      MAIL_FROM: 'letters@mail.clarion.example',
    },
  });
  const act = () => world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
  const unsent = () => query(world().db, `SELECT id FROM deliveries WHERE state IN ('queued', 'sending')`);
  const untilSent = async (): Promise<void> => {
    while ((await unsent()).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('leave at once when the queue calls, each once, though it calls twice', async () => {
    given = twice;
    queue.consume(world().worker.deliver);
    await act();
    await untilSent();
    await queue.close();
    expect(server.received).to.have.length(3);
    expect(
      await query<object>(world().db, "SELECT DISTINCT attempts FROM deliveries WHERE state = 'sent'"),
    ).to.deep.equal([{ attempts: 1 }]);
  });

  it('are left alone once they are done, however late a call comes', async () => {
    given = forgetful;
    await act();
    await world().sendDue();
    const ids = (await query<{ id: string }>(world().db, 'SELECT id FROM deliveries')).map(({ id }) => id);
    await world().worker.deliver([...ids, 'nothing']);
    expect(server.received).to.have.length(3);
  });

  it('go on being swept while the mail server hangs over one of them', async () => {
    given = forgetful;
    let letGo = (): void => undefined;
    const until = new Promise<void>((resolve) => (letGo = resolve));
    const reached = new Promise<void>((resolve) => {
      server.behave.rcptTo = () => {
        server.behave = {};
        resolve();
        return { until };
      };
    });
    await act();
    const sweeping = keepSweeping(world(), world().worker, 10);
    await reached;
    await world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: { ...ana, email: 'later@supporter.example' } });
    while ((await unsent()).length > 1) await new Promise((resolve) => setTimeout(resolve, 10));
    letGo();
    await untilSent();
    await sweeping.stop();
    expect(server.received).to.have.length(6);
  });

  it('are found by the sweep when the queue forgot them, and stopping it ends everything', async () => {
    given = forgetful;
    await act();
    expect(await unsent()).to.have.length(3);
    const sweeping = keepSweeping(world(), world().worker);
    await untilSent();
    await sweeping.stop();
    expect(server.received).to.have.length(3);
    await world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: { ...ana, email: 'late@supporter.example' } });
    await world().worker.deliverDue();
    expect(await unsent(), 'a stopped worker claims nothing').to.have.length(3);
  });
});
