import type { Server } from 'node:http';
import { expect } from 'chai';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { checkCounts } from '../src/counts/index.js';
import { importFile } from '../src/data-sets/index.js';
import { districts, zipDistricts } from '../src/divisions/index.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from './support/chromium.js';
import { changeDelivery } from './support/campaign-copies.js';
import { takeOneInEach } from './support/receipt-states.js';
import { congressLegislators, contactForms } from '../src/offices/index.js';
import { needChromium, sharedData } from './support/services.js';
import { ana, CITY, DAY, NATIONAL, useFolder, useWorld } from './support/world.js';

const VIEWS = [
  { name: 'a desktop', width: 1280, height: 900, javaScriptEnabled: true },
  { name: 'a phone', width: 360, height: 740, javaScriptEnabled: true },
  { name: 'a phone without JavaScript', width: 360, height: 740, javaScriptEnabled: false },
];

describe('the pages in a browser', function () {
  this.timeout(60_000);
  const options = { keepsStarterPlaces: true };
  const world = useWorld(options);
  const folder = useFolder();
  let browser: Browser;
  let server: Server;
  let context: BrowserContext;
  let page: Page;
  let base: string;
  // axe needs the page's own timers, which stand still where JavaScript is off; what it asks does not depend on the width.
  let isAskedByAxe = true;
  const troubles: string[] = [];

  before(async function () {
    const executablePath = needChromium(this);
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
  });
  beforeEach(async () => {
    ({ base, server } = await listenApp(world().app));
    troubles.length = 0;
  });
  afterEach(async () => {
    await (context as BrowserContext | undefined)?.close();
    server.closeAllConnections();
    server.close();
  });

  async function open(view: (typeof VIEWS)[number]): Promise<void> {
    const { width, height, javaScriptEnabled } = view;
    context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled, bypassCSP: true });
    page = await context.newPage();
    isAskedByAxe = javaScriptEnabled && width < 1000;
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(base) && !request.url().startsWith('data:'))
        troubles.push(`loads ${request.url()}`);
    });
  }

  /** No fault that axe finds, nothing wider than the screen, no cookie, no script error, nothing from elsewhere. */
  async function expectSound(where: string): Promise<void> {
    if (isAskedByAxe) expect(await axeFaults(page), where).to.deep.equal([]);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width, `${where}: width`).to.be.at.most(page.viewportSize()?.width ?? 0);
    expect(await context.cookies(), `${where}: cookies`).to.deep.equal([]);
    expect(troubles, where).to.deep.equal([]);
  }

  for (const view of VIEWS) {
    it(`leads a supporter from the page to the receipt on ${view.name}`, async () => {
      await open(view);
      await page.goto(`${base}/`);
      await expectSound('list');
      await page.goto(`${base}/c/${CITY}`);
      await expectSound('campaign');
      await page.fill('#postal_code', 'nonsense');
      await page.click('text=Find my lawmakers');
      await page.waitForSelector('.faults');
      await expectSound('code with a fault');
      await page.fill('#postal_code', ana.postal_code);
      await page.click('text=Find my lawmakers');
      await page.waitForSelector('#given_name');
      expect(await page.locator('.target-name').allTextContents()).to.include('Councilmember Tobias Adeyemi');
      await expectSound('letter');

      await page.fill('#own_words', 'I clean rooms for a living.');
      await page.fill('#given_name', ana.given_name);
      await page.click('text=Send my 4 letters');
      await page.waitForSelector('.faults');
      expect(await page.inputValue('#own_words')).to.equal('I clean rooms for a living.');
      expect(await page.inputValue('#given_name')).to.equal('Ana');
      await expectSound('letter with faults');

      await page.fill('#family_name', ana.family_name);
      await page.fill('#email', ana.email);
      await page.click('text=Preview');
      await page.waitForSelector('.previews');
      expect(await page.locator('.previews .letter-text').first().textContent()).to.include(
        'Dear Mayor Lindqvist,\n\nI clean rooms',
      );
      await expectSound('preview');
      expect(await page.locator('input[name=opt_in]').isChecked()).to.equal(false);
      await page.click('text=Send my 4 letters');
      await page.waitForSelector('#receipt');
      expect(new URL(page.url()).pathname).to.match(/^\/r\/[\w-]{22}$/);
      await expectSound('receipt');

      await world().sendDue();
      await page.reload();
      expect(await page.locator('.pill-previewed').count()).to.equal(3);
      await page.click('text=I sent it');
      await page.waitForSelector('text=You said on');
      await page.goto(`${base}/outbox`);
      await expectSound('outbox');
      await page.click('.outbox a >> nth=0');
      await expectSound('a letter in the outbox');
      await page.goto(`${base}/c/uk-supply-chains`);
      await expectSound('a campaign that is not open');
      await page.goto(`${base}/nowhere`);
      await expectSound('no page');
    });
  }

  for (const view of VIEWS.slice(1)) {
    it(`tells a supporter of a letter in every state on ${view.name}, who takes one back`, async () => {
      const { path } = await takeOneInEach(world(), folder());
      await open(view);
      await page.goto(base + path);
      await expectSound('receipt in each state');
      for (const summary of await page.locator('.letter summary').all())
        if (await summary.isVisible()) await summary.click();
      await expectSound('receipt with all that can be opened');
      const taken = await page.locator('.letter:has(.pill-cancelled)').count();
      await page.click('text=Take this letter back >> nth=0');
      await page.waitForURL(/#letters$/);
      expect(await page.locator('.letter:has(.pill-cancelled)').count()).to.equal(taken + 1);
    });
  }

  it('lets a supporter confirm, tell of answers and stop mails on a phone, also without JavaScript', async () => {
    const mailOf = async (kind: string): Promise<string> => {
      await world().mailDue();
      const mails = await world().outboxMails.list(20);
      return (
        mails.map(({ mail }) => mail.text).find((text) => text.includes(kind)) ?? expect.fail(`no mail of ${kind}`)
      );
    };
    const follow = async (text: string, start: string): Promise<void> => {
      await page.goto(base + new URL(new RegExp(`\\S*${start}\\S*`).exec(text)?.[0] ?? '').pathname);
    };
    await changeDelivery(world(), folder(), { confirm_first: true });
    for (const view of VIEWS.slice(1)) {
      await open(view);
      const supporter = { ...ana, email: `${view.javaScriptEnabled ? 'a' : 'b'}@supporter.example` };
      const sent = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, copy: true });
      const receipt = new URL((sent.body as { receipt_url: string }).receipt_url).pathname;
      await page.goto(base + receipt);
      await page.click('text=Send the mail again');
      await page.waitForSelector('text=Please open the mail that we sent you');
      await expectSound('a receipt that waits to be confirmed');
      await follow(await mailOf('/confirm/'), '/confirm/');
      await expectSound('confirm');
      await page.focus('text=Yes, that was me');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=Your address is confirmed');
      await expectSound('confirmed');
      const copy = await mailOf('Here is the copy');
      await world().db('deliveries').where({ state: 'handed_over' }).update({ said_sent_at: world().clock.now() });
      await page.goto(`${base}${receipt}/answers`);
      await expectSound('answers');
      await page.click('text=Save');
      await page.waitForSelector('.faults');
      await expectSound('answers with a fault');
      await page.focus('input[type=radio] >> nth=0');
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=You told us that they answered');
      await expectSound('a receipt with an answer');
      await follow(copy, '/u/');
      await expectSound('stop mails');
      await page.click('text=Stop all mails to me');
      await page.waitForSelector('text=Undo');
      await expectSound('no more mails');
      await follow(copy, '/not-me/');
      await expectSound('not me');
      await page.click('button:has-text("That was not me")');
      await page.waitForSelector('text=Thank you for telling us');
      await expectSound('told that it was not them');
      await page.goto(`${base}/outbox`);
      await page.click('a[href^="/outbox/mails/"] >> nth=0');
      await expectSound('a mail in the outbox');
      await context.close();
    }
    await checkCounts(world().db, { repair: true });
  });

  it('asks whose a letter is where two were written, on a phone, also without JavaScript', async () => {
    await changeDelivery(world(), folder(), { withdraw_minutes: 60 });
    for (const view of VIEWS.slice(1)) {
      await open(view);
      const supporter = { ...ana, email: `${view.javaScriptEnabled ? 'c' : 'd'}@supporter.example` };
      for (const own_words of ['Written by a stranger.', 'Written by Ana.'])
        await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, letter: { own_words } });
      await world().mailDue();
      const [mail] = await world().outboxMails.list(1);
      await page.goto(base + new URL(/\S*whose\b/.exec(mail?.mail.text ?? '')?.[0] ?? '').pathname);
      await expectSound('which of these letters is yours');
      await page.focus('text=The first was not me. Send this one.');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=Your own letter is taken');
      await expectSound('her own letter is taken');
      await context.close();
    }
  });

  it('lets who uses the keyboard skip to the content, and back to the step before', async () => {
    await open(VIEWS[0] ?? expect.fail());
    await page.goto(`${base}/c/${CITY}`);
    const skip = async (): Promise<void> => {
      await page.focus('.skip');
      await page.keyboard.press('Enter');
      await page.waitForFunction('document.activeElement.id === "main"');
    };
    await page.evaluate('document.body.dataset.same = "yes"');
    await skip();
    expect(await page.getAttribute('body', 'data-same')).to.equal('yes');
    await page.goto(`${base}/c/${CITY}`);
    await page.fill('#postal_code', ana.postal_code);
    await page.click('text=Find my lawmakers');
    await page.waitForSelector('#given_name');
    await skip();
    await page.goBack();
    expect(await page.locator('#given_name').count()).to.equal(1);
    await page.goBack();
    await page.waitForSelector('#postal_code');
    expect(await page.locator('#given_name').count()).to.equal(0);
  });

  it('leaves for a harmless site when Escape is pressed twice', async () => {
    await open(VIEWS[0] ?? expect.fail());
    await page.route('https://www.weather.gov/', (route) => route.fulfill({ body: 'sunny' }));
    await page.goto(`${base}/c/${CITY}`);
    troubles.length = 0;
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForURL('https://www.weather.gov/');
    expect(await page.textContent('body')).to.equal('sunny');
  });

  describe('with rosters, tables and maps', () => {
    before(() => {
      options.keepsStarterPlaces = false;
    });
    after(() => {
      options.keepsStarterPlaces = true;
    });

    // One test, because the data take longer to load than all that is looked at.
    it('asks for the district by keyboard, finds it by position, and helps to send letters by hand', async function () {
      const legislators = sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz');
      for (const [source, path, asOf] of [
        [congressLegislators, legislators, '2026-06-15'],
        [contactForms, sharedData(this, 'us-contact-forms', 'contact-forms.json.gz'), '2026-06-15'],
        [zipDistricts, sharedData(this, 'us-zip-to-district', 'zccd.csv.gz'), '2024-11-12'],
        [districts, sharedData(this, 'us-congressional-districts', 'us-cd119.geojson.gz'), '2024-11-12'],
      ] as const)
        await importFile(world(), { source, path, options: { asOf } });
      world().moveClock(2_000);
      await open(VIEWS[1] ?? expect.fail());
      await chooseByKeyboard();
      await sendByHand();
      // Back into the 119th Congress, whose map this is.
      world().moveClock(-90 * DAY);
      await findByPosition();
    });

    async function chooseByKeyboard(): Promise<void> {
      await page.goto(`${base}/c/${NATIONAL}`);
      await page.focus('#postal_code');
      await page.keyboard.type('53811');
      await page.keyboard.press('Enter');
      await page.waitForSelector('input[name=district]');
      await expectSound('choice');
      await page.focus('input[name=district] >> nth=0');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#given_name');
      expect(await page.locator('.target-name').allTextContents()).to.deep.equal([
        'Senator Tammy Baldwin',
        'Senator Ron Johnson',
        'Representative Derrick Van Orden',
      ]);
      await expectSound('letter by hand');
    }

    async function sendByHand(): Promise<void> {
      await page.goto(`${base}/c/${NATIONAL}`);
      // Arlington, Virginia: one senator's form takes 500 characters.
      await page.fill('#postal_code', '22201');
      await page.click('text=Find my lawmakers');
      await page.waitForSelector('#given_name');
      await page.click('summary:has-text("takes 500 characters")');
      await expectSound('letter to forms');
      for (const name of ['given_name', 'family_name', 'email'] as const) await page.fill(`#${name}`, ana[name]);
      await page.fill('#phone', '202-555-0147');
      await page.selectOption('#prefix', 'Ms.');
      await page.click('text=Prepare my 3 letters');
      await page.waitForSelector('#receipt');
      await page.click('summary:has-text("The letter") >> nth=1');
      expect(await page.locator('.ask-value').allTextContents()).to.include('202-555-0147');
      expect(await page.locator('.left-out').count()).to.equal(1);
      await expectSound('receipt of letters to send');
      await page.click('text=It did not work >> nth=0');
      await page.selectOption('select[name=reason] >> nth=0', 'captcha');
      await expectSound('what went wrong');
      await page.click('text=Tell the organizers >> nth=0');
      await page.waitForSelector('text=What you can do:');
      await expectSound('receipt after it did not work');
      await page.click('a:has-text("Print it") >> nth=0');
      await page.waitForSelector('.sheet');
      await expectSound('letter to print');
    }

    async function findByPosition(): Promise<void> {
      await context.grantPermissions(['geolocation']);
      await context.setGeolocation({ latitude: 42.7335, longitude: -90.4785 });
      await page.goto(`${base}/c/${NATIONAL}`);
      await page.fill('#postal_code', '53811');
      await page.click('text=Find my lawmakers');
      await page.click('text=Use my position');
      await page.waitForSelector('#given_name');
      expect(await page.locator('.target-name').allTextContents()).to.include('Representative Derrick Van Orden');
      await expectSound('letter after a position');
    }
  });
});
