import { expect } from 'chai';
import type { Response } from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { countPeople } from '../../src/partners/index.js';
import { BETTER, browser, leadsTo, press, pressOn } from '../support/accounts.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { decode, formOf, pressing, submit } from '../support/pages.js';
import { TEACHERS_PAGE, pngOf } from '../support/partner-pages.js';
import { act, boxesOn } from '../support/partner-people.js';
import { ana, CITY, HOUR, useWorld, type World } from '../support/world.js';

const SLUG = 'night-shift';
const ROOT = `/coalitions/${SLUG}`;
const CLERKS = `/console/night-clerks${ROOT}`;
const BOX = 'Night Clerks may write to me by e-mail about safe workplaces. I can stop this at any time.';
const PRIVACY = 'https://clerks.example/privacy';
const PEOPLE = 15;

describe('from a coalition that begins to a comparison that everybody sees', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('is one way, and a partner that goes leaves its numbers behind', async () => {
    const lead = await signIn(world(), { campaign: CITY, role: 'owner' });
    await begin(lead);
    const partner = browser(world());
    await join(partner, await invite(lead));
    await makePage(partner);
    await approve(lead);
    await write(world());
    await lookAfterPeople(partner);
    await declare(partner);
    await publish(world(), lead);
    const before = await compared(world());
    expect(before).to.deep.equal({ 'Night Clerks': PEOPLE, all: PEOPLE });
    await show(world(), lead);
    await leave(world(), partner);
    world().moveClock(2 * HOUR);
    expect(await compared(world())).to.deep.equal(before);
  });
});

async function begin(lead: SignedIn): Promise<void> {
  const typed = { name: 'Night Shift', summary: 'Safe ways home.', code: 'stays', timeZone: 'America/Denver' };
  const made = await lead.press(await lead.get('/coalitions/new'), 'Make the coalition', typed);
  expect(leadsTo(made)).to.equal(lead.base + ROOT);
  const empty = await lead.get(ROOT);
  expect(empty).to.include('There is no campaign in this coalition yet');
  expect(leadsTo(await lead.press(empty, 'Stop this mail'))).to.equal(lead.base + ROOT);
  expect(leadsTo(await lead.press(empty, 'Add the campaign', { campaign: CITY }))).to.equal(lead.base + ROOT);
}

/** Without a mail server the lead hands the link over. */
async function invite(lead: SignedIn): Promise<string> {
  const typed = { name: 'Night Clerks', code: 'clerks', email: 'cleo@clerks.example' };
  leadsTo(await lead.press(await lead.get(`${ROOT}/members`), 'Add the partner', typed));
  const link = /http[^"<\s]*\/coalition-invitations\/[^"<\s]+/.exec(await lead.get(`${ROOT}/members`))?.[0];
  return new URL(link ?? expect.fail('no link to hand over')).pathname;
}

async function join(partner: TestAgent, path: string): Promise<void> {
  const typed = { name: 'Cleo Clerk', password: BETTER, postal_address: '2 Quay Street', accept: 'yes' };
  expect(leadsTo(await press(partner, path, 'Make the account, accept and join', typed))).to.equal(CLERKS);
}

async function makePage(partner: TestAgent): Promise<void> {
  const { text } = await partner.get(`${CLERKS}/page`).expect(200);
  const csrf = formOf(text, 'Save').fields['csrf']?.[0] ?? '';
  const sent = partner.post(`${CLERKS}/page`).attach('logo', pngOf(220, 80), 'logo.png');
  const { intro, accent } = TEACHERS_PAGE;
  const typed = { csrf, intro, accent: accent ?? '', opt_in_text: BOX, privacy_url: PRIVACY, website: '' };
  for (const [name, value] of Object.entries(typed)) void sent.field(name, value);
  leadsTo(await sent);
}

async function approve(lead: SignedIn): Promise<void> {
  expect(await lead.get(ROOT)).to.include('1 partner’s page waits');
  const waiting = new RegExp(`${ROOT}/page/partners/[^"]+`).exec(await lead.get(`${ROOT}/page/partners`))?.[0];
  leadsTo(await lead.press(await lead.get(waiting ?? expect.fail()), 'Approve and show it'));
}

/** One comes by the page and ticks the box; others come by the partner’s flyer and do not. */
async function write(world: World): Promise<void> {
  const page = (await world.http.get(`/c/${CITY}/p/clerks`).expect(200)).text;
  expect(page)
    .to.include('You came by')
    .and.include('Night Clerks')
    .and.match(/partner-style\/8a1c4a\.css/);
  const step = await submit(world.http, formOf(page), { postal_code: ana.postal_code });
  expect(decode(step.text)).to.include(BOX).and.include(`href="${PRIVACY}"`);
  expect(step.text, 'unticked').not.to.match(/name="opt_in"[^>]*checked/);
  const form = pressing(formOf(step.text, 'Send my 4 letters'), 'Send my 4 letters');
  const { given_name, family_name, email } = ana;
  leadsTo(await submit(world.http, form, { given_name, family_name, email, opt_in: boxesOn(step.text) }));
  for (let number = 1; number < PEOPLE; number++)
    await act(world, { name: `person-${number}`, source: 'clerks.flyer', optIns: [] });
  await countPeople(world);
}

async function lookAfterPeople(partner: TestAgent): Promise<void> {
  const { text } = await partner.get(`${CLERKS}/people`).expect(200);
  expect(text).to.include(ana.email).and.not.include('person-1@');
  const file = await exportPeople(partner, text);
  expect(file.text).to.include(ana.email).and.include(BOX).and.not.include('person-1@');
}

function exportPeople(partner: TestAgent, page: string): Promise<Response> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const form = { action: `${CLERKS}/people/export`, fields: {}, buttons: [], choices: {} };
  return submit(partner, form, { csrf, file: 'people' });
}

async function declare(partner: TestAgent): Promise<void> {
  const { text } = await partner.get(`${CLERKS}/declared`).expect(200);
  const days = { from_on: '2027-03-01', to_on: '2027-03-07' };
  const typed = { kind: 'paper', total: '120', ...days, campaign: '', source: 'Cards from the night bus', note: '' };
  leadsTo(await pressOn(partner, text, 'Enter the number', typed));
}

async function publish(world: World, lead: SignedIn): Promise<void> {
  await browser(world).get(`/compare/${SLUG}`).expect(404);
  leadsTo(
    await lead.press(await lead.get(`${ROOT}/settings`), 'Save settings', {
      isPublic: 'yes',
      goal: '30',
      summary: 'Safe.',
    }),
  );
  const overview = await lead.get(ROOT);
  expect(overview).to.include('Everybody may see the comparison.').and.include(`href="/compare/${SLUG}/screen"`);
  expect(overview).to.match(/<strong>15<\/strong> different people wrote so far[\s\S]*50 % of the goal: 30/);
}

/** What everybody reads: people by partner and in all. */
async function compared(world: World): Promise<Record<string, unknown>> {
  const answer = await browser(world).get(`/compare/${SLUG}.json`).expect(200);
  const { rows, total } = answer.body as { rows: Line[]; total: Line };
  const clerks = rows.find(({ key }) => key === 'clerks') ?? expect.fail(answer.text);
  return { [clerks.name]: clerks.values['actions'], all: total.values['actions'] };
}

type Line = { readonly key: string; readonly name: string; readonly values: Readonly<Record<string, unknown>> };

async function show(world: World, lead: SignedIn): Promise<void> {
  const page = decode((await browser(world).get(`/compare/${SLUG}`).expect(200)).text);
  expect(page)
    .to.include('Night Clerks')
    .and.include('Cards from the night bus')
    .and.include('<td class="number">120</td>');
  const screen = (await browser(world).get(`/compare/${SLUG}/screen`).expect(200)).text;
  expect(screen).to.match(/data-text="people">15</);
  expect(await lead.get(ROOT)).to.include('15 people wrote');
}

async function leave(world: World, partner: TestAgent): Promise<void> {
  const people = (await partner.get(`${CLERKS}/people`).expect(200)).text;
  leadsTo(await press(partner, `${CLERKS}/leave`, 'Leave the coalition'));
  expect((await exportPeople(partner, people)).status).to.equal(404);
  const page = (await world.http.get(`/c/${CITY}/p/clerks`).expect(200)).text;
  expect(page).not.to.include('You came by');
  const step = await submit(world.http, formOf(page), { postal_code: ana.postal_code });
  expect(boxesOn(step.text)).to.deep.equal([]);
}
