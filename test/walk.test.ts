import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startMailServer, type MailServer, type ReceivedMail } from './support/mail-server.js';
import { runHere, startProgram, type RunningProgram } from './support/program.js';
import { findChromium, skip } from './support/services.js';
import { beginWalk, followLinks, freePort, until, type Walk, type Walker } from './support/walk.js';
import { useFolder } from './support/world.js';

const TITLE = 'A crossing at Lakeside School';
const CONSOLE = '/console/lakeside-residents';
const SLUG = 'a-crossing-at-lakeside-school';
const CAMPAIGN = `${CONSOLE}/campaigns/${SLUG}`;
const OWN_WORDS = 'My two children cross there every morning.';
const OUTCOME = 'The council voted for the crossing. It will be built in spring.';

const COUNCIL = `name,office,title,body,email
Noor Haddad,Ward 1,Councilmember,Lakeside Council,ward1@council.example
Jonas Weber,Ward 2,Councilmember,Lakeside Council,ward2@council.example
`;

const LETTER = `Dear {{target.salutation}},

Please vote to build a crossing at Lakeside School. Children cross a wide road there, and no light stops the cars.

Please tell me how you will vote.

Sincerely,
{{supporter.full_name}}
{{supporter.address}}
`;

/** What everybody in the walk shares. */
type Scene = { readonly mail: MailServer; readonly walk: Walk; readonly base: string; readonly folder: string };

type Start = (name: string) => Promise<RunningProgram>;

describe('from the first start to a campaign that won', function () {
  this.timeout(240_000);
  const folder = useFolder();
  const programs: RunningProgram[] = [];
  let mail: MailServer;
  let walk: Walk | undefined;

  before(function () {
    if (!findChromium()) skip(this, 'no Chromium; set CHROMIUM to its path');
  });
  beforeEach(async () => {
    mail = await startMailServer();
    walk = await beginWalk(findChromium() ?? expect.fail());
  });
  afterEach(async () => {
    await walk?.end();
    for (const program of programs.splice(0)) await program.stop();
    await mail.close();
  });
  const start = async (name: string): Promise<RunningProgram> => {
    const program = await startIn(folder(), name, mail.url);
    programs.push(program);
    return program;
  };

  it('is one way that an organizer walks with a browser, on a desktop and then on a phone', async () => {
    const program = await start('first');
    const scene = { mail, walk: walk ?? expect.fail(), base: program.address, folder: folder() };
    const desk = await scene.walk.come(scene.base, 'desktop');
    await setUp(desk, program);
    await makeCampaign(desk);
    await editCampaign(desk);
    await tryLetters(desk, scene);
    await inviteReviewer(desk, scene);
    await launch(desk);
    await watchSupporterWrite(desk, scene);
    await followLinks(desk.page, [CONSOLE, CAMPAIGN, `${CAMPAIGN}/launch`, `${CONSOLE}/settings`]);
    const phone = await scene.walk.come(scene.base, 'phone');
    await signIn(phone);
    await seeLetters(phone, scene);
    await pauseAndGoOn(phone);
    await recordPosition(phone);
    await lookAfterPeople(phone);
    await win(phone);
    const zip = await exportCampaign(phone, scene);
    await loadElsewhere(scene, zip, start);
    expect(scene.walk.troubles).to.deep.equal([]);
  });
});

async function startIn(folder: string, name: string, smtpUrl: string): Promise<RunningProgram> {
  const port = await freePort();
  return startProgram('start', folder, { ...environmentOf(folder, name), PORT: port, ...mailOf(port, smtpUrl) });
}

function environmentOf(folder: string, name: string) {
  return { DATABASE_URL: `sqlite:${join(folder, `${name}.sqlite`)}`, LOG_LEVEL: 'silent' };
}

function mailOf(port: string, smtpUrl: string) {
  return { BASE_URL: `http://127.0.0.1:${port}`, SMTP_URL: smtpUrl, MAIL_FROM: 'letters@lakeside.example' };
}

async function setUp({ page, pass, stop }: Walker, program: RunningProgram): Promise<void> {
  const link = /Make the first account here.*?(http\S+)/.exec(program.output())?.[1] ?? expect.fail(program.output());
  await page.goto(link);
  await pass('01-setup');
  await page.getByLabel('Your name').fill('Olga Owens');
  await page.getByLabel('E-mail address').fill('olga@lakeside.example');
  await page.getByLabel('Password', { exact: true }).fill('seven herons on the pier');
  await page.getByLabel('Name', { exact: true }).fill('Lakeside Residents');
  await page.getByLabel('Postal address').fill('1 Lake Road, Lakeside');
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('heading', { name: 'No campaign yet' }).waitFor();
  await stop('02-campaigns-empty');
}

async function makeCampaign({ page, pass }: Walker): Promise<void> {
  await page.getByRole('link', { name: 'Begin a campaign' }).click();
  await page.getByLabel('Title').fill(TITLE);
  await pass('03-new');
  await page.getByLabel('A city council').check();
  await page.getByRole('button', { name: 'Make the campaign' }).click();
  await page.getByText('Your campaign is made, as a draft.').waitFor();
  await pass('04-edit');
}

async function editCampaign({ page, pass }: Walker): Promise<void> {
  const save = async (part: string, link: string): Promise<void> => {
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved as version').waitFor();
    await pass(part);
    if (link !== '') await page.getByRole('link', { name: link, exact: true }).click();
  };
  const preview = page.frameLocator('[data-preview-frame]');
  await page.getByLabel('Summary').fill('Children cross a wide road to get to school. Ask the council for a light.');
  await page.getByLabel('Text of the page').fill('## Why here\n\nTwo hundred children cross Lake Road each day.');
  await preview.getByText('Two hundred children').waitFor();
  await save('05-edit-page', 'Ask and dates');
  await page.getByLabel('What lawmakers are asked to do').fill('Build a crossing with a light at Lakeside School.');
  await page.getByLabel('Goal').fill('100');
  await save('06-edit-ask', 'Targets');
  await page.getByLabel('Your own list').fill(COUNCIL);
  await save('07-edit-targets', 'Letter');
  await page.getByLabel('Subject').first().fill('Please vote for the crossing');
  await page.getByLabel('Letter', { exact: true }).first().fill(LETTER);
  await preview.getByText('Children cross a wide road there').first().waitFor();
  await save('08-edit-letter', 'Safety');
  await pass('09-edit-safety');
}

async function tryLetters({ page, pass, stop }: Walker, { mail }: Scene): Promise<void> {
  await page.getByRole('link', { name: 'Launch', exact: true }).click();
  await page.getByRole('heading', { name: 'Checklist' }).waitFor();
  await stop('10-launch');
  await page.getByText('Whom supporters write to').click();
  await page.getByRole('link', { name: 'See every office' }).click();
  await pass('11-targets');
  await page.goBack();
  await page.getByRole('link', { name: 'Test run to yourself' }).click();
  await page.getByRole('button', { name: 'Send them to me' }).click();
  await page.getByRole('heading', { name: 'What became of them' }).waitFor();
  await pass('12-test-run');
  expect(mail.received.length).to.be.greaterThan(0);
  expect(new Set(mail.received.map(recipientOf))).to.deep.equal(new Set(['olga@lakeside.example']));
}

async function inviteReviewer({ page, pass }: Walker, { mail, walk, base }: Scene): Promise<void> {
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByLabel('E-mail address').fill('rae@lakeside.example');
  await page.getByLabel('reviewer').check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  const invitation = await until('the invitation', () => mailTo(mail, 'rae@lakeside.example'));
  await pass('13-members');
  const rae = await walk.come(base, 'phone');
  await rae.page.goto(/http\S+/.exec(invitation.mail.text ?? '')?.[0] ?? expect.fail());
  await rae.page.getByLabel('Your name').fill('Rae Rivera');
  await rae.page.getByLabel('Password', { exact: true }).fill('nine lanterns by the water');
  await rae.pass('14-invitation');
  await rae.page.getByRole('button', { name: 'Make the account and accept' }).click();
  await rae.page.getByRole('heading', { name: 'Campaigns' }).waitFor();
  await rae.pass('15-reviewer');
}

async function launch({ page, stop }: Walker): Promise<void> {
  await page.goto(`${CAMPAIGN}/launch`);
  const accept = page.getByLabel('I open it although');
  if (await accept.isVisible()) await accept.check();
  await page.getByRole('button', { name: 'Open the campaign' }).click();
  await page.getByRole('heading', { name: 'The campaign is open' }).waitFor();
  await stop('16-launched');
}

async function watchSupporterWrite(desk: Walker, { walk, base }: Scene): Promise<void> {
  await desk.page.goto(CAMPAIGN);
  await desk.pass('17-overview-empty');
  const { page, pass, stop } = await walk.come(base, 'phone');
  await page.goto(`/c/${SLUG}`);
  await stop('18-public');
  await page.getByLabel('Your ZIP code').fill('98101');
  await page.locator('#act button').click();
  await page.getByLabel('In your own words').fill(OWN_WORDS);
  await page.getByLabel('First name').fill('Ana');
  await page.getByLabel('Last name').fill('Lima');
  await page.getByLabel('E-mail', { exact: true }).fill('ana.lima@supporter.example');
  await page.getByLabel('Lakeside Residents may write to me').check();
  // Whoever sends sooner is taken for a program.
  await page.waitForTimeout(3_000);
  await page.getByRole('button', { name: /^Send/ }).click();
  await page.getByText('ward', { exact: false }).first().waitFor();
  await pass('19-receipt');
  // The page of the organizer was never loaded again.
  await desk.page.locator('[data-live-text="people"]', { hasText: '1' }).waitFor();
  await desk.page.getByRole('link', { name: 'Refresh' }).click();
  await desk.stop('20-overview');
}

async function signIn({ page, pass }: Walker): Promise<void> {
  await page.goto(CAMPAIGN);
  await page.getByLabel('E-mail address').fill('olga@lakeside.example');
  await page.getByLabel('Password', { exact: true }).fill('seven herons on the pier');
  await pass('21-sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /^Overview/ }).waitFor();
  await page.waitForLoadState();
}

async function seeLetters({ page, pass, stop }: Walker, { mail }: Scene): Promise<void> {
  const sent = await until('the letter', () => mailTo(mail, 'ward1@council.example'));
  expect(sent.mail.text).to.include(OWN_WORDS);
  await tab(page, 'Letters');
  await page.getByRole('link', { name: /Haddad/ }).waitFor();
  await stop('22-letters');
  await page.getByRole('link', { name: /Haddad/ }).click();
  await page.getByText('250').first().waitFor();
  await pass('23-letter');
}

async function pauseAndGoOn({ page, pass }: Walker): Promise<void> {
  await tab(page, 'Launch');
  await page.getByRole('button', { name: 'Pause the campaign' }).click();
  await page.getByRole('heading', { name: 'The campaign is paused' }).waitFor();
  await pass('24-paused');
  const paused = page.getByRole('region', { name: 'The campaign is paused' });
  await paused.getByRole('button', { name: 'Let it go on' }).click();
  await page.getByRole('heading', { name: 'The campaign is open' }).waitFor();
}

async function recordPosition({ page, pass, stop }: Walker): Promise<void> {
  await tab(page, 'Offices');
  await stop('25-offices');
  await page.getByRole('link', { name: /Ward 1/ }).click();
  await page.getByLabel('Position').selectOption('supports');
  await page.getByLabel('Source').fill('call with the office');
  await page.getByRole('button', { name: 'Record the position' }).click();
  await page.getByText('call with the office').first().waitFor();
  await pass('26-office');
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as PDF' }).click(),
  ]);
  expect(readFileSync(await report.path(), 'latin1').slice(0, 5)).to.equal('%PDF-');
  await tab(page, 'Milestones');
  await page.getByLabel('Kind').selectOption({ index: 1 });
  await page.getByRole('textbox', { name: 'What happened' }).fill('The council heard from parents');
  await page.getByRole('button', { name: 'Add the milestone' }).click();
  await page.getByRole('heading', { name: 'The council heard from parents' }).waitFor();
  await pass('27-milestones');
}

async function lookAfterPeople({ page, pass, stop }: Walker): Promise<void> {
  await page.goto(`${CONSOLE}/people`);
  await page.getByLabel('Name', { exact: true }).fill('Lima');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('heading', { name: 'Who was found' }).waitFor();
  await stop('28-people');
  await page.getByRole('link', { name: 'Export those who opted in' }).click();
  await pass('29-export');
  const [list] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ]);
  expect(readFileSync(await list.path(), 'utf8')).to.include('ana.lima@supporter.example');
  await page.goto(`${CONSOLE}/people`);
  await page.getByRole('link', { name: 'Ana Lima' }).click();
  await pass('30-person');
  await page.getByRole('link', { name: 'Erase' }).click();
  await pass('31-erase');
  await page.getByRole('button', { name: 'Erase this person' }).click();
  await page.getByRole('heading', { name: 'An erased supporter' }).waitFor();
  await pass('32-erased');
}

async function win({ page, pass, stop }: Walker): Promise<void> {
  await page.goto(`${CAMPAIGN}/launch`);
  await page.getByRole('link', { name: 'End the campaign' }).click();
  await page.getByLabel('It succeeded').check();
  await page.getByLabel('What was achieved').fill(OUTCOME);
  await pass('33-end');
  await page.getByRole('button', { name: 'End the campaign' }).click();
  await page.getByRole('heading', { name: 'The campaign succeeded' }).waitFor();
  await stop('34-won');
  await page.goto(`/c/${SLUG}`);
  await page.getByText(OUTCOME).waitFor();
  await stop('35-public-won');
}

async function exportCampaign({ page }: Walker, { folder }: Scene): Promise<string> {
  await page.goto(`${CAMPAIGN}/edit`);
  const [zip] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export' }).click()]);
  const path = join(folder, zip.suggestedFilename());
  await zip.saveAs(path);
  return path;
}

/** The exported campaign in a fresh data base shows the same page, and is exported with the same bytes. */
async function loadElsewhere({ walk, base, folder }: Scene, zip: string, start: Start): Promise<void> {
  const env = environmentOf(folder, 'second');
  const loaded = await runHere(['campaigns', 'load', zip], folder, env);
  expect(loaded.code, loaded.stderr).to.equal(0);
  const again = join(folder, 'again.zip');
  expect(await runHere(['campaigns', 'export', SLUG, again], folder, env)).to.include({ code: 0 });
  expect(readFileSync(again).equals(readFileSync(zip))).to.equal(true);
  const { address } = await start('second');
  const shown = await Promise.all([base, address].map(async (at) => pageText((await walk.come(at, 'phone')).page)));
  expect(shown[1]).to.deep.equal(shown[0]);
}

/** What of the public page comes from the campaign; how it ended and who wrote belongs to its installation. */
async function pageText(page: Page): Promise<readonly string[]> {
  await page.goto(`/c/${SLUG}`);
  const shown = ['h1', '.lead', '.ask', '.prose'].map((part) => page.locator(part).first().innerHTML());
  return (await Promise.all(shown)).map((html) => html.replace(/It ask(?:s|ed) lawmakers to:/, ''));
}

function tab(page: Page, name: string): Promise<void> {
  return page
    .getByRole('navigation', { name: 'This campaign: pages' })
    .getByRole('link', { name, exact: true })
    .click();
}

function recipientOf({ envelope }: ReceivedMail): string | undefined {
  return envelope.to[0];
}

function mailTo({ received }: MailServer, address: string): ReceivedMail | undefined {
  return received.find((one) => recipientOf(one) === address);
}
