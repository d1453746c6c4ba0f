import { expect } from 'chai';
import { addDeliveryCommands } from '../../src/deliveries/index.js';
import { checkCounts } from '../../src/counts/index.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { channelTo } from '../support/channels.js';
import { runCommand } from '../support/commands.js';
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
    const run = async (...args: string[]): Promise<string> => {
      const open = (work: (tools: World) => Promise<void>): Promise<void> => work(world);
      return (await runCommand((program) => addDeliveryCommands(program, open), ['deliveries', ...args])).output;
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

    it('can be withdrawn', async () => {
      const id = await takeLetter(world);
      await changeCouncil('Mara Lindqvist', 'Nora Newcomer');
      await world.sendDue();
      await run('cancel', id);
      expect((await historyOf(db(), id)).row.state).to.equal('cancelled');
    });
  });
});
