import { expect } from 'chai';
import request from 'supertest';
import { createApp } from '../../src/app.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { addCountsCommands, checkCounts, readCounts } from '../../src/counts/index.js';
import { openDb, type Db } from '../../src/platform/db.js';
import { createLog } from '../../src/platform/log.js';
import { programPath } from '../../src/platform/paths.js';
import { createWiring, type Wiring } from '../../src/wiring.js';
import { runCommand, type Ran } from '../support/commands.js';
import { onEachDatabase, openTestDatabase } from '../support/databases.js';
import { needDatabase, postgresUrl } from '../support/services.js';
import { ana, ben, CITY, START, testConfig, useFolder } from '../support/world.js';

/** The program with the city's campaign, over any data base. */
async function openCity(db: Db): Promise<Wiring> {
  const wiring = createWiring(testConfig(), { db, log: createLog('silent'), clock: { now: () => START } });
  await loadCampaignFolder(wiring, programPath('campaigns', CITY));
  return wiring;
}

onEachDatabase('counters that were spoiled', (db) => {
  let campaignId = '';
  beforeEach(async () => {
    const wiring = await openCity(db());
    const http = request(createApp(wiring));
    for (const [supporter, source] of [
      [ana, 'partner-a'],
      [ben, undefined],
    ] as const) {
      await http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, source }).expect(201);
    }
    campaignId = (await wiring.campaigns.get(CITY)).id;
  });
  const check = (...flags: string[]): Promise<Ran> =>
    runCommand(
      (program) => addCountsCommands(program, (work) => work({ db: db(), checkPeople: () => Promise.resolve([]) })),
      ['counts', 'check', ...flags],
    );

  it('are found to be right as long as nobody touches them', async () => {
    expect(await check()).to.deep.equal({
      output: '2 actions and 8 letters counted. Every counter agrees with the rows.\n',
      exitCode: 0,
    });
  });

  const mayor = 'officeId harbourview-city-council/mayor';
  for (const [what, sql, differences] of [
    [
      'a row too many',
      `INSERT INTO letter_counts (campaign_id, office_id, source, state, letters, said_sent)
       SELECT id, 'nobody', '', 'delivered', 3, 0 FROM campaigns`,
      ['letter_counts: ID, officeId nobody, source (none), state delivered: letters is 3, the rows say 0'],
    ],
    [
      'changed numbers',
      `UPDATE action_counts SET actions = actions + 2, own_words = 7 WHERE source = 'partner-a'`,
      [
        'action_counts: ID, day 2027-03-10, source partner-a: actions is 3, the rows say 1',
        'action_counts: ID, day 2027-03-10, source partner-a: ownWords is 7, the rows say 0',
      ],
    ],
    [
      'a row that is gone',
      `DELETE FROM letter_counts WHERE source = '' AND office_id LIKE '%/mayor'`,
      [`letter_counts: ID, ${mayor}, source (none), state queued: letters is 0, the rows say 1`],
    ],
    [
      'letters under another state',
      `UPDATE letter_counts SET state = 'delivered' WHERE source = 'partner-a' AND office_id LIKE '%/mayor'`,
      [
        `letter_counts: ID, ${mayor}, source partner-a, state delivered: letters is 1, the rows say 0`,
        `letter_counts: ID, ${mayor}, source partner-a, state queued: letters is 0, the rows say 1`,
      ],
    ],
    [
      'a delivery that changed without them',
      `UPDATE deliveries SET said_sent_at = 1 WHERE state = 'handed_over' AND source = ''`,
      [
        'letter_counts: ID, officeId harbourview-city-council/ward-4, source (none), state handed_over: saidSent is 0, the rows say 1',
        'office_counts: ID, officeId harbourview-city-council/ward-4, state handed_over: saidSent is 0, the rows say 1',
        'source_counts: ID, source (none), state handed_over: saidSent is 0, the rows say 1',
      ],
    ],
  ] as const) {
    it(`are named exactly and mended: ${what}`, async () => {
      await db().raw(sql);
      const named = differences.map((line) => line.replace('ID', `campaignId ${campaignId}`));
      const found = await check();
      expect(found.exitCode).to.equal(1);
      expect(found.output.split('\n')).to.deep.equal([
        '2 actions and 8 letters counted.',
        ...named,
        'Run `clarion counts check --repair` to correct the counters.',
        '',
      ]);
      const mended = await check('--repair');
      expect(mended.exitCode).to.equal(0);
      expect(mended.output)
        .to.include(named.join('\n'))
        .and.match(/The counters were corrected\.\n$/);
      expect((await check()).output).to.match(/Every counter agrees with the rows\.\n$/);
    });
  }

  it('are only reported, never changed, without --repair', async () => {
    for (const table of ['letter_counts', 'office_counts']) await db()(table).delete();
    await check();
    expect((await readCounts(db(), campaignId)).letters.taken).to.equal(0);
    await check('--repair');
    expect((await readCounts(db(), campaignId)).letters).to.include({ taken: 8, waiting: 6, handed_over: 2 });
  });

  it('are told to programs as data', async () => {
    await db().raw(`UPDATE action_counts SET opt_ins = 9 WHERE source = ''`);
    expect(JSON.parse((await check('--json')).output)).to.deep.equal({
      differences: [
        {
          table: 'action_counts',
          key: `campaignId ${campaignId}, day 2027-03-10, source (none)`,
          measure: 'optIns',
          counted: 9,
          actual: 0,
        },
      ],
      letters: 8,
      people: [],
      actions: 2,
    });
  });
});

describe('a check while letters come in', () => {
  const folder = useFolder();
  for (const [name, url] of [
    ['SQLite', () => `sqlite:${folder()}/clarion.sqlite`],
    ['PostgreSQL', () => postgresUrl],
  ] as const) {
    it(`never finds a difference and never stands in their way, on ${name}`, async function () {
      needDatabase(this, name);
      const address = url() ?? '';
      const first = await openTestDatabase(address);
      const other = openDb(first.url);
      try {
        const http = request.agent(createApp(await openCity(first.db)));
        const acting = actMany(http);
        const [statuses, found] = await Promise.all([acting, checkDuring(other, acting)]);
        expect(statuses).to.deep.equal(statuses.map(() => 201));
        expect(found).to.deep.equal([]);
        expect(await checkCounts(other, { repair: false })).to.deep.equal({
          differences: [],
          actions: 60,
          letters: 240,
        });
      } finally {
        await other.destroy();
        await first.close();
      }
    });
  }

  /** Sixty people in ten waves; answers what each was told. */
  async function actMany(http: ReturnType<typeof request.agent>): Promise<number[]> {
    const statuses: number[] = [];
    for (let wave = 0; wave < 10; wave++) {
      const wavePeople = Array.from({ length: 6 }, (_, index) => ({
        ...ana,
        email: `${wave}-${index}@supporter.example`,
      }));
      const answers = wavePeople.map((supporter) => http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter }));
      statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
    }
    return statuses;
  }

  /** Checks until the work is done, every third time with repair; answers all differences. */
  async function checkDuring(db: Db, work: Promise<unknown>): Promise<unknown[]> {
    const found: unknown[] = [];
    const done = new AbortController();
    void work.finally(() => {
      done.abort();
    });
    for (let round = 0; !done.signal.aborted; round++) {
      found.push(...(await checkCounts(db, { repair: round % 3 === 0 })).differences);
    }
    return found;
  }
});
