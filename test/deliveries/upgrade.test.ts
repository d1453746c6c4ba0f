import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Knex } from 'knex';
import type { DeliveryState } from '../../src/counts/index.js';
import { addDeliveryCommands, GIVE_UP_AFTER_MS } from '../../src/deliveries/index.js';
import { query, type Db } from '../../src/platform/db.js';
import { migrate } from '../../src/platform/migrations.js';
import { programPath } from '../../src/platform/paths.js';
import { channelTo } from '../support/channels.js';
import { runCommand } from '../support/commands.js';
import { onEachBareDatabase } from '../support/databases.js';
import { openCityWorld, takeLetter } from '../support/letters.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { bringTo } from '../support/moves.js';
import { DAY, expectReconciled, HOUR, MINUTE, START, type World } from '../support/world.js';

/** The last one before letters had holds, paces and bounces. */
const BEFORE = '20261122-06';

/** Takes newer migrations back, newest first, and answers their names. */
async function goBack(db: Db): Promise<string[]> {
  const folder = programPath('migrations');
  const newer = readdirSync(folder).filter((file) => file.slice(0, BEFORE.length) > BEFORE);
  for (const file of newer.sort().reverse()) {
    const migration = (await import(pathToFileURL(`${folder}/${file}`).href)) as Knex.Migration;
    await migration.down?.(db);
    await db('knex_migrations').where('name', file.replace(/\.ts$/, '')).delete();
  }
  return newer.map((file) => file.replace(/\.ts$/, '')).sort();
}

describe('letters of an older Clarion', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());

  onEachBareDatabase('over a data base', (base) => {
    // Nested, so that its hooks end before the data base closes.
    describe('go on after the upgrade', () => {
      let world: World;
      const ids = new Map<DeliveryState, string>();
      const stateOf = async (state: DeliveryState): Promise<object | undefined> => {
        const sql = 'SELECT state, hold, attempts, trying_since AS "tryingSince" FROM deliveries WHERE id = ?';
        return (await query<object>(base().db, sql, [ids.get(state) ?? '']))[0];
      };
      const run = async (...words: string[]): Promise<string> =>
        (await runCommand((program) => addDeliveryCommands(program, (work) => work(world)), ['deliveries', ...words]))
          .output;

      beforeEach(async () => {
        const { db } = base();
        await migrate(db);
        server.received.length = 0;
        world = await openCityWorld(db, { channel: channelTo(server) });
        const states = ['held', 'queued', 'sending', 'unknown', 'sent', 'failed', 'bounced', 'cancelled'] as const;
        for (const state of states) {
          const id = await takeLetter(world);
          await bringTo(world, id, state);
          ids.set(state, id);
        }
        const tried = [ids.get('queued') ?? '', ids.get('unknown') ?? ''];
        await db('deliveries').whereIn('id', tried).update({ attempts: 1, fence: 1, due_at: START });
        await db('attempts').insert(tried.map((id) => ({ delivery_id: id, fence: 1, started_at: START - 3 * DAY })));
        expect(await goBack(db)).to.have.length.greaterThan(3);
        await migrate(db);
      });
      afterEach(async () => {
        await world.worker.stop();
        await world.channel.close();
        await expectReconciled(world);
      });

      it('and are sent, recovered and settled as new ones are', async () => {
        await world.sendDue();
        expect(server.received.map(({ mail }) => mail.messageId)).to.have.members(
          [ids.get('queued'), ids.get('sending')].map((id) => `<${id}@mail.clarion.example>`),
        );
        world.moveClock(2 * DAY + MINUTE);
        await world.sendDue();
        for (const state of ['queued', 'sending', 'sent'] as const)
          expect(await stateOf(state), state).to.include({ state: 'delivered' });
        for (const state of ['held', 'unknown', 'failed', 'bounced', 'cancelled'] as const)
          expect(await stateOf(state), state).to.include({ state });
      });

      it('and are given up four days after their first try', async () => {
        server.behave = { rcptTo: () => ({ code: 450, text: '4.2.0 later' }) };
        world.moveClock(GIVE_UP_AFTER_MS - 3 * DAY + HOUR);
        await world.sendDue();
        server.behave = {};
        expect(await stateOf('queued')).to.include({ state: 'failed', tryingSince: START - 3 * DAY });
      });

      it('and can be released where they were held, for which it is said', async () => {
        expect(await stateOf('held')).to.include({ hold: 'target' });
        expect(await run('list', '--hold', 'target')).to.include(ids.get('held'));
        await run('retry', '--hold', 'target');
        await world.sendDue();
        expect(await stateOf('held')).to.include({ state: 'sent', hold: null });
      });

      it('and their supporters are mailed nothing about what failed long ago', async () => {
        world.moveClock(30 * DAY);
        await world.mailDue();
        expect(await query(base().db, 'SELECT id FROM notices WHERE state <> ?', ['dropped'])).to.deep.equal([]);
      });
    });
  });
});
