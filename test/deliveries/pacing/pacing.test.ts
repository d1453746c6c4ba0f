import { expect } from 'chai';
import { DateTime } from 'luxon';
import {
  addDeliveryCommands,
  createWorker,
  sweep,
  type Channel,
  type OutgoingLetter,
  type Policy,
} from '../../../src/deliveries/index.js';
import { LEASE_MS, MAX_CRASHES } from '../../../src/deliveries/retry.js';
import { query } from '../../../src/platform/db.js';
import { channelTo } from '../../support/channels.js';
import { runCommand } from '../../support/commands.js';
import { onEachDatabase } from '../../support/databases.js';
import { historyOf, openCityWorld, takeLetter } from '../../support/letters.js';
import { startMailServer, type MailServer } from '../../support/mail-server.js';
import { DAY, expectReconciled, HOUR, MINUTE, START, type World } from '../../support/world.js';

const MAYOR = 'harbourview-city-council/mayor';

describe('letters that keep a pace', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());

  onEachDatabase('wait, and', (db) => {
    let world: World;
    let policy: Partial<Policy>;
    beforeEach(async () => {
      server.received.length = 0;
      server.behave = {};
      policy = {};
      const channel = channelTo(server);
      const policies = async () => {
        const usual = { ifUnknown: 'ask', timeZone: 'America/Los_Angeles' } as const;
        return new Map((await world.campaigns.list()).map(({ id }) => [id, { ...usual, ...policy }]));
      };
      world = await openCityWorld(db(), { channel, policies });
    });
    afterEach(async () => {
      await world.worker.stop();
      await world.channel.close();
      await expectReconciled(world);
    });

    const takeLetters = async (count: number): Promise<string[]> => {
      const ids: string[] = [];
      while (ids.length < count) ids.push(await takeLetter(world));
      return ids;
    };
    const waiting = async (): Promise<string[]> => {
      const rows = await query<{ why: string | null }>(
        db(),
        "SELECT waits_for AS why FROM deliveries WHERE state = 'queued'",
      );
      return rows.map(({ why }) => why ?? 'turn');
    };
    /** Lets the time pass in steps, as the sweep sees it, and answers what arrived in each. */
    const pass = async (steps: number, ms: number): Promise<number[]> => {
      const arrived: number[] = [];
      for (let step = 0; step < steps; step++) {
        const before = server.received.length;
        await world.sendDue();
        arrived.push(server.received.length - before);
        world.moveClock(ms);
      }
      return arrived;
    };
    const run = async (...words: string[]): Promise<string> =>
      (await runCommand((program) => addDeliveryCommands(program, (work) => work(world)), ['deliveries', ...words]))
        .output;

    /** The life of a worker that is killed by a letter. */
    const liveUntil = async (isDeadly: (letter: OutgoingLetter) => boolean): Promise<void> => {
      let die = (): void => undefined;
      const dead = new Promise<void>((resolve) => (die = resolve));
      const send: Channel['send'] = (letter, beforeContent) => {
        if (!isDeadly(letter)) return world.channel.send(letter, beforeContent);
        die();
        return new Promise(() => undefined);
      };
      const worker = createWorker({ ...world, channel: { ...world.channel, send } });
      await Promise.race([dead, sweep(world, worker)]);
    };
    const nothing = () => Promise.resolve({ claimed: 0, hasMore: false });

    it('reach one office no more often than its cap an hour, evenly, and none fails', async () => {
      policy = { perTargetPerHour: 6 };
      const ids = await takeLetters(15);
      const byMinute = await pass(3 * 60, MINUTE);
      const inHour = (from: number): number => byMinute.slice(from, from + 60).reduce((sum, count) => sum + count, 0);
      const hours = byMinute.slice(0, -60).map((_, minute) => inHour(minute));
      expect(Math.max(...hours), 'in the fullest hour, wherever it begins').to.equal(6);
      expect(Math.max(...byMinute), 'in one minute').to.equal(1);
      expect(server.received).to.have.length(15);
      const states = await Promise.all(ids.map(async (id) => (await historyOf(db(), id)).row.attempts));
      expect(states, 'tries of each').to.deep.equal(ids.map(() => 1));
    });

    it('say while they wait that it is for their turn, and when that is', async () => {
      policy = { perTargetPerHour: 1 };
      await takeLetters(3);
      await world.sendDue();
      expect(await waiting()).to.deep.equal(['pace', 'pace']);
      expect(await run('status')).to.match(/queued +pace +2 +0 /);
      const dues = await query<{ dueAt: number }>(
        db(),
        'SELECT due_at AS "dueAt" FROM deliveries WHERE state = \'queued\' ORDER BY due_at',
      );
      expect(dues.map(({ dueAt }) => Math.round((dueAt - START) / HOUR))).to.deep.equal([1, 2]);
    });

    it('of a whole campaign keep its cap a minute', async () => {
      policy = { perMinute: 3 };
      await takeLetters(8);
      const bySecond = await pass(180, 1_000);
      expect(
        Math.max(...[0, 60, 120].map((from) => bySecond.slice(from, from + 60).reduce((a, b) => a + b, 0))),
      ).to.be.at.most(3);
      expect(server.received).to.have.length(8);
    });

    it('keep their pace also after nobody sent for a while', async () => {
      policy = { perTargetPerHour: 6 };
      await takeLetters(6);
      await world.sendDue();
      world.moveClock(3 * HOUR);
      await world.sendDue();
      expect(server.received, 'one before and one now').to.have.length(2);
      await pass(60, MINUTE);
      expect(server.received).to.have.length(6);
    });

    it('keep it when several workers send at once', async () => {
      policy = { perTargetPerHour: 6 };
      await takeLetters(4);
      const other = createWorker(world);
      await Promise.all([world.worker.deliverDue(), other.deliverDue(), world.worker.deliverDue()]);
      expect(server.received).to.have.length(1);
    });

    it('wait for the office’s hours, by the clock at its place', async () => {
      policy = { window: { from: '08:00', to: '18:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] } };
      // It is 7 in the morning in Los Angeles, a Wednesday.
      expect(DateTime.fromMillis(START, { zone: 'America/Los_Angeles' }).toFormat('ccc HH')).to.equal('Wed 07');
      await takeLetters(2);
      expect(await pass(1, HOUR - MINUTE)).to.deep.equal([0]);
      expect(await waiting()).to.deep.equal(['window', 'window']);
      expect(await pass(2, MINUTE)).to.deep.equal([0, 2]);
    });

    it('are paused and resumed at once: all, of one campaign, or to one office', async () => {
      const scopes = [
        { scope: ['--all'], name: 'all letters' },
        { scope: ['--campaign', 'harbourview-hotel-training'], name: 'campaign harbourview-hotel-training' },
        { scope: ['--office', MAYOR], name: `office ${MAYOR}` },
      ];
      expect(await run('status')).to.include('Nothing is paused.');
      for (const { scope, name } of scopes) {
        server.received.length = 0;
        expect(await run('pause', ...scope, '--reason', 'the wrong subject')).to.include(`Paused: ${name}.`);
        await takeLetters(2);
        await world.sendDue();
        expect(server.received, scope.join(' ')).to.be.empty;
        expect(await waiting()).to.deep.equal(['pause', 'pause']);
        expect(await run('status')).to.include(`: ${name} (the wrong subject)`);
        expect(await run('pause', ...scope)).to.include(`Paused already: ${name}.`);
        expect(await run('resume', ...scope)).to.equal(`Resumed: ${name}.\n`);
        await world.sendDue();
        expect(server.received, scope.join(' ')).to.have.length(2);
      }
    });

    it('stay paused while any pause covers them', async () => {
      await run('pause', '--all');
      await run('pause', '--office', MAYOR);
      await takeLetters(1);
      expect(await run('resume', '--all')).to.include(`Still paused: office ${MAYOR}`);
      await world.sendDue();
      expect(server.received).to.be.empty;
    });

    it('stop at a pause even when a worker has them in hand', async () => {
      const id = await takeLetter(world);
      server.behave = { rcptTo: () => ({ until: run('pause', '--all') }) };
      await world.sendDue();
      expect(server.received).to.be.empty;
      expect((await historyOf(db(), id)).row).to.include({ state: 'queued', reason: 'Sending was paused.' });
      server.behave = {};
      await run('resume', '--all');
      await world.sendDue();
      expect(server.received).to.have.length(1);
    });

    it('keep their cap after a pause in which their turns came', async () => {
      policy = { perTargetPerHour: 6 };
      await takeLetters(8);
      await world.sendDue();
      await run('pause', '--all');
      await pass(60, MINUTE);
      expect(server.received, 'one before the pause').to.have.length(1);
      await run('resume', '--all');
      const byMinute = await pass(60, MINUTE);
      expect(Math.max(...byMinute), 'in one minute').to.equal(1);
      expect(server.received.length, 'in the hour after it').to.be.within(2, 7);
      await pass(120, MINUTE);
      expect(server.received).to.have.length(8);
    });

    it('keep a whole campaign’s cap without costing offices in other time zones their hours', async () => {
      // At 17:58 in Los Angeles three letters can still go there; in Honolulu it is 15:58.
      policy = { perMinute: 1, window: { from: '08:00', to: '18:00', days: ['wed', 'thu', 'fri'] } };
      world.moveClock(11 * HOUR - 2 * MINUTE);
      await takeLetters(6);
      const far = await takeLetters(6);
      await db()('deliveries').whereIn('id', far).update({ time_zone: 'Pacific/Honolulu' });
      await pass(60, MINUTE);
      const gone = await Promise.all(far.map(async (id) => (await historyOf(db(), id)).row.state));
      expect(gone, 'those to Honolulu').to.deep.equal(far.map(() => 'sent'));
      world.moveClock(13 * HOUR);
      await pass(60, MINUTE);
      expect(server.received, 'the next morning').to.have.length(12);
    });

    it('do not count their waiting for a turn or in a pause among the four days', async () => {
      const id = await takeLetter(world);
      server.behave = { rcptTo: () => ({ code: 450, text: '4.2.0 greylisted' }) };
      await world.sendDue();
      await run('pause', '--all');
      await pass(10 * 24, HOUR);
      await run('resume', '--all');
      await world.sendDue();
      expect((await historyOf(db(), id)).row).to.include({ state: 'queued', attempts: 2 });
      await pass(6 * 24, HOUR);
      expect((await historyOf(db(), id)).row.state, 'four days of trying').to.equal('failed');
    });

    it('are told what is wrong with a pause', async () => {
      for (const words of [[], ['--all', '--office', MAYOR], ['--campaign', 'other'], ['--office', 'other']]) {
        const error: unknown = await run('pause', ...words).catch((reason: unknown) => reason);
        expect(String(error)).to.match(/give one of|there is no/);
      }
    });

    it('go again by themselves where the campaign resends what may have arrived, as the same mail', async () => {
      const id = await takeLetter(world);
      server.behave = { data: (moment) => (moment === 'end' ? 'drop' : undefined) };
      await world.sendDue();
      expect((await historyOf(db(), id)).row.state).to.equal('unknown');
      server.behave = {};
      world.moveClock(2 * HOUR);
      await world.sendDue();
      expect(server.received, 'the campaign asks').to.be.empty;
      policy = { ifUnknown: 'resend' };
      await world.sendDue();
      expect(server.received.map(({ mail }) => mail.messageId)).to.deep.equal([`<${id}@mail.clarion.example>`]);
      expect((await historyOf(db(), id)).row.state).to.equal('sent');
    });

    it('stay unknown after four days of resending, for an organizer to decide', async () => {
      policy = { ifUnknown: 'resend' };
      const id = await takeLetter(world);
      server.behave = { data: (moment) => (moment === 'end' ? 'drop' : undefined) };
      for (let day = 0; day < 6; day++) {
        await world.sendDue();
        world.moveClock(DAY);
      }
      const { row } = await historyOf(db(), id);
      expect(row).to.include({ state: 'unknown', attempts: 4 });
    });

    it('count their four days from the first try, not from the day they were written', async () => {
      await run('pause', '--all');
      const id = await takeLetter(world);
      await world.sendDue();
      world.moveClock(10 * DAY);
      await run('resume', '--all');
      server.behave = { rcptTo: () => ({ code: 450, text: '4.2.0 greylisted' }) };
      await world.sendDue();
      expect((await historyOf(db(), id)).row.state).to.equal('queued');
    });

    it('are parked when every worker that takes one dies, and others go on', async () => {
      const [poison = '', ...sound] = await takeLetters(4);
      for (let life = 1; life <= MAX_CRASHES; life++) {
        await liveUntil(({ deliveryId }) => life === 1 || deliveryId === poison);
        world.moveClock(LEASE_MS);
        await sweep(world, { ...world.worker, deliverDue: nothing, deliverSuspect: nothing });
      }
      await world.sendDue();
      expect((await historyOf(db(), poison)).row).to.include({ state: 'held', attempts: MAX_CRASHES });
      expect(await run('status')).to.match(/held +crashes +1 /);
      for (const id of sound) expect((await historyOf(db(), id)).row.state).to.equal('sent');
    });
  });
});
