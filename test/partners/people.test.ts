import { expect } from 'chai';
import { insertAgreement } from '../../src/partners/store-changes.js';
import type { Sharing } from '../../src/partners/index.js';
import { writing } from '../../src/platform/db.js';
import { eraseSupporter } from '../../src/people/index.js';
import { addressKey, suppress } from '../../src/supporters/index.js';
import { COALITION, seedCoalition, type Party } from '../support/coalition.js';
import { enter } from '../support/organizers.js';
import { act, ask, askBoth, change, textOf } from '../support/partner-people.js';
import { CITY, DAY, useWorld, type World } from '../support/world.js';

const PEOPLE = `/coalitions/${COALITION}/people`;

/** The lines of a file of people, each with its cells by the column's name. */
async function fileOf({ owner }: Party, file: 'people' | 'stopped'): Promise<Record<string, string>[]> {
  const answer = await owner.post(`${PEOPLE}/export`, { file });
  expect(answer.status, answer.text).to.equal(200);
  const [head = '', ...lines] = answer.text.replace('\ufeff', '').trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])));
}

const emailsOf = async (party: Party, file: 'people' | 'stopped' = 'people'): Promise<string[]> =>
  (await fileOf(party, file)).map(({ email = '' }) => email.split('@')[0] ?? '');

/** The same owner with a new session: an older one ends while nobody uses it. */
async function signedIn(world: World, party: Party): Promise<Party> {
  return { ...party, owner: await enter(world, party.owner.userId, party.organization) };
}

async function supporterOf(world: World, actionId: string): Promise<{ organizationId: string; supporterId: string }> {
  const [row] = await world
    .db('actions')
    .join('supporters', 'supporters.id', 'supporter_id')
    .where('actions.id', actionId)
    .select<{ organization_id: string; supporter_id: string }[]>('organization_id', 'supporter_id');
  if (!row) return expect.fail();
  return { organizationId: row.organization_id, supporterId: row.supporter_id };
}

describe('a partner’s people', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const seed = async (sharing: Sharing = 'all_consented') => {
    const seeded = await seedCoalition(world(), { sharing });
    await askBoth(world(), seeded);
    return seeded;
  };

  it('are shown and handed out to it with the text they saw, and to nobody else', async () => {
    const seeded = await seed();
    await act(world(), { name: 'ana', source: 'teachers.mail', optIns: ['teachers', 'harbourview-safe-stays'] });
    world().moveClock(DAY * 7);
    await act(world(), { name: 'ben', optIns: ['teachers', 'chamber'] });
    await act(world(), { name: 'cleo', optIns: [] });
    const [teachers, chamber, lead] = await Promise.all(
      [seeded.teachers, seeded.chamber, seeded.lead].map((party) => signedIn(world(), party)),
    );
    if (!teachers || !chamber || !lead) return expect.fail();
    const page = await teachers.owner.get(PEOPLE);
    expect(page).to.include('ana@supporter.example').and.include('ben@supporter.example').and.not.include('cleo@');
    expect(page).to.match(/by your link[\s\S]*Agreed to hear from you<\/dt><dd>2|Agreed to hear from you<\/dt><dd>2/);
    expect(page).to.include('8 March 2027').and.include('15 March 2027');
    const [ana, ben] = await fileOf(teachers, 'people');
    expect(ana).to.include({ email: 'ana@supporter.example', by_your_link: 'yes', page_version: '1', campaign: CITY });
    expect(ana).to.include({ consent_text: textOf('Harbourview Teachers'), given_name: 'Ana' });
    expect(ana?.['consented_at']).to.equal('2027-03-10T15:00:00.000Z');
    expect(ben).to.include({ by_your_link: 'no' });
    expect(await emailsOf(chamber)).to.deep.equal(['ben']);
    expect(await emailsOf(lead)).to.deep.equal([]);
    const own = await lead.owner.post('/people/exports');
    expect(own.text).to.include('ana@').and.not.include('ben@');
    const log = await teachers.owner.get('/log');
    expect(log).to.include('exported a coalition’s people').and.include('2 lines');
    const file = await chamber.owner.post(`${PEOPLE}/export`, { file: 'people' });
    expect(file.headers['content-disposition']).to.include('our-people-chamber-2027-03-17.csv');
  });

  it('stay with nobody who left, or has not accepted the newest agreement, as the data base has it now', async () => {
    const { teachers, chamber, coalition } = await seed();
    await act(world(), { name: 'ana', optIns: ['teachers', 'chamber'] });
    // Other processes hear of a change a moment later; the file asks the data base.
    await world().db('partners').where({ id: teachers.partnerId }).update({ state: 'left' });
    const refused = await teachers.owner.post(`${PEOPLE}/export`, { file: 'people' });
    expect([404, 409]).to.include(refused.status);
    expect(refused.text).not.to.include('ana@');
    const createdAt = world().clock.now();
    const agreement = { id: world().ids.next(), coalitionId: coalition.id, text: 'New words.', who: 'Olga', createdAt };
    await writing(world().db, (trx) => insertAgreement(trx, agreement));
    world().coalitions.forget();
    const page = await chamber.owner.get(PEOPLE);
    expect(page).to.include('Read and accept it').and.not.include('ana@');
    expect((await chamber.owner.post(`${PEOPLE}/export`, { file: 'people' })).status).to.equal(409);
    expect((await teachers.owner.http.get(`${teachers.owner.base}${PEOPLE}`)).status).to.equal(404);
    expect((await teachers.owner.post(`${PEOPLE}/export`, { file: 'stopped' })).status).to.equal(404);
    await change(world(), ['coalitions', coalition.id], { sharing: 'none' });
    expect(await chamber.owner.get(PEOPLE))
      .to.include('shares numbers only')
      .and.not.include('ana@');
  });

  it('are in no file once they are erased, or stopped all mails, or before they confirmed where that is asked', async () => {
    const { teachers, lead } = await seed();
    const ids: Record<string, string> = {};
    for (const name of ['ana', 'ben', 'cleo', 'dora'])
      ids[name] = (await act(world(), { name, optIns: ['teachers'] })).id;
    expect(await emailsOf(teachers)).to.deep.equal(['ana', 'ben', 'cleo', 'dora']);
    const ana = await supporterOf(world(), ids['ana'] ?? '');
    expect(await lead.owner.get(`/people/${ana.supporterId}/erase`)).to.include('In files of partners');
    await eraseSupporter(world(), ana, { userId: null, who: 'Olga', waiting: 'cancel' });
    const stopped = { addressKey: addressKey(world().seal, 'ben@supporter.example'), why: 'unsubscribed' } as const;
    await suppress(world().db, { ...stopped, at: world().clock.now() });
    await world().db('actions').where({ id: ids['cleo'] }).update({ must_confirm: 1 });
    await world().db('action_counts').update({ to_confirm: 1 });
    expect(await emailsOf(teachers)).to.deep.equal(['dora']);
    expect(await emailsOf(teachers, 'stopped')).to.deep.equal(['ben']);
    const page = await teachers.owner.get(PEOPLE);
    expect(page)
      .to.include('dora@')
      .and.not.match(/ana@|ben@|cleo@/);
    expect(page).to.include('1 more on this page is not shown');
  });

  it('take their consent back on the receipt, and the partner hears of it only if it had them', async () => {
    const { teachers, chamber } = await seed();
    const { receipt } = await act(world(), { name: 'ana', optIns: ['teachers', 'chamber'] });
    expect(await emailsOf(teachers)).to.deep.equal(['ana']);
    const page = (await world().http.get(receipt)).text;
    expect(page).to.include('No more mail from Harbourview Teachers').and.include(textOf('Harbourview Chamber'));
    for (const { partnerId } of [teachers, chamber])
      await world().http.post(`${receipt}/withdraw-consent`).type('form').send({ partner: partnerId }).expect(303);
    expect((await world().http.get(receipt)).text).to.include('and took it back on');
    expect(await emailsOf(teachers)).to.deep.equal([]);
    expect(await fileOf(teachers, 'stopped')).to.deep.equal([
      { email: 'ana@supporter.example', why: 'no longer wants mail from you', since: '2027-03-10T15:00:00.000Z' },
    ]);
    expect(await emailsOf(chamber, 'stopped'), 'it never had the address').to.deep.equal([]);
    expect(await teachers.owner.get(PEOPLE)).to.match(/Still agree<\/dt><dd>0/);
    // Somebody who writes again and ticks the box agrees anew, to the text of that day.
    await ask(world(), teachers.partnerId, { name: 'Harbourview Teachers', number: 2, text: 'A newer text.' });
    const again = await act(world(), { name: 'ana', optIns: ['teachers'] });
    expect((await fileOf(teachers, 'people'))[0]).to.include({ consent_text: 'A newer text.', page_version: '2' });
    expect(await emailsOf(teachers, 'stopped')).to.deep.equal([]);
    const own = (await world().http.get(again.receipt)).text;
    expect(own).to.include('A newer text.').and.not.include('Harbourview Chamber');
    await world().http.post(`${again.receipt}/withdraw-consent`).expect(303);
    expect(await emailsOf(teachers)).to.deep.equal([]);
    expect((await world().http.get(again.receipt)).text).to.include('and took it back on');
  });

  it('keep what they agreed to when somebody else who typed their address takes boxes back', async () => {
    const { teachers } = await seed();
    await act(world(), { name: 'ana', optIns: ['teachers'] });
    world().moveClock(1_000);
    const { receipt } = await act(world(), { name: 'ana', optIns: ['teachers'] });
    await world().http.post(`${receipt}/withdraw-consent`).expect(303);
    expect((await world().http.get(receipt)).text).to.include('and took it back on');
    expect(await emailsOf(teachers)).to.deep.equal(['ana']);
  });

  it('are taken off by the partner, or by the campaign’s organizers, as they told them', async () => {
    const { teachers, chamber, lead } = await seed();
    const { id } = await act(world(), { name: 'ana', optIns: ['teachers', 'chamber'] });
    expect((await chamber.owner.post(`${PEOPLE}/withdraw`, { person: 'nobody' })).status).to.equal(404);
    expect((await chamber.owner.post(`${PEOPLE}/withdraw`, { person: id })).status).to.equal(303);
    expect(await emailsOf(chamber)).to.deep.equal([]);
    expect(await emailsOf(teachers), 'only towards the one').to.deep.equal(['ana']);
    const { supporterId } = await supporterOf(world(), id);
    const person = await lead.owner.get(`/people/${supporterId}`);
    expect(person).to.include('To Harbourview Teachers').and.include('handed to them on 10 March 2027');
    expect(person).to.match(/To Harbourview Chamber[^<]*taken back on 10 March 2027/);
    const foreign = { action: id, partner: lead.partnerId };
    expect((await lead.owner.post(`/people/${supporterId}/withdraw`, foreign)).status).to.equal(404);
    const wish = { action: id, partner: teachers.partnerId };
    expect((await lead.owner.post(`/people/${supporterId}/withdraw`, wish)).status).to.equal(303);
    expect(await emailsOf(teachers)).to.deep.equal([]);
    expect(await emailsOf(teachers, 'stopped')).to.deep.equal(['ana']);
  });
});
