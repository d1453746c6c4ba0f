import { expect } from 'chai';
import { csvOf } from '../../../src/console/dashboard/csv.js';
import { testsPart } from '../../../src/console/dashboard/tests-part.js';
import { loadCampaignFolder } from '../../../src/campaigns/index.js';
import { programPath } from '../../../src/platform/paths.js';
import { seedConsole } from '../../support/console-seed.js';
import { seedCounters } from '../../support/dashboard-seed.js';
import { openTestDatabase, type TestDatabase } from '../../support/databases.js';
import { openCityWorld } from '../../support/letters.js';
import { signIn, type SignedIn } from '../../support/organizers.js';
import { decode, textsOf } from '../../support/pages.js';
import { CITY, NATIONAL, useFolder, useWorld, type World } from '../../support/world.js';

const number = (text: string): number => Number(text.replaceAll(',', ''));

describe('a campaign’s dashboard', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('adds up the letters before an organizer’s eyes, each term with its meaning and a way to its rows', async () => {
    const { owner } = await seedConsole(world(), folder());
    const html = decode(await owner.get(`/campaigns/${CITY}`));
    const sum = /<p class="sum">[\s\S]*?<\/p>/.exec(html)?.[0] ?? '';
    const [taken = 0, ...terms] = textsOf(sum, /<strong[^>]*>([^<]*)<\/strong>/g).map(number);
    expect(terms).to.have.length(6);
    expect(taken).to.be.above(40);
    expect(terms.reduce((all, term) => all + term, 0)).to.equal(taken);
    for (const term of ['waiting', 'delivered', 'failed', 'handed_over', 'cancelled', 'previewed'])
      expect(html).to.contain(`href="${owner.base}/campaigns/${CITY}/letters?term=${term}"`);
    expect(html).to.contain('Never counted as delivered.').and.to.contain('they say they sent it');
    expect(html).to.match(/aria-label="\d+ letters taken: \d+ delivered, /);
  });

  it('leads from what needs somebody to the letters that do, on the list of campaigns as well', async () => {
    const { owner } = await seedConsole(world(), folder());
    for (const html of [await owner.get(''), await owner.get(`/campaigns/${CITY}`)].map(decode)) {
      expect(html).to.match(/letters\?term=failed">3 letters failed</);
      expect(html).to.match(/letters\?state=unknown">1 letter needs a decision/);
      expect(html).to.match(/letters\?state=held">\d+ letters are held back/);
    }
  });

  it('says what to do where nobody has written, and does not fill the page with noughts', async () => {
    const olga = await signIn(world(), { campaign: CITY, role: 'analyst' });
    const html = await olga.get(`/campaigns/${CITY}?range=30`);
    expect(html).to.contain('Nobody has written yet').and.to.contain(`href="/c/${CITY}"`);
    expect(html).not.to.contain('class="chart');
    const numbers = await olga.get(`/campaigns/${CITY}/numbers?table=offices&page=-3&sort=nonsense`);
    expect(numbers).to.contain('Nothing was counted here yet.');
  });

  it('is nobody’s of another organization, in none of its forms', async () => {
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'owner' });
    for (const path of ['', '/numbers', '/numbers.csv', '/live'])
      await foreign.http.get(`${foreign.base}/campaigns/${CITY}${path}`).expect(404);
  });
});

describe('a dashboard over a million actions', function () {
  this.timeout(60_000);
  const SIZE = { days: 700, sources: 400, districts: 500, perDay: 1_430 };
  let database: TestDatabase | undefined;
  let world: World | undefined;
  let olga: SignedIn | undefined;
  const asked: string[] = [];
  const visit = (): SignedIn => olga ?? expect.fail();

  before(async () => {
    database = await openTestDatabase('sqlite::memory:');
    world = await openCityWorld(database.db);
    await loadCampaignFolder(world, programPath('campaigns', NATIONAL));
    await seedCounters(database.db, (await world.campaigns.get(NATIONAL)).id, SIZE);
    olga = await signIn(world, { campaign: NATIONAL, role: 'analyst' });
    database.db.on('query', ({ sql }: { sql: string }) => asked.push(sql));
  });
  after(async () => {
    world?.live.close();
    await database?.close();
  });

  it('stays a small page, and asks the counters only', async () => {
    asked.length = 0;
    for (const query of ['', '?range=today', '?range=7', '?range=30', '?by=day', '?map=state-tiles'])
      expect((await visit().get(`/campaigns/${NATIONAL}${query}`)).length, query).to.be.below(120_000);
    await visit().get('');
    expect(
      asked.filter((sql) => /\b(?:FROM|JOIN) (?:actions|letters|deliveries|supporters)\b/i.test(sql)),
    ).to.deep.equal([]);
  });

  it('shows the first of many and leads to all of them, page by page and in any order', async () => {
    const html = await visit().get(`/campaigns/${NATIONAL}`);
    expect(textsOf(html, /<p class="table-more">([\s\S]*?)<\/p>/g))
      .to.include('and 392 more')
      .and.to.include('and 492 more');
    const failed = await visit().get(`/campaigns/${NATIONAL}/numbers?table=offices&sort=failed`);
    const column = textsOf(failed, /<tr>([\s\S]*?)<\/tr>/g).length;
    expect(column).to.equal(51);
    expect(failed).to.match(/aria-sort="descending"[^>]*><a [^>]*>Failed</);
    const counts = [...failed.matchAll(/<tr><th scope="row">.*?<\/tr>/gs)].map(([row]) =>
      number(textsOf(row, /<td class="number">([^<]*)<\/td>/g)[3] ?? ''),
    );
    expect(counts).to.deep.equal([...counts].sort((one, other) => other - one));
    expect(await visit().get(`/campaigns/${NATIONAL}/numbers?table=offices&page=10`)).to.contain('page 10 of 10');
  });

  it('counts the same people in the range, the chart and the file', async () => {
    const html = await visit().get(`/campaigns/${NATIONAL}?range=7`);
    const stats = textsOf(html, /<dd><span[^>]*>([^<]*)<\/span>/g).map(number);
    const { text } = await visit().http.get(`${visit().base}/campaigns/${NATIONAL}/numbers.csv?table=days&range=7`);
    const rows = text.split('\r\n').filter((line) => /^\d/.test(line));
    expect(rows).to.have.length(7);
    expect(rows.reduce((sum, row) => sum + Number(row.split(',')[1]), 0)).to.equal(stats[0]);
    expect(decode(html))
      .to.contain(`By day`)
      .and.to.match(new RegExp(`7 days up to today: ${(stats[0] ?? 0).toLocaleString('en')} together`));
  });

  it('sends files that say what they count and hold no formula', async () => {
    await database?.db('referrer_counts').insert({
      campaign_id: (await world?.campaigns.get(NATIONAL))?.id,
      day: '2027-03-10',
      referrer: '=cmd|x,"y".example',
      views: 9_999,
    });
    const answer = await visit()
      .http.get(`${visit().base}/campaigns/${NATIONAL}/numbers.csv?table=referrers`)
      .expect(200);
    expect(answer.headers['content-disposition']).to.equal(
      'attachment; filename="reauthorize-tvpa-referrers-2027-03-10.csv"',
    );
    const lines = answer.text.split('\r\n');
    expect(lines[0]).to.equal('\uFEFF# Where readers came from: Renew the law that protects trafficking survivors');
    expect(lines[1]).to.contain('# Numbers of 10 March 2027, 10:00 EST.');
    expect(lines).to.include('Site,Views').and.to.include(`"'=cmd|x,""y"".example",9999`);
    const html = await visit().get(`/campaigns/${NATIONAL}/numbers?table=referrers`);
    expect(html).to.contain('&#x3D;cmd|x,&quot;y&quot;.example').and.not.to.contain('"y"');
  });
});

describe('a file of numbers', () => {
  it('lets nothing that an organizer wrote begin a cell of its own', () => {
    const table = { key: 'days', title: 'Days', about: '', of: 'Day', columns: [], rows: [] } as const;
    const [first] = csvOf(table, { campaign: 'Stop, now;=SUM(1)\n+2', moment: '' }).split('\r\n');
    expect(first).to.equal('\uFEFF# Days: Stop  now =SUM(1) +2');
  });
});

describe('a test of one text against another', () => {
  const text = (variant: string, views: number, actions: number) => {
    return { variant: `title:${variant}`, views, actions, ownWords: 0 };
  };

  it('names no winner before each was seen often enough, nor while it may be chance', () => {
    expect(testsPart([], 'title')).to.equal(undefined);
    expect(testsPart([text('a', 400, 1)], undefined)).to.equal(undefined);
    const says = (a: number, b: number, views: number) =>
      testsPart([text('a', views, a), text('b', views, b), { ...text('a', 9, 9), variant: 'old:a' }], 'title')
        ?.sentence;
    expect(says(1, 9, 49)).to.match(/^Nothing can be told yet/);
    expect(says(40, 50, 400)).to.equal('No difference can be told yet.');
    expect(says(300, 400, 4_000)).to.match(/more lead to a letter with text B than with text A\.$/);
  });
});
