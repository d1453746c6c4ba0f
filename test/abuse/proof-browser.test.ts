import type { Server } from 'node:http';
import { expect } from 'chai';
import { chromium, type Browser, type Page } from 'playwright-core';
import { writeProtection } from '../../src/abuse/index.js';
import { CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { needChromium } from '../support/services.js';
import { ana, CITY, useWorld } from '../support/world.js';

describe('a letter to a protected campaign in a browser', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });
  let browser: Browser;
  let server: Server;
  let base: string;
  before(async function () {
    browser = await chromium.launch({ executablePath: needChromium(this), args: CHROMIUM_FLAGS });
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
  });
  beforeEach(async () => {
    ({ base, server } = await listenApp(world().app));
    const { id } = await world().campaigns.get(CITY);
    await writeProtection(world().db, { campaignId: id, mode: 'on', setBy: 'Olga', setAt: world().clock.now() });
    world().moveClock(5_000);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Writes a letter under the pages' own policies; answers the page that it leads to and what the browser complained of. */
  async function write(javaScriptEnabled: boolean): Promise<{ readonly page: Page; readonly troubles: string[] }> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(`${base}/c/${CITY}`);
    await page.fill('#postal_code', ana.postal_code);
    await page.click('text=Find my lawmakers');
    await page.waitForSelector('#given_name');
    for (const name of ['given_name', 'family_name', 'email'] as const) await page.fill(`#${name}`, ana[name]);
    expect(await page.locator('[data-without-script]:visible').count()).to.equal(javaScriptEnabled ? 0 : 1);
    expect(await page.locator('#comment_title').boundingBox(), 'the trap')
      .to.have.property('x')
      .below(-100);
    await page.click('text=Send my 4 letters');
    await page.waitForSelector('#receipt');
    return { page, troubles };
  }

  it('is sent by itself once the browser has done its sum', async () => {
    const { page, troubles } = await write(true);
    expect(troubles).to.deep.equal([]);
    expect(await page.locator('text=confirm your address').count()).to.equal(0);
    expect(await world().db('spent_proofs').select('proof')).to.have.length(1);
    await page.context().close();
  });

  it('waits for a confirmation where the browser runs no script', async () => {
    const { page } = await write(false);
    expect(await page.locator('text=confirm your address').count()).to.equal(1);
    await page.context().close();
  });
});
