import { expect } from 'chai';
import { createViewCounter, OTHER } from '../../src/counts/index.js';
import { MAX_NAMES } from '../../src/counts/view-counter.js';
import { query } from '../../src/platform/db.js';
import { createLog } from '../../src/platform/log.js';
import { isPageView, referrerOf } from '../../src/web/index.js';
import { copyCampaign, changeCampaign } from '../support/campaign-copies.js';
import { CITY, HOUR, useFolder, useWorld } from '../support/world.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('views of a campaign’s page', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const open = async (query = '', headers: Record<string, string> = {}) => {
    const answer = await world()
      .http.get(`/c/${CITY}${query}`)
      .set({ 'User-Agent': FIREFOX, ...headers });
    expect(answer.status).to.be.oneOf([200, 304]);
    return answer;
  };
  const views = async () => {
    await world().viewCounter.flush();
    const { id } = await world().campaigns.get(CITY);
    return query<{ day: string; source: string; views: number }>(
      world().db,
      'SELECT day, source, views FROM view_counts WHERE campaign_id = ? ORDER BY day, source',
      [id],
    );
  };
  const referrers = async () => {
    await world().viewCounter.flush();
    const { id } = await world().campaigns.get(CITY);
    return query<{ referrer: string; views: number }>(
      world().db,
      'SELECT referrer, views FROM referrer_counts WHERE campaign_id = ? ORDER BY views DESC, referrer',
      [id],
    );
  };

  it('are counted by day and source, new and known to the browser, without a cookie', async () => {
    const { headers } = await open('?source=partner-a');
    expect(headers).not.to.have.property('set-cookie');
    await open('?source=partner-a', { 'If-None-Match': headers['etag'] ?? '' });
    await open();
    // 05:00 UTC of the next day is still the same day in Harbourview.
    world().moveClock(14 * HOUR);
    await open();
    world().moveClock(6 * HOUR);
    await open();
    expect(await views()).to.deep.equal([
      { day: '2027-03-10', source: '', views: 2 },
      { day: '2027-03-10', source: 'partner-a', views: 2 },
      { day: '2027-03-11', source: '', views: 1 },
    ]);
    const { body } = (await world().http.get(`/api/v1/campaigns/${CITY}/counts`)) as { body: object };
    expect(body).to.include({ views: 5, conversion: 0 });
  });

  it('know the site whose link was followed by its host, and not our own', async () => {
    for (const Referer of [
      'https://www.news.example/2027/story?reader=ana%40supporter.example',
      'https://news.example/other',
      `${world().config.BASE_URL}/`,
      'https://user:secret@intranet/',
      'javascript:alert(1)',
      'no address',
    ])
      await open('', { Referer });
    expect(await referrers()).to.deep.equal([
      { referrer: '', views: 4 },
      { referrer: 'news.example', views: 2 },
    ]);
  });

  it('leave out pages loaded in advance, programs that name themselves, and asking for the head alone', async () => {
    await open('', { 'Sec-Purpose': 'prefetch;prerender' });
    await open('', { Purpose: 'prefetch' });
    await open('', { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' });
    await open('', { 'User-Agent': 'facebookexternalhit/1.1' });
    await world().http.head(`/c/${CITY}`).set('User-Agent', FIREFOX).expect(200);
    expect(await views()).to.deep.equal([]);
    expect(isPageView({ method: 'GET', headers: {} })).to.equal(true);
  });

  it('are not counted while the campaign takes no letters', async () => {
    const close = (text: string): string => `${text}\nstatus: paused\n`;
    await changeCampaign(
      world(),
      copyCampaign(folder(), CITY, { 'campaign.yaml': (text) => close(text.replace(/^status:.*\n/m, '')) }),
    );
    await open();
    expect(await views()).to.deep.equal([]);
  });

  it('fill neither memory nor tables when somebody makes sources and sites up', async () => {
    const counter = createViewCounter({ ...world(), log: createLog('silent') });
    const { id, file } = await world().campaigns.get(CITY);
    for (let at = 0; at < 3 * MAX_NAMES; at++) {
      counter.note({
        campaignId: id,
        timeZone: file.time_zone,
        source: `s${at}`,
        referrer: `h${at}.example`,
        variant: '',
      });
    }
    await counter.flush();
    const [bySource, bySite] = [await views(), await referrers()];
    expect(bySource).to.have.length(MAX_NAMES + 1);
    expect(bySource.find(({ source }) => source === OTHER)?.views).to.equal(2 * MAX_NAMES);
    expect(bySite).to.have.length(MAX_NAMES + 1);
  });

  it('wait for a data base that takes nothing, and are counted once it does', async () => {
    const failing = { transaction: () => Promise.reject(new Error('gone')) };
    let db = failing as unknown as ReturnType<typeof world>['db'];
    const counter = createViewCounter({
      clock: world().clock,
      log: createLog('silent'),
      get db() {
        return db;
      },
    });
    const { id, file } = await world().campaigns.get(CITY);
    const view = { campaignId: id, timeZone: file.time_zone, source: '', referrer: '', variant: '' };
    counter.note(view);
    await counter.flush();
    db = world().db;
    counter.note(view);
    await Promise.all([counter.flush(), counter.flush()]);
    expect(await views()).to.have.deep.members([{ day: '2027-03-10', source: '', views: 2 }]);
  });

  it('take nothing but a host name for a site', () => {
    const of = (referer: string): string =>
      referrerOf({ headers: { referer, host: 'act.example:3000' } }, 'https://a.example');
    expect(of('https://act.example/c/x')).to.equal('');
    expect(of('https://a.example/c/x')).to.equal('');
    expect(of(`https://${'long.'.repeat(30)}example/`)).to.equal('');
    expect(of('https://[::1]/')).to.equal('');
    expect(of('https://NEWS.example:8443/x')).to.equal('news.example');
  });
});
