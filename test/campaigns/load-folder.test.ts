import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCampaignFolder, type Loaded } from '../../src/campaigns/index.js';
import { importFile } from '../../src/data-sets/index.js';
import { officialsList } from '../../src/offices/index.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { InputError } from '../../src/platform/errors.js';
import { createLog } from '../../src/platform/log.js';
import { createWiring, type Wiring } from '../../src/wiring.js';
import { onEachDatabase, openTestDatabase } from '../support/databases.js';
import { needDatabase, postgresUrl } from '../support/services.js';
import { START, testConfig, useFolder } from '../support/world.js';
import { COUNCIL, LETTER, writeCampaign, YAML, yamlWith, type Files } from './folders.js';

/** The program over a data base, at a moment that does not move. */
function wiringOver(db: Db): Wiring {
  return createWiring(testConfig(), { db, log: createLog('silent'), clock: { now: () => START } });
}

/** `clarion data import officials` of a text. */
function useOfficials(wiring: Wiring, folder: string): (csv: string) => Promise<unknown> {
  const path = join(folder, 'officials.csv');
  return (csv) => {
    writeFileSync(path, csv);
    return importFile(wiring, { source: officialsList, path, options: { asOf: '2027-03-01' } });
  };
}

const TABLES = ['organizations', 'campaigns', 'campaign_versions', 'data_sets', 'bodies', 'offices', 'officials'];

async function rowsOf(db: Db): Promise<Record<string, number>> {
  const counts = TABLES.map((table) => `(SELECT COUNT(*) FROM ${table}) AS ${table}`);
  const [row] = await query<Record<string, number>>(db, `SELECT ${counts.join(', ')}`);
  return { ...row };
}

onEachDatabase('loading a campaign folder', (db) => {
  const folder = useFolder();
  let wiring: Wiring;
  beforeEach(() => {
    wiring = wiringOver(db());
  });
  const load = (files: Files = {}): Promise<Loaded> => loadCampaignFolder(wiring, writeCampaign(folder(), files));
  const holders = async (): Promise<string[]> => {
    const rows = await query<{ office: string; name: string; email: string | null }>(
      db(),
      `SELECT office_id AS office, name, email FROM officials WHERE ended_on IS NULL ORDER BY office_id`,
    );
    return rows.map(({ office, name, email }) => `${office}: ${name} ${email ?? 'without address'}`);
  };

  it('stores it as new, and the second time changes nothing', async () => {
    expect(await load()).to.deep.equal({ slug: 'night-shelter', change: 'new', version: 1 });
    const before = await rowsOf(db());
    expect(before).to.deep.equal({
      organizations: 1,
      campaigns: 1,
      campaign_versions: 1,
      data_sets: 1,
      bodies: 1,
      offices: 2,
      officials: 2,
    });
    expect(await load()).to.deep.equal({ slug: 'night-shelter', change: 'unchanged', version: 1 });
    expect(await rowsOf(db())).to.deep.equal(before);
  });

  for (const [what, files] of [
    ['campaign.yaml', { 'campaign.yaml': yamlWith('goal: 200', 'goal: 300') }],
    ['letter.hbs', { 'letter.hbs': LETTER.replace('fund', 'pay for') }],
    ['page.md', { 'page.md': '## Another page\n' }],
  ] as const) {
    it(`makes a new version of a change in ${what}, and keeps the old one`, async () => {
      await load();
      expect(await load(files)).to.deep.equal({ slug: 'night-shelter', change: 'new version', version: 2 });
      expect(await load(files)).to.deep.equal({ slug: 'night-shelter', change: 'unchanged', version: 2 });
      const [campaign] = await wiring.campaigns.list();
      const rows = await query<{ id: string; number: number }>(
        db(),
        'SELECT id, number FROM campaign_versions ORDER BY number',
      );
      expect(rows.map(({ number }) => number)).to.deep.equal([1, 2]);
      expect(campaign?.versionId).to.equal(rows[1]?.id);
      const versions = await wiring.campaigns.versions(rows.map(({ id }) => id));
      expect(versions.get(rows[0]?.id ?? '')).to.deep.include({ letterSource: LETTER });
    });
  }

  it('does not call a change of comments or key order a new version', async () => {
    await load();
    const reordered = `# Checked in March\nstatus: live\n${YAML}`;
    expect((await load({ 'campaign.yaml': reordered })).change).to.equal('unchanged');
  });

  it('stores nothing of a faulty folder, not even its list', async () => {
    const before = await rowsOf(db());
    const faulty = load({ 'letter.hbs': LETTER.replace('{{supporter.full_name}}', '') });
    expect(await faulty.catch((error: unknown) => error)).to.be.instanceOf(InputError);
    expect(await rowsOf(db())).to.deep.equal(before);
    expect(await wiring.campaigns.list()).to.deep.equal([]);
  });

  it('brings a changed list of officials up to date without a new version', async () => {
    await load();
    expect(await holders()).to.deep.equal([
      'shelter-town-council/mayor: Mara Lindqvist mayor@council.shelter.example',
      'shelter-town-council/ward-1: Jo Sands without address',
    ]);
    const csv = COUNCIL.replace('Mara Lindqvist', 'Ken Abe').replace(
      'Council,\n',
      'Council,jo@council.shelter.example\n',
    );
    expect((await load({ 'council.csv': csv })).change).to.equal('unchanged');
    expect(await holders()).to.deep.equal([
      'shelter-town-council/mayor: Ken Abe mayor@council.shelter.example',
      'shelter-town-council/ward-1: Jo Sands jo@council.shelter.example',
    ]);
    const roster = await wiring.roster.get();
    expect(roster.holderOf('shelter-town-council/mayor')?.name).to.equal('Ken Abe');
  });

  it('does not overwrite the officials that another campaign brought for a body of the same name', async () => {
    await load();
    const other = (csv: string): string => writeCampaign(folder(), { 'council.csv': csv }, 'other-town');
    const dir = other(COUNCIL.replace('Mara Lindqvist', 'Someone Else'));
    const error: unknown = await loadCampaignFolder(wiring, dir).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(InputError);
    expect((error as Error).message).to.equal(
      `${dir}/council.csv body: the officials of "Shelter Town Council" come from the list of the campaign ` +
        'night-shelter and would be overwritten; call your body something else, or change them there',
    );
    expect(await holders()).to.include('shelter-town-council/mayor: Mara Lindqvist mayor@council.shelter.example');
    expect(await wiring.campaigns.list()).to.have.length(1);
    expect((await loadCampaignFolder(wiring, other(`${COUNCIL}\n`))).change, 'the same officials').to.equal('new');
    await load({ 'council.csv': COUNCIL.replace('Mara Lindqvist', 'Ken Abe') });
    expect(await holders()).to.include('shelter-town-council/mayor: Ken Abe mayor@council.shelter.example');
  });

  it('leaves imported officials alone, and an import leaves those of a campaign', async () => {
    const officials = useOfficials(wiring, folder());
    await officials(COUNCIL.replaceAll('Shelter Town', 'River Town').replace('Mara Lindqvist', 'Mia Stone'));
    const refused = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'taken',
        (error: unknown) => (error as Error).message,
      );
    const river = COUNCIL.replaceAll('Shelter Town', 'River Town');
    expect(await refused(load({ 'council.csv': river }))).to.include('come from `clarion data import` and would be');
    await load();
    expect(await refused(officials(COUNCIL.replace('Mara Lindqvist', 'Mia Stone')))).to.include(
      'list of the campaign night-shelter',
    );
    expect(await refused(officials(COUNCIL))).to.equal('taken');
    expect(await refused(officials(river))).to.equal('taken');
  });

  it('gives the organization its new name and address', async () => {
    await load();
    const renamed = yamlWith(/name: .*/, 'name: Shelter Always').replace('1 Example Street', '2 Example Street');
    await load({ 'campaign.yaml': renamed });
    expect(await query(db(), 'SELECT slug, name, postal_address AS address FROM organizations')).to.deep.equal([
      { slug: 'shelter-now', name: 'Shelter Always', address: '2 Example Street, Harbourview' },
    ]);
  });
});

describe('two processes that load the same campaign at once', () => {
  const folder = useFolder();
  for (const [name, url] of [
    ['SQLite', () => `sqlite:${folder()}/clarion.sqlite`],
    ['PostgreSQL', () => postgresUrl],
  ] as const) {
    it(`store it once and seat nobody twice, on ${name}`, async function () {
      needDatabase(this, name);
      const address = url() ?? '';
      const first = await openTestDatabase(address);
      const second = openDb(first.url);
      try {
        const own = yamlWith('officials: council.csv', 'own: [us-senate]');
        const dirs = [
          writeCampaign(folder(), { 'campaign.yaml': own }, 'without-list'),
          writeCampaign(folder(), {}, 'with-list'),
        ];
        const wirings = [wiringOver(first.db), wiringOver(second)];
        // Both look before either writes, as two processes do that start together.
        await Promise.all(wirings.map(({ roster }) => roster.get()));
        for (const dir of dirs) {
          const loaded = await Promise.all(wirings.map((wiring) => loadCampaignFolder(wiring, dir)));
          expect(loaded.map(({ change }) => change).sort()).to.deep.equal(['new', 'unchanged']);
        }
        expect(await rowsOf(first.db)).to.include({ campaigns: 2, campaign_versions: 2, offices: 2, officials: 2 });
      } finally {
        await second.destroy();
        await first.close();
      }
    });
  }
});
