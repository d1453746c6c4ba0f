import { expect } from 'chai';
import { readCounts } from '../../src/counts/index.js';
import { recordSaid, type Said } from '../../src/deliveries/index.js';
import { listDeliveries, type ListedDelivery } from '../../src/deliveries/store-list.js';
import { runCommand } from '../support/commands.js';
import { addDeliveryCommands } from '../../src/deliveries/index.js';
import { onEachDatabase } from '../support/databases.js';
import { openCityWorld, takeLetter } from '../support/letters.js';
import { ana, CITY, expectReconciled, type World } from '../support/world.js';

onEachDatabase('what a supporter says of a letter left to her', (db) => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    world = await openCityWorld(db());
    const offices = ['harbourview-city-council/ward-4'];
    await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana, offices });
    id = (await listed())?.id ?? expect.fail();
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  const listed = async (): Promise<ListedDelivery | undefined> =>
    (await listDeliveries(db(), { campaign: CITY, states: ['handed_over'] }, 9))[0];
  const say = (said: Said, of = id) => recordSaid(db(), of, { said, at: world.clock.now() });
  const standing = async () => {
    const { saidSentAt, saidFailedAt, saidFailedWhy } = (await listed()) ?? expect.fail();
    const campaign = (await world.campaigns.list()).find(({ slug }) => slug === CITY) ?? expect.fail();
    const { saidSent, saidFailed, letters } = await readCounts(db(), campaign.id);
    expect([letters.handed_over, letters.delivered]).to.deep.equal([1, 0]);
    return [saidSentAt !== null, saidFailedAt !== null, saidFailedWhy, saidSent, saidFailed];
  };

  it('is either that she sent it or that it did not work, counted once, and can be taken back', async () => {
    await say({ kind: 'failed', why: 'captcha' });
    await say({ kind: 'failed', why: 'other' });
    expect(await standing()).to.deep.equal([false, true, 'captcha', 0, 1]);
    await say({ kind: 'sent' });
    await say({ kind: 'sent' });
    expect(await standing()).to.deep.equal([true, false, null, 1, 0]);
    await say({ kind: 'failed', why: null });
    expect(await standing()).to.deep.equal([false, true, null, 0, 1]);
    await say({ kind: 'nothing' });
    await say({ kind: 'nothing' });
    expect(await standing()).to.deep.equal([false, false, null, 0, 0]);
  });

  it('changes nothing of a letter that we send', async () => {
    const byMail = await takeLetter(world);
    for (const said of [{ kind: 'sent' }, { kind: 'failed', why: null }] as const) await say(said, byMail);
    expect(await standing()).to.deep.equal([false, false, null, 0, 0]);
  });

  it('is told to the organizer at the command line', async () => {
    const run = async (...words: string[]): Promise<string> =>
      (await runCommand((program) => addDeliveryCommands(program, (work) => work(world)), ['deliveries', ...words]))
        .output;
    const list = (...words: string[]): Promise<string> => run('list', ...words);
    await say({ kind: 'failed', why: 'district' });
    expect(await list()).to.match(/handed_over .*supporter: it did not work \(the form said that this is another/);
    const [row] = JSON.parse(await list('--json')) as ListedDelivery[];
    expect(row).to.include({ saidFailedAt: world.clock.now(), saidFailedWhy: 'district', saidSentAt: null });
    await say({ kind: 'failed', why: null });
    await say({ kind: 'sent' });
    expect(await list()).to.match(/handed_over .*supporter: I sent it/);
    expect(await run('show', id)).to.match(/^Said +supporter: I sent it$/m);
  });
});
