import { Command } from 'commander';
import { expect } from 'chai';
import { addDeliveryCommands } from '../../src/deliveries/index.js';
import { changeDelivery } from '../support/campaign-copies.js';
import { channelTo } from '../support/channels.js';
import { captureOutput } from '../support/commands.js';
import { onEachDatabase } from '../support/databases.js';
import { historyOf, openCityWorld, takeLetter } from '../support/letters.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { decode } from '../support/pages.js';
import { ana, CITY, expectReconciled, MINUTE, useFolder, type World } from '../support/world.js';

describe('a reviewer', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());

  onEachDatabase('at the command line', (db) => {
    let world: World;
    const folder = useFolder();
    beforeEach(async () => {
      server.received.length = 0;
      world = await openCityWorld(db(), { channel: channelTo(server) });
      await changeDelivery(world, folder(), { review: true });
    });
    afterEach(async () => {
      await world.worker.stop();
      await world.channel.close();
      await expectReconciled(world);
    });

    let told = '';
    const run = async (...words: string[]): Promise<string> => {
      const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
      addDeliveryCommands(program, (work) => work(world));
      const { stdout, stderr } = await captureOutput(() =>
        program.parseAsync(['deliveries', ...words], { from: 'user' }),
      );
      told = stderr;
      return stdout;
    };
    const stateOf = async (id: string): Promise<string> => (await historyOf(db(), id)).row.state;
    const receiptOf = async (id: string): Promise<string> => {
      const [row] = await db()('deliveries')
        .join('letters', 'letters.id', 'letter_id')
        .join('actions', 'actions.id', 'action_id')
        .where('deliveries.id', id)
        .select<{ token: string }[]>('token');
      return decode((await world.http.get(`/r/${row?.token ?? ''}`)).text);
    };

    it('sees what waits, reads it, and lets it go', async () => {
      const id = await takeLetter(world);
      await world.sendDue();
      expect(server.received, 'before it was read').to.deep.equal([]);
      expect(await receiptOf(id))
        .to.include('somebody reads each letter before it leaves')
        .and.include('Waiting to be read');
      expect(await run('review', 'list'))
        .to.include(id)
        .and.include('held (review)')
        .and.include('1 letter.');
      expect(await run('show', id)).to.include('Dear Mayor Lindqvist');
      expect(await run('review', 'approve', id)).to.equal('1 letter is approved.\n');
      expect((await historyOf(db(), id)).events.at(-1)).to.include({ actor: 'reviewer', to: 'queued' });
      await world.sendDue();
      expect(server.received).to.have.length(1);
      expect(await run('review', 'list')).to.equal('No letters.\n');
      expect(told).to.equal('');
    });

    it('refuses a letter with a reason that only organizers see, and the supporter is told another way', async () => {
      const [id, other] = [await takeLetter(world), await takeLetter(world)];
      expect(await run('review', 'refuse', id, '--reason', 'It threatens the mayor.')).to.equal(
        '1 letter is refused.\n',
      );
      expect((await historyOf(db(), id)).events).to.deep.equal([
        { from: 'held', to: 'cancelled', actor: 'reviewer', reason: 'It threatens the mayor.', at: world.clock.now() },
      ]);
      expect(await run('show', id)).to.include('It threatens the mayor.');
      expect(await receiptOf(id))
        .to.include('The organizers read it and decided not to send it (10 March 2027, 07:00 PST).')
        .and.include('What you can do:')
        .and.not.include('threatens');
      expect(await stateOf(other)).to.equal('held');
      await world.sendDue();
      expect(server.received).to.deep.equal([]);
    });

    it('decides about many at once, and is told how many they were', async () => {
      const ids = [await takeLetter(world), await takeLetter(world), await takeLetter(world)];
      const byHand = { supporter: ana, offices: ['harbourview-city-council/ward-4'] };
      await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send(byHand);
      expect(await run('review', 'approve', '--campaign', CITY, '--dry-run')).to.equal(
        '3 letters would be approved.\n',
      );
      expect(await run('review', 'approve', '--campaign', CITY, '--limit', '2')).to.equal(
        '2 letters are approved. The filters find 1 more: give a higher --limit.\n',
      );
      expect(await run('review', 'refuse', '--campaign', CITY, '--reason', 'Sent by a program.')).to.equal(
        '1 letter is refused.\n',
      );
      expect(await Promise.all(ids.map(stateOf))).to.have.members(['queued', 'queued', 'cancelled']);
    });

    it('decides only about what waits for a reviewer', async () => {
      const reviewed = await takeLetter(world);
      await changeDelivery(world, folder(), { confirm_first: true, review: true });
      const unconfirmed = await takeLetter(world);
      await changeDelivery(world, folder(), {});
      const queued = await takeLetter(world);
      const all = [reviewed, unconfirmed, queued];
      expect(await run('retry', ...all), 'an organizer releases neither').to.equal('0 letters are due again.\n');
      expect(told)
        .to.include(`${reviewed} stays as it is: held (review: see clarion deliveries review).`)
        .and.include(`${unconfirmed} stays as it is: held (confirm: its supporter has to confirm the e-mail address).`);
      expect(await run('hand-over', ...all)).to.equal('0 letters are left to the supporter.\n');
      expect(await run('review', 'approve', ...all)).to.equal('1 letter is approved.\n');
      expect(await run('review', 'refuse', ...all, '--reason', 'x')).to.equal('0 letters are refused.\n');
      expect(await Promise.all(all.map(stateOf))).to.deep.equal(['queued', 'held', 'queued']);
    });

    it('does not shorten the time in which a supporter can take a letter back', async () => {
      await changeDelivery(world, folder(), { review: true, withdraw_minutes: 10 });
      const id = await takeLetter(world);
      await run('review', 'approve', id);
      expect(await receiptOf(id))
        .to.include('Until then you can take it back.')
        .and.include('10 minutes left.');
      await world.sendDue();
      expect(server.received).to.deep.equal([]);
      world.moveClock(10 * MINUTE);
      await world.sendDue();
      expect(server.received).to.have.length(1);
    });
  });
});
