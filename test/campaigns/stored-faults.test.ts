import { expect } from 'chai';
import { createFolderPreview } from '../../src/actions/index.js';
import { addCampaignCommands, loadCampaignFolder } from '../../src/campaigns/index.js';
import { query } from '../../src/platform/db.js';
import { programPath } from '../../src/platform/paths.js';
import { runCommand } from '../support/commands.js';
import { ana, CITY, NATIONAL, useWorld } from '../support/world.js';

type Stored = { letterSource: string; file: Record<string, unknown> };

/** What stricter rules could find in a campaign that an older program took. */
const FAULTS: readonly [string, (stored: Stored) => void, RegExp][] = [
  [
    'its letter is not signed',
    (stored) => (stored.letterSource = stored.letterSource.replace('{{supporter.full_name}}', 'A neighbour')),
    /the last paragraph must name the supporter/,
  ],
  ['a text is too long', (stored) => (stored.file['title'] = 'Long '.repeat(40)), /title: must have 120 characters/],
  ['it has a key that is no longer known', (stored) => (stored.file['banner'] = 'red'), /banner/],
];

describe('a stored campaign that a newer program would refuse', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const change = async (alter: (definition: string) => string): Promise<void> => {
    const { versionId } = await world().campaigns.get(CITY);
    const [row] = await query<{ definition: string }>(
      world().db,
      'SELECT definition FROM campaign_versions WHERE id = ?',
      [versionId],
    );
    await world()
      .db('campaign_versions')
      .where({ id: versionId })
      .update({ definition: alter(row?.definition ?? ''), checksum: 'of an older program' });
    await world().db('revisions').where({ name: 'campaigns' }).increment('number', 1);
    world().moveClock(2_000);
  };
  const changeStored = (alter: (stored: Stored) => void): Promise<void> =>
    change((definition) => {
      const stored = JSON.parse(definition) as Stored;
      alter(stored);
      return JSON.stringify(stored);
    });
  const check = async (): Promise<string> => {
    const tools = { ...world(), previewFolder: createFolderPreview(world()) };
    const open = (work: (given: never) => Promise<void>): Promise<void> => work(tools as never);
    return (await runCommand((program) => addCampaignCommands(program, open), ['campaigns', 'check', CITY])).output;
  };

  for (const [what, alter, said] of FAULTS) {
    it(`takes no letters and says so, while the others are served: ${what}`, async () => {
      await changeStored(alter);
      await world()
        .http.get('/')
        .expect(200, /Renew the law/);
      await world()
        .http.get(`/c/${CITY}`)
        .expect(200, /takes no letters at the moment/);
      await world().http.get(`/c/${NATIONAL}`).expect(200);
      const told = await world().http.get(`/api/v1/campaigns/${CITY}`).expect(200);
      expect(told.body).to.include({ open: false, status: 'faulty' });
      await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(409);
      expect(await check())
        .to.match(/The loaded version takes no letters/)
        .and.match(said);
    });
  }

  it('keeps the receipts and letters that were accepted as they were', async () => {
    const taken = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    await changeStored((stored) => (stored.letterSource = stored.letterSource.replace(/^.*target\..*$/m, 'Hello,')));
    const receipt = new URL((taken.body as { receipt_url: string }).receipt_url).pathname;
    await world()
      .http.get(receipt)
      .expect(200, /Hello,/);
    const [id = ''] = world().announced;
    const [delivery] = await query<{ letterId: string }>(
      world().db,
      'SELECT letter_id AS "letterId" FROM deliveries WHERE id = ?',
      [id],
    );
    const composed = await world().compose([{ id, letterId: delivery?.letterId } as never]);
    expect(composed.get(id)?.text).to.match(/^Hello,\n/);
  });

  it('is left out where it cannot be read at all, and the others are served', async () => {
    await change(() => '{');
    expect((await world().campaigns.list()).map(({ slug }) => slug))
      .to.include(NATIONAL)
      .and.not.include(CITY);
    await world().http.get('/').expect(200);
    await world().http.get(`/c/${CITY}`).expect(404);
    await changeStoredBack();
  });

  it('is open again once its corrected folder is loaded', async () => {
    await changeStored((stored) => (stored.file['banner'] = 'red'));
    await changeStoredBack();
  });

  async function changeStoredBack(): Promise<void> {
    const { change: made } = await loadCampaignFolder(world(), programPath('campaigns', CITY));
    expect(made).to.equal('new version');
    world().moveClock(2_000);
    expect(await world().campaigns.standing(await world().campaigns.get(CITY))).to.deep.equal({ kind: 'open' });
  }
});
