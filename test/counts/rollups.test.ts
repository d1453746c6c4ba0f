import { expect } from 'chai';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import * as backfill from '../../migrations/20261123-13-backfill-rollups.js';
import { createApp } from '../../src/app.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { checkCounts } from '../../src/counts/index.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { createLog } from '../../src/platform/log.js';
import { programPath } from '../../src/platform/paths.js';
import { bumpRevision } from '../../src/platform/revisions.js';
import { createWiring, loadStarter } from '../../src/wiring.js';
import { openTestDatabase } from '../support/databases.js';
import { needDatabase, postgresUrl } from '../support/services.js';
import { ana, ben, CITY, HOUR, START, testConfig, useFolder, useWorld } from '../support/world.js';

const ROLLUPS = ['action_counts', 'hour_counts', 'division_counts', 'area_counts'];

describe('the counters for dashboards', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const db = (): Db => world().db;
  const act = (campaign: string, supporter: object, more?: object): request.Test =>
    world()
      .http.post(`/api/v1/campaigns/${campaign}/actions`)
      .send({ supporter, ...more });
  /** A campaign of the same organization. */
  const openAnother = async (): Promise<string> => {
    const [city] = await query<object>(db(), 'SELECT * FROM campaigns WHERE slug = ?', [CITY]);
    await db()('campaigns').insert({ ...city, id: 'another', slug: 'another' });
    await bumpRevision(db(), 'campaigns');
    world().moveClock(1_000);
    return 'another';
  };
  const rowsOf = (table: string): Promise<Record<string, unknown>[]> =>
    query(db(), `SELECT * FROM ${table} ORDER BY 1, 2, 3`);
  const allRows = async () => {
    const rows = [];
    for (const table of ROLLUPS) rows.push(await rowsOf(table));
    return rows;
  };
  const differences = async () => (await checkCounts(db(), { repair: false })).differences;

  it('know who is new to the organization, and who comes again', async () => {
    const another = await openAnother();
    await act(CITY, ana, { source: 'partner-a' }).expect(201);
    await act(another, ana).expect(201);
    await act(another, ana).expect(201);
    await act(another, ben).expect(201);
    const [sums] = await query<{ actions: number; people: number }>(
      db(),
      'SELECT SUM(actions) AS actions, SUM(new_people) AS people FROM action_counts',
    );
    expect(sums).to.deep.equal({ actions: 3, people: 2 });
    expect(await differences()).to.deep.equal([]);
  });

  it('find the first of those that come together, though an earlier one is refused', async () => {
    await act(CITY, ben).set('Idempotency-Key', 'same').expect(201);
    const both = [act(CITY, ana).set('Idempotency-Key', 'same'), act(CITY, ana).set('Idempotency-Key', 'other')];
    expect((await Promise.all(both)).map(({ status }) => status)).to.deep.equal([409, 201]);
    const firsts = await query<{ first: number }>(db(), 'SELECT SUM(is_first) AS first FROM actions');
    expect(firsts[0]?.first).to.equal(2);
    expect(await differences()).to.deep.equal([]);
  });

  it('count by the hour and by where people live', async () => {
    await act(CITY, ana, { letter: { own_words: 'I live here.' } }).expect(201);
    world().moveClock(HOUR);
    await act(CITY, ben, { source: 'partner-a' }).expect(201);
    expect((await rowsOf('hour_counts')).map((row) => [row['hour_at'], row['actions']])).to.deep.equal([
      [START, 1],
      [START + HOUR, 1],
    ]);
    const states = await query(
      db(),
      `SELECT division, source, actions, own_words FROM division_counts WHERE layer = 'state' ORDER BY division`,
    );
    expect(states).to.deep.equal([
      { division: 'ocd-division/country:us/state:ca', source: 'partner-a', actions: 1, own_words: 0 },
      { division: 'ocd-division/country:us/state:co', source: '', actions: 1, own_words: 1 },
    ]);
  });

  it('are counted anew from rows after every text and name was emptied, and mended', async () => {
    await act(CITY, ana, { letter: { own_words: 'I live here.' } }).expect(201);
    await db().raw(
      `UPDATE actions SET given_name = '', family_name = '', postal_code = '', text = NULL, own_words = NULL`,
    );
    await db().raw(`UPDATE supporters SET email = '', email_key = id`);
    expect(await differences()).to.deep.equal([]);
    const before = await allRows();
    await db().raw('DELETE FROM hour_counts');
    await db().raw('UPDATE division_counts SET actions = 7, own_words = 0');
    await db().raw('UPDATE area_counts SET actions = 8');
    await db().raw(`UPDATE action_counts SET new_people = 4, source = 'nobody'`);
    expect((await differences()).map(({ table }) => table)).to.include.members(ROLLUPS);
    await checkCounts(db(), { repair: true });
    expect(await allRows()).to.deep.equal(before);
    expect(await differences()).to.deep.equal([]);
  });

  it('leave the views of a test as they are when its actions are mended', async () => {
    await act(CITY, ana).expect(201);
    await db().raw(`UPDATE actions SET variant = 'title:b'`);
    await db().raw(`INSERT INTO variant_counts (campaign_id, variant, views, actions, own_words)
                    SELECT campaign_id, 'title:b', 40, 9, 0 FROM actions`);
    await checkCounts(db(), { repair: true });
    expect((await rowsOf('variant_counts')).map(({ campaign_id: _, ...row }) => row)).to.deep.equal([
      { variant: 'title:b', views: 40, actions: 1, own_words: 0 },
    ]);
  });

  it('are filled from the rows of an installation that had none', async () => {
    await act(CITY, ana, { letter: { own_words: 'I live here.' } }).expect(201);
    await act(CITY, ben, { source: 'partner-a' }).expect(201);
    const before = await allRows();
    await backfill.down(db());
    await db().raw('UPDATE actions SET is_first = 0');
    await db().raw('UPDATE action_counts SET new_people = 0');
    await backfill.up(db());
    expect(await allRows()).to.deep.equal(before);
    expect(await differences()).to.deep.equal([]);
  });
});

/** The program over a data base that it shares with others. */
async function openCity(db: Db): Promise<TestAgent> {
  const wiring = createWiring(testConfig(), { db, log: createLog('silent'), clock: { now: () => START } });
  await loadStarter(wiring);
  await loadCampaignFolder(wiring, programPath('campaigns', CITY));
  return request.agent(createApp(wiring));
}

describe('two processes that take letters side by side', () => {
  const folder = useFolder();
  for (const [name, url] of [
    ['SQLite', () => `sqlite:${folder()}/clarion.sqlite`],
    ['PostgreSQL', () => postgresUrl],
  ] as const) {
    it(`never lock each other out, and every counter is right, on ${name}`, async function () {
      needDatabase(this, name);
      const address = url() ?? '';
      const first = await openTestDatabase(address);
      const second = openDb(first.url);
      try {
        const programs = [await openCity(first.db), await openCity(second)];
        const codes = ['80202', '90210', '10001', '60601'];
        const acting = programs.flatMap((http, process) =>
          Array.from({ length: 30 }, (_, index) => {
            // Half of the people act in both processes.
            const email = `p${index % 2 ? index : `${process}-${index}`}@supporter.example`;
            const supporter = { ...ana, email, postal_code: codes[index % 4] };
            const source = `partner-${(index + process) % 3}`;
            return http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, source });
          }),
        );
        const statuses = (await Promise.all(acting)).map(({ status }) => status);
        expect(new Set(statuses), 'who acts twice is told the same').to.deep.equal(new Set([201]));
        const { differences, actions } = await checkCounts(second, { repair: false });
        expect({ differences, actions }).to.deep.equal({ differences: [], actions: 45 });
      } finally {
        await second.destroy();
        await first.close();
      }
    });
  }
});
