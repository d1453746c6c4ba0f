import type { Server } from 'node:http';
import { expect } from 'chai';
import { chromium, type Browser } from 'playwright-core';
import { consoleRoutes } from '../../src/console/index.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { consoleTools, fillParts, seedConsole } from '../support/console-seed.js';
import { needChromium } from '../support/services.js';
import { useFolder, useWorld } from '../support/world.js';

const MAX_PAGE_BYTES = 150_000;

/** Answers that are no pages: files and streams. */
const NO_PAGE = /\.(?:csv|pdf|zip|svg|png|json)$|\/(?:live|export)$/;

describe('each page of the console', function () {
  this.timeout(120_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
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

  it('is small, fits a phone, and axe finds nothing', async () => {
    const { owner, parts } = await seedConsole(world(), folder());
    const listening = await listenApp(world().app);
    server = listening.server;
    const tools = consoleTools(world());
    const paths = consoleRoutes(tools)
      .filter(({ method, path }) => method === 'get' && !NO_PAGE.test(path))
      .map(({ path }) => owner.base + fillParts(path, parts));
    const context = await browser?.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    const page = (await context?.newPage()) ?? expect.fail();
    await context?.addCookies([{ name: 'clarion', value: owner.cookie, url: listening.base }]);
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    for (const path of paths) {
      const response = await page.goto(listening.base + path);
      if (response?.status() !== 200) troubles.push(`${path}: ${response?.status() ?? 'no answer'}`);
      const bytes = (await response?.body())?.length ?? 0;
      if (bytes > MAX_PAGE_BYTES) troubles.push(`${path}: ${bytes} bytes`);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 360) troubles.push(`${path}: ${width} px wide`);
      troubles.push(...(await axeFaults(page)).map((fault) => `${path}: ${fault}`));
    }
    await context?.close();
    expect(troubles).to.deep.equal([]);
  });
});
