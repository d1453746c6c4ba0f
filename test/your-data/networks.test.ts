import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pino } from 'pino';
import { isPostgres, query } from '../../src/platform/db.js';
import { signIn } from '../support/organizers.js';
import { ana, CITY, DAY, useWorld } from '../support/world.js';

describe('the network address of somebody', () => {
  let log = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      log += chunk.toString();
      done();
    },
  });
  const world = useWorld({
    keepsStarterPlaces: true,
    given: () => ({ log: pino({ level: 'trace' }, sink) }),
    config: { TRUSTED_PROXIES: '127.0.0.1, ::1, ::ffff:127.0.0.1', SMTP_URL: 'smtp://127.0.0.1:9' },
  });
  const ADDRESSES = ['198.51.100.77', '2001:db8:77:77::1'];

  it('stands in no table and in no log, and tries are counted under another key each day', async () => {
    const { http } = world();
    const from = (address: string, path: string, body: object) =>
      http.post(path).set('X-Forwarded-For', address).type('form').send(body);
    const visit = async (address: string): Promise<void> => {
      await http.get(`/c/${CITY}`).set('X-Forwarded-For', address);
      const action = http.post(`/api/v1/campaigns/${CITY}/actions`).set('X-Forwarded-For', address);
      await action.send({ supporter: ana });
      await from(address, '/your-data', { email: ana.email });
      await from(address, '/reset', { email: ana.email });
    };
    await signIn(world(), { campaign: CITY });
    for (const address of ADDRESSES) await visit(address);
    const keys = async () => (await query<{ key: string }>(world().db, 'SELECT key FROM account_tries')).length;
    const before = await keys();
    expect(before).to.be.at.least(ADDRESSES.length);
    world().moveClock(DAY);
    for (const address of ADDRESSES) await visit(address);
    expect(await keys()).to.equal(2 * before);
    await world().errands.idle();
    const tables = await query<{ name: string }>(
      world().db,
      isPostgres(world().db)
        ? 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()'
        : `SELECT name FROM sqlite_master WHERE type = 'table'`,
    );
    let everything = log;
    for (const { name } of tables) everything += JSON.stringify(await query(world().db, `SELECT * FROM ${name}`));
    for (const trace of ['198.51.100', '2001:db8:77']) expect(everything).not.to.include(trace);
  });
});
