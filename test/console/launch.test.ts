import { expect } from 'chai';
import { copyCampaign, changeCampaign } from '../support/campaign-copies.js';
import { useMailing } from '../support/mailing.js';
import { organizationOf, signIn } from '../support/organizers.js';
import { decode, faultsOf, formOf } from '../support/pages.js';
import { ana, CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';

const LAUNCH = `/campaigns/${CITY}/launch`;
const DRAFT = (text: string): string => `${text}\nstatus: draft\n`;

describe('an organizer who launches a campaign', () => {
  const folder = useFolder();
  const world = useWorld({ keepsStarterPlaces: true });
  const asDraft = async (changes: Parameters<typeof copyCampaign>[2] = {}) => {
    const { 'campaign.yaml': yaml = (text: string) => text, ...rest } = changes;
    const copy = copyCampaign(folder(), CITY, { ...rest, 'campaign.yaml': (text) => DRAFT(yaml(text)) });
    await changeCampaign(world(), copy);
  };
  const status = async (): Promise<unknown> =>
    ((await world().http.get(`/api/v1/campaigns/${CITY}`)).body as { status: unknown }).status;

  it('reads what is found, opens, pauses with the letters under way, lets it go on, ends and archives it', async () => {
    await asDraft();
    const olga = await signIn(world(), { campaign: CITY });
    const page = await olga.get(LAUNCH);
    expect(decode(page)).to.match(/4 officials can be addressed: 4 by e-mail|officials can be addressed/);
    expect(decode(page)).to.include('is vacant').and.include('No mail server is configured');
    expect((await olga.press(page, 'Open the campaign')).status).to.equal(303);
    expect(await status()).to.equal('open');
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);

    expect((await olga.press(await olga.get(LAUNCH), 'Pause the campaign')).status).to.equal(303);
    expect(await status()).to.equal('paused');
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(409);
    await world().sendDue();
    const states = async (): Promise<unknown> =>
      world().db('deliveries').distinct('state').orderBy('state').pluck('state');
    expect(await states()).to.deep.equal(['handed_over', 'queued']);

    const paused = await olga.get(LAUNCH);
    expect(paused).to.include('letters taken already wait').and.include('Let it go on');
    expect((await olga.post(`/campaigns/${CITY}/resume`)).status).to.equal(303);
    expect(await status()).to.equal('open');
    await world().sendDue();
    expect(await states()).to.deep.equal(['handed_over', 'previewed']);

    const end = await olga.get(`${LAUNCH}/end`);
    const faulty = await olga.press(end, 'End the campaign', { to: 'won', outcome: '# Won\n\n<b>Really</b>' });
    expect(faulty.status).to.equal(422);
    expect(faultsOf(faulty.text).map(({ id }) => id)).to.deep.equal(['outcome']);
    expect(faulty.text).to.include('&lt;b&gt;Really&lt;/b&gt;').and.include('value="won" checked');
    const outcome = 'The council passed it, 7 to 2. <script>alert(1)</script>';
    expect((await olga.press(end, 'End the campaign', { to: 'won', outcome })).status).to.equal(303);
    world().moveClock(6_000);
    const { text } = await world().http.get(`/c/${CITY}`);
    expect(text).to.include('passed it, 7 to 2').and.not.include('<script>alert');
    expect((await olga.press(await olga.get(LAUNCH), 'Archive')).status).to.equal(303);
    expect(await status()).to.equal('archived');
    expect((await olga.press(await olga.get(LAUNCH), 'Take it out of the archive')).status).to.equal(303);
    expect(await status()).to.equal('won');
    const did = await world().db('audit_entries').orderBy('id').pluck<string[]>('did');
    expect(did).to.include.members([
      'opened the campaign',
      'paused the campaign and its letters',
      'archived the campaign',
    ]);
  });

  it('cannot open what would harm: a letter with a gap, or nobody to write to', async () => {
    await asDraft({
      'council.csv': (text) => text.replaceAll(',Councilmember,', ',,'),
      'letter.hbs': (text) => text.replace('{{target.salutation}}', '{{target.title}} {{target.name}}'),
    });
    const olga = await signIn(world(), { campaign: CITY });
    const page = decode(await olga.get(LAUNCH));
    expect(page).to.include('{{target.title}} is empty for').and.include('It cannot be opened yet');
    const { versionId } = await world().campaigns.get(CITY);
    const forced = await olga.post(`${LAUNCH}/open`, { version: versionId, accept: 'yes' });
    expect(forced.status).to.equal(422);
    expect(await status()).to.equal('draft');
  });

  it('is asked before they open in spite of a fault that harms nobody, and not with an old page', async () => {
    await asDraft({ 'page.md': (text) => `${text}\n\n[A source](https://nowhere.example/law)\n` });
    const olga = await signIn(world(), { campaign: CITY });
    const page = await olga.get(LAUNCH);
    const refused = await olga.press(page, 'Open the campaign');
    expect(refused.status).to.equal(422);
    expect(faultsOf(refused.text).map(({ id }) => id)).to.deep.equal(['accept']);
    const opened = { ...formOf(page, 'Open the campaign').fields, accept: 'yes' };
    expect((await olga.post(`${LAUNCH}/open`, { ...opened, version: 'an-older-one' })).status).to.equal(422);
    expect((await olga.post(`${LAUNCH}/open`, opened)).status).to.equal(303);
    expect(await status()).to.equal('open');
  });

  it('moves its days, and sees which hold and what was wrong with what they typed', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const page = await olga.get(LAUNCH);
    const wrong = { opens_on: '2027-05-01', opens_time: '09:00', closes_on: '2027-04-01', closes_time: '' };
    const faulty = await olga.press(page, 'Set these days', wrong);
    expect(faulty.status).to.equal(422);
    expect(faultsOf(faulty.text).map(({ id }) => id)).to.deep.equal(['closes_on']);
    expect(faulty.text).to.include('value="2027-04-01"').and.include('value="09:00"');
    await olga.press(page, 'Set these days', { ...wrong, closes_on: '2027-06-01' });
    expect(await status()).to.equal('scheduled');
    const moved = await olga.get(LAUNCH);
    expect(decode(moved)).to.include('The campaign’s file says: opens 1 January 2026');
    await olga.press(moved, 'Leave them to the campaign’s file again');
    expect(await status()).to.equal('open');
  });

  it('needs another’s approval where the organization asks for it, and cannot give it to themselves', async () => {
    await asDraft();
    const { id } = await organizationOf(world(), CITY);
    await world().db('organizations').where({ id }).update({ needs_approval: 1 });
    const olga = await signIn(world(), { campaign: CITY });
    const rosa = await signIn(world(), { campaign: CITY, name: 'Rosa Lund' });
    const early = await olga.press(await olga.get(LAUNCH), 'Open the campaign');
    expect(early.status).to.equal(422);
    expect(decode(early.text)).to.include('A second person must approve this version');
    await olga.press(await olga.get(LAUNCH), 'Ask for approval', { note: 'Is <i>this</i> right?' });
    expect(await olga.get(LAUNCH))
      .to.include('Who asked for approval does not give it.')
      .and.not.include('>Approve<');
    const { versionId } = await world().campaigns.get(CITY);
    expect((await olga.post(`${LAUNCH}/approve`, { version: versionId })).status).to.equal(422);
    const asked = await rosa.get(LAUNCH);
    expect(asked).to.include('Is &lt;i&gt;this&lt;/i&gt; right?');
    await rosa.press(asked, 'Approve');
    expect(await olga.get(LAUNCH)).to.include('by Rosa Lund');
    expect((await olga.press(await olga.get(LAUNCH), 'Open the campaign')).status).to.equal(303);
    expect(await status()).to.equal('open');
  });

  it('sees every office, by how it is reached, and what is missing where data are', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const html = await olga.get(`${LAUNCH}/targets?show=vacant`);
    expect(html).to.include('Vacant').and.include('1 to 1 of 1');
    expect(await olga.get(`${LAUNCH}/targets?show=none`)).to.include('None of them');
    const foreign = await signIn(world(), { campaign: NATIONAL });
    const missing = decode(await foreign.get(`/campaigns/${NATIONAL}/launch`));
    expect(missing).to.include('Missing on this server').and.include('clarion data update us');
    await foreign.http.get(`${foreign.base}${LAUNCH}`).expect(404);
    await foreign.post(`/campaigns/${CITY}/pause`).then(({ status: code }) => expect(code).to.equal(404));
  });

  it('is shown the letters of a test where no mail server is, and asked for a place', async () => {
    const olga = await signIn(world(), { campaign: CITY });
    const page = await olga.get(`${LAUNCH}/test`);
    const shown = await olga.press(page, 'Send them to me', { own_words: 'My <b>own</b> words.' });
    expect(shown.status).to.equal(200);
    expect(shown.text).to.include('No mail server is configured here').and.include('My &lt;b&gt;own&lt;/b&gt; words.');
    const nowhere = await olga.press(page, 'Send them to me', { as: 'place', postal_code: '1', name: 'Kim <i>' });
    expect(nowhere.status).to.equal(422);
    expect(faultsOf(nowhere.text).map(({ id }) => id)).to.deep.equal(['postal_code']);
    expect(nowhere.text).to.include('value="Kim &lt;i&gt;"');
  });
});

describe('a test run', () => {
  const { world, server } = useMailing();

  it('sends every letter to the organizer, over the real mail server, and none to an office', async () => {
    const before = await world().db('deliveries').count({ n: '*' });
    const olga = await signIn(world(), { campaign: CITY, email: 'olga@organizer.example' });
    for (const typed of [{ as: 'versions' }, { as: 'place', postal_code: '80202', own_words: 'I live here.' }]) {
      server().received.length = 0;
      const shown = await olga.press(await olga.get(`${LAUNCH}/test`), 'Send them to me', typed);
      expect(shown.status, shown.text).to.equal(200);
      expect(shown.text).to.include('Sent to you');
      const { received } = server();
      expect(received).to.have.length.above(1);
      for (const { envelope, mail, raw } of received) {
        expect(envelope.to).to.deep.equal(['olga@organizer.example']);
        expect(mail.to).to.deep.equal([{ address: 'olga@organizer.example', name: 'Olga Reyes' }]);
        expect(mail.cc ?? mail.bcc).to.equal(undefined);
        expect(mail.subject).to.match(/^\[Test\] Please require/);
        expect(mail.from?.name).to.match(/^Olga Reyes \(via Harbourview/);
        expect(mail.text).to.match(/It went to you and to nobody else.*The letter would be for: .*Dear /s);
        expect(raw).not.to.match(/^(?:to|cc|bcc|reply-to):.*harbourview\.example/im);
      }
    }
    expect(await world().db('deliveries').count({ n: '*' })).to.deep.equal(before);
    expect(await world().db('actions')).to.be.empty;
  });

  it('tells what the mail server refused, letter by letter', async () => {
    server().behave = { data: (moment) => (moment === 'end' ? { code: 554, text: '5.7.1 No test today' } : undefined) };
    const olga = await signIn(world(), { campaign: CITY, email: 'olga@organizer.example' });
    const shown = await olga.press(await olga.get(`${LAUNCH}/test`), 'Send them to me');
    expect(shown.text).to.include('Failed').and.include('No test today');
  });
});
