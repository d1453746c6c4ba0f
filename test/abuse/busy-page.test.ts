import type { Server } from 'node:http';
import { expect } from 'chai';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createApp } from '../../src/app.js';
import { OverloadedError } from '../../src/platform/errors.js';
import { query } from '../../src/platform/db.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { needChromium } from '../support/services.js';
import { ana, CITY, useWorld } from '../support/world.js';

describe('the page for a letter that could not be taken yet', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });
  let browser: Browser;
  let server: Server;
  let base: string;
  let turnedAway: number;
  /** How many more times too much is going on. */
  let busyFor: number;

  before(async function () {
    browser = await chromium.launch({ executablePath: needChromium(this), args: CHROMIUM_FLAGS });
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
  });
  beforeEach(async () => {
    turnedAway = 0;
    const take: ReturnType<typeof world>['take'] = async (...asked) => {
      if (turnedAway < busyFor) {
        turnedAway += 1;
        throw new OverloadedError(60);
      }
      return world().take(...asked);
    };
    ({ base, server } = await listenApp(createApp({ ...world(), take })));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function sendLetter(javaScriptEnabled: boolean): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${base}/c/${CITY}`);
    await page.fill('#postal_code', ana.postal_code);
    await page.click('text=Find my lawmakers');
    await page.fill('#own_words', 'I clean rooms.\nMy sister does too.');
    await page.fill('#given_name', ana.given_name);
    await page.fill('#family_name', ana.family_name);
    await page.fill('#email', ana.email);
    await page.click('text=Send my 4 letters');
    await page.waitForSelector('form[data-again]');
    return page;
  }

  async function expectTakenOnce(page: Page): Promise<void> {
    await page.waitForSelector('#receipt');
    const sql = 'SELECT own_words AS "ownWords" FROM actions';
    const actions = await query<{ ownWords: string }>(world().db, sql);
    expect(actions).to.deep.equal([{ ownWords: 'I clean rooms.\nMy sister does too.' }]);
    await page.context().close();
  }

  it('sends it again by itself, says so, and leads to the receipt of one action', async () => {
    busyFor = 2;
    const page = await sendLetter(true);
    const says = page.locator('[role=status]');
    await says.filter({ hasText: 'tries again by itself in' }).waitFor();
    expect(await page.locator('.letter-text').first().textContent()).to.include('My sister does too.');
    expect(await axeFaults(page)).to.deep.equal([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).to.be.at.most(360);
    await page.clock.fastForward(90_000);
    await says.filter({ hasText: 'Still busy.' }).waitFor();
    await page.clock.fastForward(90_000);
    await expectTakenOnce(page);
    expect(turnedAway).to.equal(2);
  });

  it('has a button for who is impatient, or has no JavaScript', async () => {
    busyFor = 1;
    const page = await sendLetter(true);
    await page.click('button:has-text("Try now")');
    await expectTakenOnce(page);
    turnedAway = 0;
    const plain = await sendLetter(false);
    await plain.click('text=Try now');
    await expectTakenOnce(plain);
  });
});
