import { expect } from 'chai';
import { MOST_INVITATIONS_A_DAY } from '../../src/partners/invite-partner.js';
import { BETTER, browser, leadsTo, makeAccount, press, pressOn, trySignIn } from '../support/accounts.js';
import { COALITION, seedCoalition, type SeededCoalition } from '../support/coalition.js';
import { startMailServer, type MailServer, type ReceivedMail } from '../support/mail-server.js';
import { linkIn, only } from '../support/mailing.js';
import { enter } from '../support/organizers.js';
import { faultsOf } from '../support/pages.js';
import { CITY, DAY, NATIONAL, useWorld } from '../support/world.js';

const ROOT = `/coalitions/${COALITION}`;
const FELIX = 'felix@faith.example';

describe('leading a coalition', () => {
  let server: MailServer | undefined;
  const smtp = { url: '' };
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server?.close());
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return smtp.url;
      },
      MAIL_FROM: 'Letters <letters@mail.clarion.example>',
    },
  });
  let seeded: SeededCoalition;
  beforeEach(async () => {
    (server ?? expect.fail()).received.length = 0;
    seeded = await seedCoalition(world());
  });
  const now = async () => {
    world().coalitions.forget();
    return world().coalitions.get(COALITION);
  };
  const partner = async (code: string) =>
    (await now()).partners.find((one) => one.code === code) ?? expect.fail(`no partner ${code}`);
  const mailsTo = async (address: string): Promise<ReceivedMail[]> => {
    await world().errands.idle();
    return (server?.received ?? []).filter(({ envelope }) => envelope.to.includes(address));
  };
  const ownerAddress = ({ owner }: SeededCoalition['teachers']): string => `${owner.userId}@organizer.example`;
  const invite = async (email = FELIX) => {
    const { owner } = seeded.lead;
    leadsTo(await owner.post(`${ROOT}/members/${(await partner('faith')).id}/invite`, { email }));
    return linkIn(only((await mailsTo(email)).slice(-1)), '/coalition-invitations/');
  };

  it('begins with a form that loses nothing, and an agreement that who makes it accepts', async () => {
    const { owner } = seeded.teachers;
    expect(await owner.get('/coalitions')).to.include('Safe Harbourview');
    const html = await owner.get('/coalitions/new');
    const faulty = await owner.press(html, 'Make the coalition', {
      name: 'Night Shift',
      summary: '',
      code: 'links',
      timeZone: 'Denver',
    });
    expect(faulty.status).to.equal(422);
    expect(faultsOf(faulty.text).map(({ id }) => id)).to.have.members(['summary', 'code', 'timeZone']);
    expect(faulty.text).to.include('value="Night Shift"').and.include('2. People come first');
    const typed = { name: 'Night Shift', summary: 'Safe ways home.', code: 'teachers', timeZone: 'America/Denver' };
    const to = leadsTo(await owner.press(faulty.text, 'Make the coalition', typed));
    expect(to).to.equal(`${owner.base}/coalitions/night-shift`);
    const { partners, leadOrganizationId } = await world().coalitions.get('night-shift');
    expect(leadOrganizationId).to.equal(seeded.teachers.organizationId);
    expect(partners.map(({ code, state, hasAccepted }) => [code, state, hasAccepted])).to.deep.equal([
      ['teachers', 'joined', true],
    ]);
    const taken = await owner.press(html, 'Make the coalition', { ...typed, slug: COALITION });
    expect(faultsOf(taken.text).map(({ id }) => id)).to.deep.equal(['slug']);
    expect(await owner.get('/log')).to.include('made a coalition');
  });

  it('names and invites a partner, whose code must be free everywhere', async () => {
    const { owner } = seeded.lead;
    const add = async (typed: Record<string, string>) => faultsOf((await owner.post(`${ROOT}/members`, typed)).text);
    const message = async (code: string) =>
      (await add({ name: 'Night Clerks', code })).map((one) => one.message).join();
    expect(await message('faith')).to.include('Interfaith Council');
    expect(await message('none')).to.include('meaning of its own');
    expect(await message('a.b')).to.include('small letters');
    const named = (await world().campaigns.get(CITY)).file.opt_ins[0]?.organization ?? '';
    expect(named, 'an opt-in of the campaign, which is too long to be a code').to.equal('harbourview-safe-stays');
    expect(await add({ name: 'interfaith council', code: 'inter' })).to.have.length(1);
    const faulty = await owner.post(`${ROOT}/members`, { name: 'Night Clerks', code: 'clerks', email: 'nobody' });
    expect(faulty.text).to.include('value="Night Clerks"').and.include('value="nobody"');
    expect(
      (await now()).partners.map(({ code }) => code),
      'nothing is added by half',
    ).not.to.include('clerks');
    leadsTo(
      await owner.post(`${ROOT}/members`, { name: 'Night Clerks', code: 'clerks', email: 'cleo@clerks.example' }),
    );
    expect((await partner('clerks')).state).to.equal('invited');
    expect(await owner.get(`${ROOT}/members`))
      .to.include('cleo@clerks.example')
      .and.not.to.include('/coalition-invitations/');
    expect(await owner.get('/log')).not.to.include('cleo@');
    const { id } = await partner('clerks');
    leadsTo(await owner.post(`${ROOT}/members/${id}/name`, { name: 'Clerks’ Union' }));
    leadsTo(await owner.post(`${ROOT}/members/${id}/withdraw`));
    expect(await partner('clerks')).to.include({ state: 'named', name: 'Clerks’ Union', code: 'clerks' });
  });

  it('is joined by somebody new, who reads the agreement, makes an account and an organization', async () => {
    const path = await invite();
    expect(await seeded.lead.owner.get(`${ROOT}/members`)).to.include(FELIX);
    const http = browser(world());
    for (let looks = 0; looks < 2; looks++)
      expect((await http.get(path).expect(200)).text)
        .to.include('deletes their data when they ask')
        .and.include('Interfaith Council');
    expect((await partner('faith')).state, 'a look changes nothing').to.equal('invited');
    const button = 'Make the account, accept and join';
    const typed = { name: 'Felix Faith', password: BETTER, postal_address: '2 Temple Street' };
    const unticked = await press(http, path, button, typed);
    expect(faultsOf(unticked.text).map(({ id }) => id)).to.deep.equal(['accept']);
    expect(unticked.text).to.include('value="Felix Faith"').and.include('2 Temple Street').and.not.include(BETTER);
    const all = { ...typed, accept: 'yes' };
    const joined = await pressOn(http, unticked.text, button, all);
    expect(leadsTo(joined)).to.equal(`/console/interfaith-council${ROOT}`);
    expect((await http.get(leadsTo(joined)).expect(200)).text).to.include('is a partner of Safe Harbourview now');
    expect(await partner('faith')).to.include({ state: 'joined', hasAccepted: true });
    expect((await http.get(`/console/interfaith-council${ROOT}/agreement`)).text).to.include('Felix Faith, ');
    await browser(world()).get(path).expect(404);
    expect(await mailsTo(ownerAddress(seeded.lead))).to.have.length(1);
    expect(await seeded.lead.owner.get('/log'))
      .to.include('Felix Faith of Interfaith Council')
      .and.not.include(FELIX);
  });

  it('is joined by an organization that is here, for which only an owner signs, and only once', async () => {
    await makeAccount(world(), { name: 'Felix', email: FELIX, campaign: NATIONAL, role: 'organizer' });
    const path = await invite();
    const http = browser(world());
    expect((await http.get(path).expect(200)).text).to.include('Sign in to accept');
    expect(leadsTo(await trySignIn(http, { email: FELIX, to: path }))).to.equal(path);
    expect((await http.get(path)).text, 'an organizer binds nobody').to.include('You own no organization here yet');
    const owner = await makeAccount(world(), { name: 'Fay', email: 'fay@faith.example', campaign: NATIONAL });
    const fay = browser(world());
    await trySignIn(fay, { email: 'fay@faith.example' });
    const { text } = await fay.get(path).expect(200);
    const organization = owner.organization.slug;
    const agreement = 'an older one';
    const stale = await pressOn(fay, text, 'Accept and join', { organization, agreement, accept: 'yes' });
    expect(faultsOf(stale.text)[0]?.message).to.include('A newer version');
    const foreign = await pressOn(fay, text, 'Accept and join', {
      organization: seeded.teachers.organization,
      accept: 'yes',
    });
    expect(foreign.status, 'not for an organization of others').to.equal(422);
    const joined = await pressOn(fay, text, 'Accept and join', { organization, accept: 'yes' });
    expect(leadsTo(joined)).to.equal(`/console/${organization}${ROOT}`);
    expect((await partner('faith')).organizationId).to.equal(owner.organization.id);
    expect((await pressOn(fay, text, 'Accept and join', { organization, accept: 'yes' })).status).to.equal(404);
  });

  it('is told of a no, and its invitations end by being sent anew, by time and by number', async () => {
    const first = await invite();
    const second = await invite();
    await browser(world()).get(first).expect(404);
    const declined = await press(browser(world()), second, 'Decline the invitation');
    expect(declined.text).to.include('Interfaith Council does not join');
    expect((await partner('faith')).state).to.equal('named');
    expect(await seeded.lead.owner.get(`${ROOT}/members`)).to.include('Declined');
    const [row] = await world()
      .db('coalition_invitations')
      .where({ state: 'declined' })
      .select<{ email: string }[]>('*');
    expect(row?.email, 'the address is forgotten').to.equal('');
    const third = await invite('fiona@faith.example');
    world().moveClock(15 * DAY);
    await browser(world()).get(third).expect(404);
    const owner = await enter(world(), seeded.lead.owner.userId, seeded.lead.organization);
    const sent = { partner_id: (await partner('faith')).id, host_organization_id: seeded.lead.organizationId };
    const at = { sent_at: world().clock.now() - DAY / 2, expires_at: 0 };
    const rows = Array.from({ length: MOST_INVITATIONS_A_DAY }, (_, index) => ({
      ...sent,
      ...at,
      id: `sent-${index}`,
    }));
    const answered = { email: '', email_key: '', invited_by: 'Olga Reyes', mail: 'sent', state: 'withdrawn' };
    await world()
      .db('coalition_invitations')
      .insert(rows.map((row) => ({ ...row, ...answered })));
    const typed = { name: 'One more', code: 'more', email: 'more@choir.example' };
    const over = await owner.post(`${ROOT}/members`, typed);
    expect(faultsOf(over.text).map(({ id }) => id)).to.deep.equal(['email']);
  });

  it('publishes a new agreement with another sharing rule, which each partner accepts anew', async () => {
    const { lead, teachers } = seeded;
    const same = await lead.owner.press(await lead.owner.get(`${ROOT}/agreement`), 'Publish the new version');
    expect(faultsOf(same.text)[0]?.message).to.include('in force already');
    await lead.owner.press(await lead.owner.get(`${ROOT}/agreement`), 'Publish the new version', {
      sharing: 'all_consented',
    });
    expect(await now()).to.include({ sharing: 'all_consented' });
    expect((await now()).partners.map(({ code, hasAccepted }) => [code, hasAccepted])).to.deep.equal([
      ['stays', true],
      ['faith', false],
      ['teachers', false],
      ['chamber', false],
    ]);
    const mail = only(await mailsTo(ownerAddress(teachers)));
    expect(linkIn(mail, teachers.owner.base)).to.equal(`${teachers.owner.base}${ROOT}/agreement`);
    expect(await teachers.owner.get(ROOT)).to.include('has not accepted the newest data agreement');
    const html = await teachers.owner.get(`${ROOT}/agreement`);
    expect((await teachers.owner.press(html, 'Accept')).status).to.equal(422);
    leadsTo(await teachers.owner.press(html, 'Accept', { accept: 'yes' }));
    expect((await partner('teachers')).hasAccepted).to.equal(true);
    expect(await teachers.owner.get(`${ROOT}/agreement/1`)).to.include('Each partner asks whom it brought');
    expect((await teachers.owner.post(`${ROOT}/agreement`, { agreement: 'Mine '.repeat(20) })).status).to.equal(403);
  });

  it('lets a partner leave with its campaigns, and removes one with a reason', async () => {
    const { lead, teachers, chamber } = seeded;
    expect((await lead.owner.post(`${ROOT}/leave`)).status, 'the lead cannot just go').to.equal(409);
    expect(leadsTo(await teachers.owner.post(`${ROOT}/leave`))).to.equal(`${teachers.owner.base}/coalitions`);
    expect(await teachers.owner.get('/coalitions')).to.include('has left Safe Harbourview');
    await teachers.owner.http.get(`${teachers.owner.base}${ROOT}`).expect(404);
    expect(await partner('teachers')).to.include({ state: 'left', organizationId: teachers.organizationId });
    const path = `${ROOT}/members/${chamber.partnerId}/remove`;
    expect((await lead.owner.post(path)).status).to.equal(422);
    leadsTo(await lead.owner.post(path, { reason: 'It wrote to people who had not ticked its box.' }));
    expect(only(await mailsTo(ownerAddress(chamber))).mail.text).to.include('had not ticked its box');
    await chamber.owner.http.get(`${chamber.owner.base}${ROOT}`).expect(404);
    await lead.owner.post(`${ROOT}/members/${teachers.partnerId}/invite`, { email: 'tina@teachers.example' });
    const back = linkIn(only(await mailsTo('tina@teachers.example')), '/coalition-invitations/');
    const html = (await chamber.owner.http.get(back).expect(200)).text;
    const wrong = await chamber.owner.press(html, 'Accept and join', {
      organization: chamber.organization,
      accept: 'yes',
    });
    expect(faultsOf(wrong.text)[0]?.message, 'its seat is nobody else’s').to.include(
      'partner of this coalition already',
    );
    const mine = (await teachers.owner.http.get(back).expect(200)).text;
    leadsTo(
      await teachers.owner.press(mine, 'Accept and join', { organization: teachers.organization, accept: 'yes' }),
    );
    expect(await partner('teachers')).to.include({ state: 'joined', id: teachers.partnerId, leftAt: null });
  });

  it('hands over the lead, then goes; the next lead ends the coalition', async () => {
    const { lead, teachers } = seeded;
    const faith = (await partner('faith')).id;
    const to = (id: string) => lead.owner.post(`${ROOT}/members/${id}/lead`, { sure: 'yes' });
    expect((await to(faith)).status, 'who has not joined cannot lead').to.equal(422);
    leadsTo(await to(teachers.partnerId));
    await lead.owner.http.get(`${lead.owner.base}${ROOT}/settings`).expect(403);
    const html = await lead.owner.get(`${ROOT}/leave`);
    leadsTo(await lead.owner.press(html, 'Leave the coalition'));
    expect((await now()).campaignIds, 'its campaign went along').to.deep.equal([]);
    leadsTo(await teachers.owner.post(`${ROOT}/end`, { sure: 'yes' }));
    expect((await now()).endedAt).to.equal(world().clock.now());
    expect((await teachers.owner.post(`${ROOT}/settings`, { name: 'On', summary: 'and on' })).status).to.equal(409);
    expect(await teachers.owner.get(ROOT)).to.include('This coalition ended on');
  });

  it('has campaigns of its partners, each in one coalition at a time', async () => {
    const { lead, teachers } = seeded;
    const path = `${ROOT}/campaigns/${CITY}/remove`;
    await teachers.owner.http.get(`${teachers.owner.base}${path}`).expect(403);
    expect((await teachers.owner.post(`${ROOT}/campaigns`, { campaign: CITY })).status, 'not theirs').to.equal(422);
    expect((await lead.owner.post(`${ROOT}/campaigns`, { campaign: CITY })).status, 'in it already').to.equal(422);
    leadsTo(await lead.owner.post(path));
    expect((await now()).campaignIds).to.deep.equal([]);
    leadsTo(await lead.owner.press(await lead.owner.get(ROOT), 'Add the campaign', { campaign: CITY }));
    expect((await now()).campaignIds).to.have.length(1);
    expect((await now()).recountAskedAt).to.equal(world().clock.now());
    leadsTo(await lead.owner.post(`/campaigns/${CITY}/coalition/leave`));
    expect((await now()).campaignIds).to.deep.equal([]);
  });

  it('keeps its settings, and each partner states what it is', async () => {
    const { lead, teachers } = seeded;
    const settings = {
      name: 'Safe Rooms',
      goal: '5,000',
      isPublic: 'yes',
      embargoOn: '2027-04-01',
      approvesPages: undefined,
    };
    leadsTo(await lead.owner.press(await lead.owner.get(`${ROOT}/settings`), 'Save settings', settings));
    // Midnight in Denver, in summer.
    const embargoUntil = Date.UTC(2027, 3, 1, 6);
    expect(await now()).to.include({
      name: 'Safe Rooms',
      goal: 5000,
      isPublic: true,
      embargoUntil,
      approvesPages: false,
    });
    const html = await teachers.owner.get(`${ROOT}/members/own`);
    const typed = { members: '1 250', membersOn: '2030-01-01', privacyUrl: 'teachers.example', website: '' };
    const faulty = await teachers.owner.press(html, 'Save', typed);
    expect(faultsOf(faulty.text).map(({ id }) => id)).to.have.members(['membersOn', 'privacyUrl']);
    const right = { ...typed, membersOn: '2027-01-31', privacyUrl: 'https://teachers.example/privacy' };
    leadsTo(await teachers.owner.press(faulty.text, 'Save', right));
    expect(await partner('teachers')).to.include({ members: 1250, membersOn: '2027-01-31', website: null });
    expect(await lead.owner.get(`${ROOT}/members`))
      .to.include('1,250')
      .and.include('31 January 2027');
  });

  it('touches no partner of another coalition', async () => {
    const { owner } = seeded.teachers;
    const html = await owner.get('/coalitions/new');
    const typed = { name: 'Night Shift', summary: 'Safe ways home.', code: 'teachers' };
    leadsTo(await owner.press(html, 'Make the coalition', typed));
    const foreign = `/coalitions/night-shift/members/${seeded.chamber.partnerId}`;
    await owner.http.get(owner.base + foreign).expect(404);
    for (const act of ['invite', 'name', 'withdraw', 'remove', 'lead']) {
      const fields = { email: FELIX, name: 'Mine', reason: 'Mine', sure: 'yes' };
      expect((await owner.post(`${foreign}/${act}`, fields)).status, act).to.equal(404);
    }
    expect(await partner('chamber')).to.include({ state: 'joined', name: 'Harbourview Chamber' });
  });
});
