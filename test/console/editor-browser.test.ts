import type { Server } from 'node:http';
import { expect } from 'chai';
import { chromium, type Browser, type Page } from 'playwright-core';
import { loadCampaignFolder, takeOver } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';
import { CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { formOf, submit } from '../support/pages.js';
import { needChromium } from '../support/services.js';
import { CITY, useWorld } from '../support/world.js';

describe('the editor in a browser', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });
  let browser: Browser | undefined;
  let server: Server | undefined;
  let base = '';

  before(async function () {
    const executablePath = needChromium(this);
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  });
  after(async () => browser?.close());
  beforeEach(async () => {
    await loadCampaignFolder(world(), programPath('campaigns', CITY));
    await takeOver(world().db, await world().campaigns.get(CITY));
    ({ server, base } = await listenApp(world().app));
  });
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const open = async (who: SignedIn, path: string): Promise<Page> => {
    const context = await browser?.newContext({ viewport: { width: 1280, height: 900 } });
    await context?.addCookies([{ name: 'clarion', value: who.cookie, url: base }]);
    const page = (await context?.newPage()) ?? expect.fail();
    await page.goto(`${base}${who.base}/campaigns/${CITY}/${path}`);
    return page;
  };

  it('shows in the preview what is typed, counts it, and puts merge fields where the cursor is', async () => {
    const page = await open(await signIn(world(), { campaign: CITY }), 'edit/page');
    const preview = page.frameLocator('[data-preview-frame]');
    await preview.getByRole('heading', { name: 'Train hotel staff' }).waitFor();
    await page.getByLabel('Title', { exact: true }).fill('Notice, ask, call');
    await preview.getByRole('heading', { name: 'Notice, ask, call' }).waitFor();
    expect(await page.locator('[data-count="title"]').textContent()).to.equal('17 of 120 characters');
    await page.getByLabel('Show', { exact: true }).selectOption('form');
    await preview.getByText('Nothing can be sent from here.').waitFor();
    expect(await world().db('actions').count<{ n: number }[]>('* as n')).to.deep.equal([{ n: 0 }]);

    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(page.url().replace('/page', '/letter'));
    const letter = page.getByLabel('Letter', { exact: true }).first();
    await letter.fill('Dear ');
    await page.getByText('Merge fields', { exact: true }).click();
    await page.getByRole('button', { name: '{{target.salutation}}' }).click();
    expect(await letter.inputValue()).to.equal('Dear {{target.salutation}}');
    await page.context().close();
  });

  it('gives back a form in which both changes stand when two people save', async () => {
    const [olga, omar] = [
      await signIn(world(), { campaign: CITY }),
      await signIn(world(), { campaign: CITY, name: 'Omar Haddad' }),
    ];
    const hers = await open(olga, 'edit/ask');
    await submit(omar.http, formOf(await omar.get(`/campaigns/${CITY}/edit/ask`), 'Save'), { goal: '900' });
    await hers.getByLabel('Topic').fill('Crime');
    await hers.getByRole('button', { name: 'Save' }).click();
    await hers.getByText('Omar Haddad saved version 2').waitFor();
    expect(await hers.getByLabel('Goal').inputValue()).to.equal('900');
    expect(await hers.getByLabel('Topic').inputValue()).to.equal('Crime');
    await hers.getByRole('button', { name: 'Save both changes' }).click();
    await hers.getByText('Saved as version 3.').waitFor();
    await hers.context().close();
  });

  it('shows a preview without a script when its button is pressed', async () => {
    const who = await signIn(world(), { campaign: CITY });
    const context = await browser?.newContext({ javaScriptEnabled: false });
    await context?.addCookies([{ name: 'clarion', value: who.cookie, url: base }]);
    const page = (await context?.newPage()) ?? expect.fail();
    await page.goto(`${base}${who.base}/campaigns/${CITY}/edit/page`);
    await page.locator('#title').fill('Without a script');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.frameLocator('[data-preview-frame]').getByRole('heading', { name: 'Without a script' }).waitFor();
    await context?.close();
  });
});
