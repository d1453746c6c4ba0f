import type { Server } from 'node:http';
import { expect } from 'chai';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { consoleRoutes } from '../../src/console/index.js';
import { GOOD, makeAccount } from '../support/accounts.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { consoleTools, fillParts, seedConsole } from '../support/console-seed.js';
import { enter } from '../support/organizers.js';
import { addressPaths } from '../support/personal-links.js';
import { needChromium } from '../support/services.js';
import { useFolder, useWorld, type World } from '../support/world.js';

const MAX_PAGE_BYTES = 150_000;

/** Answers that are no pages: files and streams. */
const NO_PAGE = /\.(?:csv|pdf|zip|svg|png|json)$|\/(?:live|export)$/;

const PHONE = { viewport: { width: 360, height: 740 }, bypassCSP: true };

/** An address without a place to break at. */
const LONG = 'quite.a.long.name.of.somebody.reyes@mail.very-long-subdomain-of-a-union.example';

/** A browser, and the program at an address of this machine for who is signed in. */
function useBrowser() {
  let browser: Browser | undefined;
  let server: Server | undefined;
  before(async function () {
    const executablePath = needChromium(this);
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  });
  after(async () => browser?.close());
  afterEach(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
    server?.closeAllConnections();
    server?.close();
  });
  return async (world: World, cookie: string, options: BrowserContextOptions = PHONE): Promise<Page> => {
    const listening = await listenApp(world.app);
    server = listening.server;
    const context = await browser?.newContext({ ...options, baseURL: listening.base });
    await context?.addCookies([{ name: 'clarion', value: cookie, url: listening.base }]);
    return (await context?.newPage()) ?? expect.fail();
  };
}

/** What is wrong with pages on a phone. */
async function troublesOf(page: Page, paths: readonly string[]): Promise<string[]> {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  for (const path of paths) {
    const response = await page.goto(path);
    if (response?.status() !== 200) troubles.push(`${path}: ${response?.status() ?? 'no answer'}`);
    const bytes = (await response?.body())?.length ?? 0;
    if (bytes > MAX_PAGE_BYTES) troubles.push(`${path}: ${bytes} bytes`);
    troubles.push(...(await looksOf(page)).map((fault) => `${path}: ${fault}`));
  }
  return troubles;
}

async function looksOf(page: Page): Promise<string[]> {
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  return [...(width > 360 ? [`${width} px wide`] : []), ...(await axeFaults(page))];
}

describe('each page of the console', function () {
  this.timeout(120_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const open = useBrowser();

  it('is small, fits a phone, and axe finds nothing', async () => {
    const { owner, parts } = await seedConsole(world(), folder());
    const paths = consoleRoutes(consoleTools(world()))
      .filter(({ method, path }) => method === 'get' && !NO_PAGE.test(path))
      .map(({ path }) => owner.base + fillParts(path, parts));
    expect(await troublesOf(await open(world(), owner.cookie), paths)).to.deep.equal([]);
  });
});

describe('each page of an account', function () {
  this.timeout(60_000);
  // Nobody listens there: mails that nobody waits for are lost.
  const world = useWorld({ keepsStarterPlaces: true, config: { SMTP_URL: 'smtp://127.0.0.1:1' } });
  const open = useBrowser();

  it('is small, fits a phone, and axe finds nothing, also with faults', async () => {
    const { id, organization } = await makeAccount(world(), { email: LONG });
    const { cookie } = await enter(world(), id, organization.slug);
    const { confirm, stop } = await addressPaths(world(), id);
    const page = await open(world(), cookie);
    const paths = ['/account', '/account/second-factor', '/account/organizations/new', confirm, stop];
    expect(await troublesOf(page, paths)).to.deep.equal([]);
    await page.goto('/account');
    await page.getByLabel('New e-mail address').fill(LONG);
    await page.getByLabel('Your password', { exact: true }).fill(GOOD);
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.getByRole('link', { name: 'This is the address of the account already.' }).click();
    expect(await page.evaluate('document.activeElement.id')).to.equal('email');
    expect(await looksOf(page)).to.deep.equal([]);
  });

  it('changes the address by keys alone, and without script', async () => {
    const { id, organization } = await makeAccount(world());
    for (const javaScriptEnabled of [true, false]) {
      const { cookie } = await enter(world(), id, organization.slug);
      const page = await open(world(), cookie, { ...PHONE, javaScriptEnabled });
      await page.goto('/account');
      await page.getByLabel('New e-mail address').focus();
      await page.keyboard.type('olga@elsewhere.example');
      await page.keyboard.press('Tab');
      await page.keyboard.type(GOOD);
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('on its way to the new address').waitFor();
      const { confirm } = await addressPaths(world(), id);
      await page.goto(confirm);
      await page.getByRole('button', { name: 'Use this address' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('Your address was changed').waitFor();
      await world().errands.idle();
      await world()
        .db('users')
        .where({ id })
        .update({ email: 'olga@organizer.example', email_key: 'olga@organizer.example' });
      await page.context().close();
    }
  });
});
