import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { createWorker, sweep, type Channel, type Worker } from '../../src/deliveries/index.js';
import { GIVE_UP_AFTER_MS, LEASE_MS } from '../../src/deliveries/retry.js';
import { endAttempts, extendLeases, markContent } from '../../src/deliveries/store-attempts.js';
import { claimDue } from '../../src/deliveries/store-claims.js';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { onEachDatabase } from '../support/databases.js';
import { historyOf, openCityWorld, takeLetter, type History } from '../support/letters.js';
import { startMailServer, type MailServer, type Misbehaviour } from '../support/mail-server.js';
import { moveOf } from '../support/moves.js';
import { DAY, expectReconciled, HOUR, MINUTE, START, type World } from '../support/world.js';
import { channelTo } from '../support/channels.js';

describe('sending', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());

  onEachDatabase('workers', (db) => {
    let world: World;
    let other: Worker;
    beforeEach(async () => {
      server.received.length = 0;
      server.behave = {};
      const channel = channelTo(server, { clock: { now: () => world.clock.now() } });
      world = await openCityWorld(db(), { channel });
      other = createWorker(world);
    });
    afterEach(async () => {
      await world.worker.stop();
      await other.stop();
      await world.channel.close();
      await expectReconciled(world);
    });

    /** Makes the server wait at a step for each mail until it is let go; `reached` resolves when the first one is there. */
    const holdAt = (step: 'RCPT' | 'the answer'): { readonly reached: Promise<void>; readonly letGo: () => void } => {
      let letGo = (): void => undefined;
      const until = new Promise<void>((resolve) => (letGo = resolve));
      let arrive = (): void => undefined;
      const reached = new Promise<void>((resolve) => (arrive = resolve));
      const hold = (): Misbehaviour => {
        arrive();
        return { until };
      };
      server.behave =
        step === 'RCPT' ? { rcptTo: hold } : { data: (moment) => (moment === 'end' ? hold() : undefined) };
      return { reached, letGo: () => letGo() };
    };
    /** Claims as a worker does that then falls silent. */
    const claimAndDie = async (): Promise<{ readonly id: string; readonly fence: number }> => {
      const now = world.clock.now();
      const paces = { policies: await world.policies(), perDomainPerMinute: undefined };
      const claim = { now, leaseUntil: now + LEASE_MS, limit: 10, eventId: world.ids.next, ...paces };
      const [claimed] = (await db().transaction((trx) => claimDue(trx, claim))).deliveries;
      return claimed ?? expect.fail('nothing was due');
    };
    /** Recovers what silent workers left, and sends nothing. */
    const recoverOnly = () => sweep(world, { ...other, deliverDue: nothing, deliverSuspect: nothing });
    const nothing = () => Promise.resolve({ claimed: 0, hasMore: false });
    const statesOf = ({ events }: History): string[] => events.map(({ to, actor }) => `${to} by ${actor}`);

    it('send again what a worker left before the content, as the same mail', async () => {
      const id = await takeLetter(world);
      await claimAndDie();
      await sweep(world, other);
      expect(server.received, 'its lease still runs').to.be.empty;
      world.moveClock(LEASE_MS);
      expect(await sweep(world, other)).to.deep.equal({ recovered: 1, delivered: 0, resent: 0, claimed: 1 });
      expect(server.received.map(({ mail }) => mail.messageId)).to.deep.equal([`<${id}@mail.clarion.example>`]);
      const history = await historyOf(db(), id);
      expect(statesOf(history)).to.deep.equal([
        'sending by worker',
        'queued by sweep',
        'sending by worker',
        'sent by worker',
      ]);
      expect(history.tries.map(({ fence, outcome }) => [fence, outcome])).to.deep.equal([
        [1, null],
        [2, 'sent'],
      ]);
    });

    it('never send again what a worker left behind the content, and say that nobody knows', async () => {
      const id = await takeLetter(world);
      const claimed = await claimAndDie();
      await markContent(db(), [{ ...claimed, at: world.clock.now() }]);
      for (const pause of [LEASE_MS, HOUR, 5 * DAY]) {
        world.moveClock(pause);
        await sweep(world, other);
      }
      expect(server.received).to.be.empty;
      const { row, events } = await historyOf(db(), id);
      expect(row.state).to.equal('unknown');
      expect(events.at(-1)).to.include({ actor: 'sweep', from: 'sending', to: 'unknown' });
    });

    it('keep a letter that they have in hand anew, when the try before ends', async () => {
      const id = await takeLetter(world);
      const ends: (() => void)[] = [];
      const send: Channel['send'] = async (_, beforeContent) => {
        await beforeContent();
        await new Promise<void>((resolve) => ends.push(resolve));
        return { state: 'sent', response: 'Taken.' };
      };
      const worker = createWorker({ ...world, channel: { ...world.channel, send } });
      const inHand = async (count: number) => {
        while (ends.length < count) await setImmediate();
      };
      const first = worker.deliverDue();
      await inHand(1);
      world.moveClock(LEASE_MS);
      await recoverOnly();
      await applyMoves(db(), [moveOf(world, id, { from: 'unknown', to: 'queued' })]);
      const second = worker.deliverDue();
      await inHand(2);
      ends[0]?.();
      await first;
      world.moveClock(LEASE_MS / 2);
      await worker.keepLeases();
      const { row } = await historyOf(db(), id);
      expect(row).to.include({ state: 'sending', fence: 2, dueAt: world.clock.now() + LEASE_MS });
      ends[1]?.();
      await second;
    });

    it('believe a worker that was thought dead when it brings good news', async () => {
      const id = await takeLetter(world);
      const { reached, letGo } = holdAt('the answer');
      const sending = world.worker.deliverDue();
      await reached;
      world.moveClock(LEASE_MS);
      await sweep(world, other);
      expect((await historyOf(db(), id)).row.state).to.equal('unknown');
      letGo();
      await sending;
      const { row, tries } = await historyOf(db(), id);
      expect(row).to.include({ state: 'sent', attempts: 1 });
      expect(tries).to.deep.include.members([
        { fence: 1, contentAt: START, finishedAt: START + LEASE_MS, outcome: 'sent', response: row.reason },
      ]);
      expect(server.received).to.have.length(1);
      world.moveClock(2 * DAY);
      await sweep(world, other);
      expect((await historyOf(db(), id)).row.state).to.equal('delivered');
    });

    it('believe good news that comes after an organizer decided to send again, and send no second copy', async () => {
      const id = await takeLetter(world);
      const { reached, letGo } = holdAt('the answer');
      const sending = world.worker.deliverDue();
      await reached;
      world.moveClock(LEASE_MS);
      await recoverOnly();
      const now = world.clock.now();
      await applyMoves(db(), [{ ...moveOf(world, id, { from: 'unknown', to: 'queued' }), dueAt: now }]);
      letGo();
      await sending;
      expect((await historyOf(db(), id)).row).to.include({ state: 'sent', attempts: 1, dueAt: now + 2 * DAY });
      await sweep(world, other);
      expect(server.received).to.have.length(1);
      expect((await historyOf(db(), id)).events.at(-1)).to.include({ from: 'queued', to: 'sent', actor: 'worker' });
    });

    it('do not believe the first of two copies once the second is under way', async () => {
      const id = await takeLetter(world);
      const { reached, letGo } = holdAt('the answer');
      const sending = world.worker.deliverDue();
      await reached;
      world.moveClock(LEASE_MS);
      await recoverOnly();
      await applyMoves(db(), [moveOf(world, id, { from: 'unknown', to: 'queued' })]);
      const second = await claimAndDie();
      letGo();
      await sending;
      expect((await historyOf(db(), id)).row).to.include({ state: 'sending', fence: second.fence });
    });

    it('leave a letter alone that another worker took over, even in the middle of it', async () => {
      const id = await takeLetter(world);
      const { reached, letGo } = holdAt('RCPT');
      const slow = world.worker.deliverDue();
      await reached;
      world.moveClock(LEASE_MS);
      server.behave = {};
      await sweep(world, other);
      expect(server.received).to.have.length(1);
      const before = await historyOf(db(), id);
      letGo();
      await slow;
      expect(server.received, 'no second copy').to.have.length(1);
      const after = await historyOf(db(), id);
      expect([after.row, after.events]).to.deep.equal([before.row, before.events]);
      expect(after.tries[0], 'the slow one never began').to.include({ fence: 1, contentAt: null });
    });

    it('keep what they hold as long as they live', async () => {
      const id = await takeLetter(world);
      const { reached, letGo } = holdAt('the answer');
      const sending = world.worker.deliverDue();
      await reached;
      for (let beat = 0; beat < 6; beat++) {
        world.moveClock(LEASE_MS / 2);
        await world.worker.keepLeases();
        expect(await sweep(world, other)).to.deep.equal({ recovered: 0, delivered: 0, resent: 0, claimed: 0 });
      }
      letGo();
      await sending;
      expect((await historyOf(db(), id)).row).to.include({ state: 'sent', attempts: 1 });
      const { row } = await historyOf(db(), id);
      await world.worker.keepLeases();
      expect((await historyOf(db(), id)).row, 'nothing is held any more').to.deep.equal(row);
    });

    it('do not hold back others’ letters for one that cannot be composed, and let go of it', async () => {
      const [broken, sound] = [await takeLetter(world), await takeLetter(world)];
      const letterOf = () => db()('deliveries').select('letter_id').where({ id: broken });
      const [target] = await db()('letters').whereIn('id', letterOf()).pluck<string[]>('target_id');
      await db()('letter_targets').insert({ id: 'broken', target: '{broken' });
      await db()('letters').whereIn('id', letterOf()).update({ target_id: 'broken' });
      await world.worker.deliverDue();
      expect((await historyOf(db(), sound)).row.state).to.equal('sent');
      expect((await historyOf(db(), broken)).row).to.include({
        state: 'queued',
        reason: 'Sending failed inside Clarion.',
      });
      await db()('letters')
        .whereIn('id', letterOf())
        .update({ target_id: target ?? '' });
      world.moveClock(2 * MINUTE);
      await world.worker.deliverDue();
      expect((await historyOf(db(), broken)).row.state).to.equal('sent');
    });

    it('take each due letter once, however often and from wherever they are called', async () => {
      const ids = [await takeLetter(world), await takeLetter(world), await takeLetter(world)];
      await Promise.all([
        world.worker.deliver(ids),
        world.worker.deliver([...ids, ...ids]),
        other.deliver(ids),
        other.deliverDue(),
        world.worker.deliver(['no such delivery']),
        world.worker.deliver([]),
      ]);
      await Promise.all([world.worker.deliver(ids), sweep(world, other)]);
      expect(server.received.map(({ mail }) => mail.messageId?.slice(1, 27)).sort()).to.deep.equal([...ids].sort());
      for (const id of ids) expect((await historyOf(db(), id)).row).to.include({ state: 'sent', attempts: 1 });
    });

    it('find what the queue forgot', async () => {
      const ids = [await takeLetter(world), await takeLetter(world)];
      expect(world.announced).to.have.members(ids);
      world.announced.length = 0;
      expect(await sweep(world, other)).to.deep.equal({ recovered: 0, delivered: 0, resent: 0, claimed: 2 });
      expect(server.received).to.have.length(2);
    });

    it('wait longer after each temporary failure, and do not come early', async () => {
      const id = await takeLetter(world);
      server.behave = { rcptTo: () => ({ code: 451, text: 'later' }) };
      const pauses: number[] = [];
      while ((await historyOf(db(), id)).row.state === 'queued') {
        const now = world.clock.now();
        await world.worker.deliver([id]);
        const { row } = await historyOf(db(), id);
        if (row.state !== 'queued') break;
        pauses.push(row.dueAt - now);
        world.moveClock(row.dueAt - now - 1);
        await world.worker.deliver([id]);
        expect((await historyOf(db(), id)).row.attempts, 'not before it is due').to.equal(row.attempts);
        world.moveClock(1);
      }
      pauses.forEach((pause, index) => {
        const planned = Math.min(MINUTE * 2 ** index, 6 * HOUR);
        expect(pause, `pause ${index + 1}`).to.be.within(0.8 * planned, 1.2 * planned);
      });
      expect(pauses.length).to.be.within(20, 32);
      const { row, tries } = await historyOf(db(), id);
      expect(row.state).to.equal('failed');
      expect(row.reason).to.match(/^Given up after four days: .*451 later/);
      expect(row.stateAt - START).to.be.within(GIVE_UP_AFTER_MS, GIVE_UP_AFTER_MS + 7.2 * HOUR);
      expect(tries).to.have.length(pauses.length + 1);
      expect(server.received).to.be.empty;
    });

    it('send the same mail at every try', async () => {
      const id = await takeLetter(world);
      server.behave = { data: (moment) => (moment === 'end' ? { code: 451, text: 'greylisted' } : undefined) };
      await world.worker.deliverDue();
      world.moveClock(2 * MINUTE);
      await world.worker.deliverDue();
      server.behave = {};
      world.moveClock(HOUR);
      await world.worker.deliverDue();
      expect((await historyOf(db(), id)).tries.map(({ outcome }) => outcome)).to.deep.equal([
        'queued',
        'queued',
        'sent',
      ]);
      expect(server.received.map(({ mail }) => mail.messageId)).to.deep.equal([`<${id}@mail.clarion.example>`]);
    });

    it('claim nothing more once they are stopped, and end what they hold', async () => {
      const id = await takeLetter(world);
      const { reached, letGo } = holdAt('the answer');
      const sending = world.worker.deliverDue();
      await reached;
      const late = await takeLetter(world);
      const steps: string[] = [];
      const stopping = world.worker.stop().then(() => steps.push('stopped'));
      await world.worker.deliver([late]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      steps.push('let go');
      letGo();
      await Promise.all([sending, stopping]);
      expect(steps).to.deep.equal(['let go', 'stopped']);
      expect((await historyOf(db(), id)).row.state).to.equal('sent');
      expect((await historyOf(db(), late)).row).to.include({ state: 'queued', attempts: 0 });
    });
  });
});

onEachDatabase('claims', (db) => {
  let world: World;
  beforeEach(async () => {
    world = await openCityWorld(db());
  });
  afterEach(async () => {
    await expectReconciled(world);
  });
  const claim = async (given: Partial<Parameters<typeof claimDue>[1]> = {}) => {
    const now = world.clock.now();
    const paces = { policies: await world.policies(), perDomainPerMinute: undefined };
    const usual = { now, leaseUntil: now + LEASE_MS, limit: 10, eventId: world.ids.next, ...paces };
    return (await claimDue(db(), { ...usual, ...given })).deliveries;
  };

  it('take what is due and named, oldest first, up to a limit, and none twice', async () => {
    const ids: string[] = [];
    for (let letter = 0; letter < 5; letter++) {
      ids.push(await takeLetter(world));
      world.moveClock(1_000);
    }
    const [first, second, third, , last] = ids;
    expect(await claim({ ids: [] })).to.be.empty;
    expect((await claim({ ids: [third ?? '', 'other'] })).map(({ id }) => id)).to.deep.equal([third]);
    expect((await claim({ limit: 2 })).map(({ id }) => id).sort()).to.deep.equal([first, second].sort());
    expect((await claim({ now: START + 3_500 })).map(({ id }) => id)).to.deep.equal([ids[3]]);
    expect((await claim()).map(({ id }) => id)).to.deep.equal([last]);
    expect(await claim()).to.be.empty;
    const { row, events, tries } = await historyOf(db(), third ?? '');
    expect(row).to.include({ state: 'sending', attempts: 1, fence: 1, dueAt: world.clock.now() + LEASE_MS });
    expect(events).to.deep.equal([
      { from: 'queued', to: 'sending', actor: 'worker', reason: 'try 1', at: world.clock.now() },
    ]);
    expect(tries).to.deep.equal([{ fence: 1, contentAt: null, finishedAt: null, outcome: null, response: null }]);
  });

  it('let only their holder begin the content, and only while the letter is being sent', async () => {
    const [mine, others, done] = [await takeLetter(world), await takeLetter(world), await takeLetter(world)];
    await claim();
    await db()('deliveries').where({ id: others }).update({ fence: 2 });
    await db()('deliveries').where({ id: done }).update({ state: 'queued' });
    const at = 77;
    const owned = await markContent(
      db(),
      [mine, others, done, 'nothing'].map((id) => ({ id, fence: 1, at })),
    );
    expect([...owned]).to.deep.equal([[mine, 'go']]);
    const begun = [];
    for (const id of [mine, others, done]) begun.push((await historyOf(db(), id)).tries[0]?.contentAt);
    expect(begun).to.deep.equal([77, null, null]);
    expect((await markContent(db(), [])).size).to.equal(0);
    await db()('deliveries').where({ id: done }).update({ state: 'sending' });
  });

  it('are prolonged for their holder alone', async () => {
    const [mine, others] = [await takeLetter(world), await takeLetter(world)];
    await claim();
    await db()('deliveries').where({ id: others }).update({ fence: 2 });
    await extendLeases(
      db(),
      [
        { id: mine, fence: 1 },
        { id: others, fence: 1 },
      ],
      99,
    );
    expect((await historyOf(db(), mine)).row.dueAt).to.equal(99);
    expect((await historyOf(db(), others)).row.dueAt).to.equal(START + LEASE_MS);
  });

  it('end only the try that they belong to', async () => {
    const id = await takeLetter(world);
    await claim();
    await endAttempts(db(), [{ id, fence: 2, at: 5, outcome: 'sent', response: 'not mine' }]);
    expect((await historyOf(db(), id)).tries[0]).to.include({ finishedAt: null, outcome: null });
    await endAttempts(db(), [{ id, fence: 1, at: 5, outcome: 'sent', response: '250 OK' }]);
    expect((await historyOf(db(), id)).tries[0]).to.include({ finishedAt: 5, outcome: 'sent', response: '250 OK' });
  });
});
