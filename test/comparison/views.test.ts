import type { Server } from 'node:http';
import { expect } from 'chai';
import { chromium, type Browser } from 'playwright-core';
import { VIEWS } from '../../src/comparison/index.js';
import type { Facts } from '../../src/comparison/index.js';
import { enterDeclared } from '../../src/partners/index.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { COALITION } from '../support/coalition.js';
import { sampleFacts } from '../support/comparison-facts.js';
import { changeCoalition, seedComparison } from '../support/comparison-seed.js';
import { textsOf } from '../support/pages.js';
import { needChromium } from '../support/services.js';
import { START, useWorld } from '../support/world.js';

const AT = `/compare/${COALITION}`;
const MAX_PAGE_BYTES = 150_000;

describe('what a comparison shows', function () {
  this.timeout(120_000);
  let facts: Facts | undefined;
  const world = useWorld({
    given: () => ({
      readFacts: (coalition) => Promise.resolve((facts ??= sampleFacts(coalition, START, 2_500))),
    }),
  });
  beforeEach(async () => {
    facts = undefined;
    await seedComparison(world());
    await changeCoalition(world(), { is_public: 1, goal: 10_000 });
  });

  const get = async (query: string): Promise<string> =>
    (
      await world()
        .http.get(AT + query)
        .expect(200)
    ).text;
  const headsOf = (html: string): string[] => textsOf(html, /<th scope="row">([^<]*)/g);

  it('is all partners with other links and no source, whose sum is that of the campaigns', async () => {
    const html = await get('');
    expect(headsOf(html)).to.include.members(['Harbourview Teachers', 'Other links', 'No source', 'All together']);
    const [foot = ''] = /<tfoot>[\s\S]*<\/tfoot>/.exec(html) ?? [];
    const total = (facts?.totals ?? []).reduce((sum, { actions }) => sum + actions, 0);
    expect(textsOf(foot, /<td class="number chosen">([^<]*)/g)).to.deep.equal([total.toLocaleString('en')]);
    expect(textsOf(html, /<p class="figure-value">([^<]*)/g)[0]).to.equal('2,500');
    expect(html).to.contain('of 10,000, the goal').and.contain('21,400 members as of 15 January 2027');
    expect(textsOf(html, /<p class="measure">([\s\S]*?)<\/p>/g)[0]).to.match(/^People who wrote: /);
  });

  it('is sorted by the head of a column, and turned by the same head', async () => {
    const first = await get('');
    expect(first).to.match(/aria-sort="descending"><a href="([^"]*)">People who wrote/);
    const [, turned = ''] = /aria-sort="descending"><a href="([^"]*)"/.exec(first) ?? [];
    const second = (await world().http.get(turned.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')).expect(200)).text;
    expect(second).to.contain('aria-sort="ascending"');
    const rows = (html: string): string[] => headsOf(html).filter((name) => name !== 'All together');
    expect(rows(second)[0]).to.equal('Interfaith Council');
    expect(rows(second).at(-1)).to.equal(rows(first)[0]);
    expect(rows(await get('?sort=name'))[0]).to.equal('Harbourview Chamber');
  });

  it('is narrowed to a campaign or a partner, and says how to see all again', async () => {
    const weeks = await get('?view=weeks&partner=teachers&campaign=hotel-training');
    expect(weeks)
      .to.contain('<option value="teachers" selected>')
      .and.contain('<option value="hotel-training" selected>');
    expect(weeks).to.match(/<a class="reset" href="[^"]*view&#x3D;weeks"|<a class="reset" href="[^"]*view=weeks"/);
    expect(textsOf(weeks, /<h4>([^<]*)/g)).to.deep.equal(['Harbourview Teachers']);
    const [states, all] = [await get('?view=states&partner=shops'), await get('?view=states')];
    expect(textsOf(all, /<h4>([^<]*)/g)).to.have.length(8);
    expect(states).to.contain('class="number few');
    expect(states).to.contain('Numbers under 10 people are hidden');
  });

  it('answers what it does not know with what it has, and says so', async () => {
    const html = await get('?view=moons&campaign=none&measure=luck&sort=-fate&show=1&rows=x&map=y&layer=z&view=weeks');
    expect(html).to.contain('<div class="note" role="status">').and.contain('There is no campaign “none”');
    await world().http.get(`${AT}?view=districts&layer=%00&partner=%27%22%3E%3Cscript%3E`).expect(200);
    expect(await get('?partner=%3Cscript%3E&view=weeks')).not.to.contain('<script>');
    await world().http.get('/compare/%00').expect(404);
  });

  it('shows the overlap as a matrix with each partner’s own people on its diagonal', async () => {
    const html = await get('?view=overlap');
    const [matrix = ''] = /<table class="matrix">[\s\S]*?<\/table>/.exec(html) ?? [];
    const rows = [...matrix.matchAll(/<tr><th scope="row">[\s\S]*?<\/tr>/g)].map(([row]) =>
      [...row.matchAll(/<td class="([^"]*)">/g)].map(([, className]) => className === 'own'),
    );
    expect(rows.length).to.be.at.least(5);
    rows.forEach((cells, row) => cells.forEach((isOwn, column) => expect(isOwn).to.equal(row === column)));
    expect(html).to.contain('By one partner only');
  });

  it('loads nothing from elsewhere, needs no script, and keeps numbers from elsewhere apart', async () => {
    const html = await get('');
    expect(html).not.to.match(/<script|style="|src="http/);
    expect(html).not.to.contain('Numbers that partners report from elsewhere');
    const coalition = await world().coalitions.get(COALITION);
    const [partner] = coalition.partners;
    if (!partner) expect.fail();
    const user = { id: 'somebody', name: 'Paula Partner' };
    const days = { fromOn: '2027-02-01', toOn: '2027-02-28', campaignId: null };
    const paper = {
      kind: 'paper',
      total: 1_200,
      ...days,
      source: 'Count of the box at the congress',
      note: '',
    } as const;
    await enterDeclared(world(), { partner, user }, [paper]);
    const apart = (await get('')).split('Numbers that partners report from elsewhere');
    expect(apart.slice(1).join()).to.match(/Letters on paper[\s\S]*1,200[\s\S]*1 February 2027 to 28 February 2027/);
    expect(apart[0]).not.to.contain('1,200');
  });

  describe('in a browser', () => {
    let browser: Browser | undefined;
    let server: Server | undefined;
    before(async function () {
      const executablePath = needChromium(this);
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    });
    after(async () => browser?.close());
    afterEach(() => {
      server?.closeAllConnections();
      server?.close();
    });

    it('is small, fits a phone, and axe finds nothing; on a projector the chart is seen at once', async () => {
      const listening = await listenApp(world().app);
      server = listening.server;
      const page =
        (await browser?.newPage({ viewport: { width: 360, height: 740 }, bypassCSP: true })) ?? expect.fail();
      const troubles: string[] = [];
      const paths = VIEWS.map((view) => `${AT}?view=${view}`);
      for (const path of ['/compare', ...paths, `${AT}?show=screen`, `${AT}?view=states&partner=shops`]) {
        const response = await page.goto(listening.base + path);
        if (response?.status() !== 200) troubles.push(`${path}: ${response?.status() ?? 'no answer'}`);
        const bytes = (await response?.body())?.length ?? 0;
        if (bytes > MAX_PAGE_BYTES) troubles.push(`${path}: ${bytes} bytes`);
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (width > 360) troubles.push(`${path}: ${width} px wide`);
        troubles.push(...(await axeFaults(page)).map((fault) => `${path}: ${fault}`));
      }
      await page.setViewportSize({ width: 1920, height: 1080 });
      for (const view of ['partners', 'weeks', 'states', 'overlap']) {
        await page.goto(`${listening.base}${AT}?view=${view}&show=screen`);
        const bottom = await page.evaluate<number>(
          `Math.max(...[...document.querySelectorAll('.headline, .bars, .columns-card svg.chart-wide, .map-card, .matrix')].map((one) => one.getBoundingClientRect().bottom))`,
        );
        if (!(bottom <= 1080)) troubles.push(`${view} on a projector ends at ${bottom} px`);
      }
      await page.close();
      expect(troubles).to.deep.equal([]);
    });
  });
});
