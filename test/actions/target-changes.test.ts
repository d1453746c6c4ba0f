import { Command } from 'commander';
import { expect } from 'chai';
import { addDeliveryCommands } from '../../src/deliveries/index.js';
import { checkCounts } from '../../src/counts/index.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { channelTo } from '../support/channels.js';
import { captureOutput } from '../support/commands.js';
import { onEachDatabase } from '../support/databases.js';
import { historyOf, openCityWorld, takeLetter } from '../support/letters.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { decode } from '../support/pages.js';
import { CITY, expectReconciled, useFolder, type World } from '../support/world.js';

describe('a letter whose target has changed', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());

  onEachDatabase('before it was sent', (db) => {
    let world: World;
    const folder = useFolder();
    beforeEach(async () => {
      server.received.length = 0;
      world = await openCityWorld(db(), { channel: channelTo(server) });
    });
    afterEach(async () => {
      await world.worker.stop();
      await world.channel.close();
      await expectReconciled(world);
    });
    const changeCouncil = (from: string | RegExp, to: string): Promise<void> =>
      changeCampaign(world, copyCampaign(folder(), CITY, { 'council.csv': (text) => text.replace(from, to) }));
    /** What the last command told beside its result. */
    let told = '';
    const run = async (...args: string[]): Promise<string> => {
      const program = new Command().exitOverride();
      addDeliveryCommands(program, (work) => work(world));
      const { stdout, stderr } = await captureOutput(() =>
        program.parseAsync(['deliveries', ...args], { from: 'user' }),
      );
      told = stderr;
      return stdout;
    };

    for (const [what, from, to, reason] of [
      [
        'to a successor',
        'Mara Lindqvist',
        'Nora Newcomer',
        'Mara Lindqvist no longer holds this office; it is held by Nora Newcomer.',
      ],
      [
        'to an empty seat',
        /^Mara Lindqvist/m,
        '',
        'Mara Lindqvist no longer holds this office, and nobody else is known to.',
      ],
      [
        'to another address',
        /mayor@/,
        'the-mayor@',
        'The e-mail address of Mara Lindqvist has changed since the letter was written.',
      ],
    ] as const) {
      it(`is held instead of sent ${what}, and organizer and supporter are told`, async () => {
        const id = await takeLetter(world);
        await changeCouncil(from, to);
        await world.sendDue();
        expect(server.received).to.deep.equal([]);
        const { row, tries } = await historyOf(db(), id);
        expect([row.state, row.reason]).to.deep.equal(['held', reason]);
        expect(tries.map(({ outcome, contentAt }) => `${outcome ?? ''} ${contentAt ?? 'nothing left'}`)).to.deep.equal([
          'held nothing left',
        ]);
        expect(await run('list', '--state', 'held')).to.include(reason);
        const [{ token } = { token: '' }] = await world.db('actions').select<{ token: string }[]>('token');
        expect(decode((await world.http.get(`/r/${token}`)).text)).to.include(`It is held back: ${reason}`);
      });
    }

    it('goes out when the roster is put right and an organizer releases it by name, and is held again otherwise', async () => {
      const id = await takeLetter(world);
      await changeCouncil('Mara Lindqvist', 'Nora Newcomer');
      await world.sendDue();
      expect(await run('retry', '--campaign', CITY), 'nothing is released in passing').to.include('0 letters');
      expect(await run('retry', id)).to.include('1 letter is due again');
      await world.sendDue();
      expect((await historyOf(db(), id)).row.state).to.equal('held');
      await changeCouncil('Nora Newcomer', 'Mara Lindqvist');
      await run('retry', '--state', 'held');
      await world.sendDue();
      expect((await historyOf(db(), id)).row.state).to.equal('sent');
      expect(server.received).to.have.length(1);
      expect((await checkCounts(db(), { repair: false })).differences).to.deep.equal([]);
    });

    it('goes to the present address of the same person where an organizer says so, under the same Message-ID', async () => {
      const [id, other] = [await takeLetter(world), await takeLetter(world)];
      await changeCouncil('mayor@council.harbourview.example', 'new-mayor@post.harbourview.example');
      await world.sendDue();
      expect(server.received).to.deep.equal([]);
      expect(await run('retry', id, '--current-address')).to.include('1 letter is due again');
      const { reason } = (await historyOf(db(), id)).events.at(-1) ?? {};
      expect(reason).to.include(
        'Address changed from mayor@council.harbourview.example to new-mayor@post.harbourview.example.',
      );
      expect(await run('list', '--domain', 'post.harbourview.example'))
        .to.include(id)
        .and.not.include(other);
      await world.sendDue();
      expect(server.received.map(({ envelope }) => envelope.to)).to.deep.equal([
        ['new-mayor@post.harbourview.example'],
      ]);
      expect((await historyOf(db(), id)).row.state).to.equal('sent');
      expect((await historyOf(db(), other)).row.state).to.equal('held');
    });

    it('does not go to a successor, or again to the address that failed', async () => {
      const id = await takeLetter(world);
      await changeCouncil('Mara Lindqvist', 'Nora Newcomer');
      await world.sendDue();
      expect(await run('retry', id, '--current-address')).to.include('0 letters');
      expect(told).to.include(`${id}: Mara Lindqvist no longer holds this office.`);
      await changeCouncil('Nora Newcomer', 'Mara Lindqvist');
      expect(await run('retry', id, '--current-address')).to.include('0 letters');
      expect(told).to.match(/The address of Mara Lindqvist is still mayor@/);
      expect((await historyOf(db(), id)).row.state).to.equal('held');
    });

    it('is left to the supporter where an organizer says so', async () => {
      const id = await takeLetter(world);
      await changeCouncil('Mara Lindqvist', 'Nora Newcomer');
      await world.sendDue();
      expect(await run('hand-over', '--campaign', CITY)).to.include('1 letter is left to the supporter');
      expect(await run('list', '--channel', 'handover')).to.include(id);
      const [{ token } = { token: '' }] = await world.db('actions').select<{ token: string }[]>('token');
      const page = decode((await world.http.get(`/r/${token}`)).text);
      expect(page)
        .to.include(
          'the organizers leave it to you (10 March 2027, 07:00 PST). Please check first who holds the office',
        )
        .and.include('I sent it');
    });

    it('can be withdrawn', async () => {
      const id = await takeLetter(world);
      await changeCouncil('Mara Lindqvist', 'Nora Newcomer');
      await world.sendDue();
      await run('cancel', id);
      expect((await historyOf(db(), id)).row.state).to.equal('cancelled');
    });
  });
});
