import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import {
  loadCampaign,
  loadCampaignFolder,
  packCampaign,
  readNewest,
  sourceOfFiles,
  readCampaign,
  takeOver,
  type CampaignFiles,
} from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';
import { createWiring } from '../../src/wiring.js';
import { openTestDatabase } from '../support/databases.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { decode, faultsOf, formOf, pressing, submit, textsOf, type Typed } from '../support/pages.js';
import { CITY, createWorld, NATIONAL, testConfig, useFolder, useWorld } from '../support/world.js';

const ROOT = `/campaigns/${CITY}`;
const EVIL = `<script>alert("x")</script>`;

describe('an organizer who edits a campaign', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  let olga: SignedIn;

  const files = async (slug = CITY): Promise<CampaignFiles> =>
    (await readNewest(world(), await world().campaigns.get(slug))).files;
  const numberOf = async (): Promise<number> => (await readNewest(world(), await world().campaigns.get(CITY))).number;
  /** What another process would see at once. */
  const later = (): void => world().moveClock(2_000);
  const save = async (section: string, typed: Typed, page?: string) => {
    const html = page ?? (await olga.get(`${ROOT}/${section}`));
    const answer = await submit(olga.http, pressing(formOf(html, 'Save'), 'Save'), typed);
    later();
    return answer;
  };

  beforeEach(async () => {
    await loadCampaignFolder(world(), programPath('campaigns', CITY));
    olga = await signIn(world(), { campaign: CITY });
  });

  describe('that is kept in a folder', () => {
    it('sees it, and changes it only after taking it over, which can be undone until the first save', async () => {
      const page = await olga.get(`${ROOT}/edit/page`);
      expect(page).to.include('kept in a folder').and.not.include('>Save<');
      expect((await olga.post(`${ROOT}/edit/page`, { base: '1', title: 'No' })).status).to.equal(409);

      await olga.press(page, 'Edit it here from now on');
      const told = await loadCampaignFolder(world(), programPath('campaigns', CITY));
      expect(told).to.deep.equal({ slug: CITY, change: 'kept', version: 1 });
      const taken = await olga.get(`${ROOT}/edit/page`);
      await olga.press(taken, 'Undo');
      expect(await olga.get(`${ROOT}/edit/page`)).to.include('Edit it here from now on');

      await olga.press(await olga.get(`${ROOT}/edit/page`), 'Edit it here from now on');
      await save('edit/page', { title: 'Ours now' });
      expect((await olga.post(`${ROOT}/give-back`)).status).to.equal(409);
      const forced = await loadCampaignFolder(world(), programPath('campaigns', CITY), { isForced: true });
      expect(forced).to.deep.equal({ slug: CITY, change: 'new version', version: 3 });
    });
  });

  describe('in the console', () => {
    beforeEach(async () => takeOver(world().db, await world().campaigns.get(CITY)));

    it('changes one key and no other byte, under her name, and can take it back at once', async () => {
      const before = await files();
      const saved = await save('edit/ask', { goal: '750', note: 'More  people' });
      expect(saved.status).to.equal(303);
      expect(await files()).to.deep.equal({
        ...before,
        'campaign.yaml': before['campaign.yaml']?.replace('goal: 500', 'goal: 750'),
      });
      expect((await world().http.get(`/c/${CITY}`)).text).to.include('The goal is 750.');
      const versions = await olga.get(`${ROOT}/versions`);
      expect(textsOf(versions, /<li class="row">([\s\S]*?)<\/li>/g)[0]).to.match(
        /Version 2 More people[\s\S]*Olga Reyes/,
      );
      const entries = await world().db('audit_entries').select<{ did: string; about: string }[]>('did', 'about');
      expect(entries.at(-1)).to.deep.equal({ did: 'saved the campaign', about: `campaign:${CITY}` });
      await olga.press(versions, 'Undo');
      expect(await files()).to.deep.equal(before);
    });

    it('is told of faults beside their fields, in the words of the command line, and loses nothing', async () => {
      const answer = await save('edit/ask', { goal: 'many', ask: EVIL, opens_at: '2027-13-01' });
      expect(answer.status).to.equal(422);
      expect(faultsOf(answer.text)).to.deep.equal([
        { id: 'goal', message: 'Goal: must be a number' },
        { id: 'opens_at', message: 'Opens: is not a moment of the calendar' },
      ]);
      expect(formOf(answer.text, 'Save').fields).to.deep.include({ goal: ['many'], ask: [EVIL] });
      expect(answer.text).to.not.include(EVIL);
      expect(await numberOf()).to.equal(1);
    });

    it('writes another letter, an exception and an opt-in, and takes them out again', async () => {
      const before = await files();
      const letter = (before['letter.hbs'] ?? '').replace('I ask you to vote', 'I ask you again to vote');
      await save('edit/letter', {
        'letters.0.file': 'Ward 1',
        'letters.0.when.office': 'harbourview-city-council/ward-1',
        'letters.0.text': letter,
      });
      await save('edit/targets', {
        'targets.except.0.office': 'harbourview-city-council/mayor',
        'targets.except.0.say': 'The mayor agrees.',
      });
      await save('edit/form', {
        'opt_ins.1.organization': 'partner-a',
        'opt_ins.1.text': 'Partner A may write to me.',
      });
      await save('edit/talking-points', { talking_points: 'What did you see?\nWhat would help?' });
      const after = await files();
      expect(after['letter-ward-1.hbs']).to.equal(letter);
      expect(parse(after['campaign.yaml'] ?? '')).to.deep.include({
        letters: [{ when: { office: ['harbourview-city-council/ward-1'] }, file: 'letter-ward-1.hbs' }],
        targets: {
          officials: 'council.csv',
          except: [{ office: ['harbourview-city-council/mayor'], say: 'The mayor agrees.' }],
        },
        talking_points: ['What did you see?', 'What would help?'],
      });
      const step = await submit(world().http, formOf((await world().http.get(`/c/${CITY}`)).text), {
        postal_code: '80202',
      });
      expect(step.text).to.include('<li>What would help?</li>').and.include('I ask you again to vote');

      await save('edit/letter', { 'letters.0.file': '', 'letters.0.when.office': '', 'letters.0.text': '' });
      await save('edit/targets', { 'targets.except.0.office': '', 'targets.except.0.say': '' });
      await save('edit/form', { 'opt_ins.1.organization': '', 'opt_ins.1.text': '' });
      await save('edit/talking-points', { talking_points: '' });
      expect(await files()).to.deep.equal(before);
    });

    it('replaces the council by pasting a list, which going back brings back', async () => {
      const list =
        'name\toffice\ttitle\tbody\temail\nKen Abe\tMayor\tMayor\tHarbourview City Council\tken@council.example\n';
      await save('edit/targets', { 'targets.officials': list });
      const mayor = async () => (await world().roster.get()).holderOf('harbourview-city-council/mayor')?.name;
      expect(await mayor()).to.equal('Ken Abe');
      await olga.press(await olga.get(`${ROOT}/versions/1`), 'Go back to this version');
      later();
      expect(await mayor()).to.equal('Mara Lindqvist');
      expect(await numberOf()).to.equal(3);
    });

    it('sees at which line and place of a file something is wrong, with the line, and what she typed', async () => {
      const page = await olga.get(`${ROOT}/source`);
      const yaml = (await files())['campaign.yaml']?.replace('goal: 500', 'gaol: 500') ?? '';
      const answer = await save('source', { 'file:campaign.yaml': yaml, 'file:page.md': `# ${EVIL}\n` }, page);
      expect(answer.status).to.equal(422);
      expect(faultsOf(answer.text).map(({ message }) => message)).to.deep.equal([
        'campaign.yaml, line 1, column 1: goal is missing',
        'campaign.yaml, line 15, column 1: gaol is not a key of a campaign; did you mean "goal"?',
        'page.md, line 1, column 1: page the title of the page is the only first-level heading; start with ##',
      ]);
      expect(textsOf(answer.text, /<code class="fault-line">([^<]*)</g)).to.include('gaol: 500');
      expect(formOf(answer.text, 'Save').fields['file:page.md']).to.deep.equal([`# ${EVIL}\n`]);
      expect(answer.text).to.not.include(EVIL);
      const strange = await save('source', { new_name: '../evil.sh', new_text: 'rm' }, page);
      expect(strange.status).to.equal(422);
      expect(formOf(strange.text, 'Save').fields).to.deep.include({ new_name: ['../evil.sh'], new_text: ['rm'] });
    });

    it('does not move a campaign to another organization', async () => {
      const yaml = (await files())['campaign.yaml']?.replace(
        'slug: harbourview-safe-stays',
        'slug: alliance-for-survivors',
      );
      const answer = await save('source', { 'file:campaign.yaml': yaml ?? '' });
      expect(answer.status).to.equal(422);
      expect(faultsOf(answer.text)[0]?.message).to.include('this campaign belongs to "harbourview-safe-stays"');
    });

    it('is told who saved meanwhile; what only one of them changed comes together by itself', async () => {
      const form = await olga.get(`${ROOT}/edit/ask`);
      const source = await olga.get(`${ROOT}/source`);
      const omar = await signIn(world(), { campaign: CITY, name: 'Omar Haddad' });
      const his = formOf(await omar.get(`${ROOT}/edit/ask`), 'Save');
      await submit(omar.http, his, { goal: '900', ask: 'Train the staff of all hotels.', note: 'Shorter' });
      later();

      const answer = await save('edit/ask', { topic: 'Crime', ask: 'Train everybody.' }, form);
      expect(answer.status).to.equal(409);
      expect(decode(answer.text)).to.include('Omar Haddad saved version 2').and.include('Shorter');
      expect(textsOf(answer.text, /<section class="card clash">([\s\S]*?)<\/section>/g)).to.have.length(1);
      const merged = formOf(answer.text, 'Save both changes');
      expect(merged.fields).to.deep.include({
        base: ['2'],
        goal: ['900'],
        topic: ['Crime'],
        ask: ['Train everybody.'],
      });
      expect((await submit(olga.http, merged)).status).to.equal(303);
      later();
      expect(parse((await files())['campaign.yaml'] ?? '')).to.deep.include({
        goal: 900,
        topic: 'Crime',
        ask: 'Train everybody.',
      });

      const page = formOf(source, 'Save').fields['file:campaign.yaml']?.[0] ?? '';
      const both = await submit(olga.http, formOf(source, 'Save'), {
        'file:campaign.yaml': page.replace('weather.gov', 'noaa.gov'),
      });
      expect(both.status).to.equal(409);
      expect(formOf(both.text, 'Save both changes').fields['file:campaign.yaml']?.[0])
        .to.include('noaa.gov')
        .and.include('goal: 900');
      expect((await olga.http.get(`${olga.base}${ROOT}/edit/ask`)).headers['etag']).to.equal('"v3"');
      const stale = await olga.http
        .post(`${olga.base}${ROOT}/edit/ask`)
        .set('If-Match', '"v1"')
        .type('form')
        .send({ csrf: olga.csrf, base: '3', goal: '1' });
      expect(stale.status).to.equal(409);
    });

    it('goes back to an older version with one click, and forth again', async () => {
      const first = await files();
      await save('edit/page', { title: 'Another title' });
      const version = await olga.get(`${ROOT}/versions/2`);
      expect(textsOf(version, /<p class="diff-line diff-(?:added|removed)">([\s\S]*?)<\/p>/g)).to.deep.equal([
        '−Removed: title: Train hotel staff in Harbourview to notice trafficking',
        '+Added: title: Another title',
      ]);
      await olga.press(await olga.get(`${ROOT}/versions/1`), 'Go back to this version');
      later();
      expect(await files()).to.deep.equal(first);
      await olga.press(await olga.get(`${ROOT}/versions`), 'Undo');
      later();
      expect(parse((await files())['campaign.yaml'] ?? '')).to.include({ title: 'Another title' });
      expect(await numberOf()).to.equal(4);
    });

    it('looks at what is not saved yet as a supporter would, and nothing is stored or sent', async () => {
      const form = formOf(await olga.get(`${ROOT}/edit/letter`), 'Save');
      const preview = (typed: Typed) =>
        submit(olga.http, { ...form, action: `${olga.base}${ROOT}/preview` }, { preview_code: '80202', ...typed });
      const letters = await preview({
        'letter.subject': `Draft ${EVIL}`,
        preview_show: 'letters',
        preview_name: 'Ana Lima',
        preview_own_words: 'I clean rooms.',
      });
      expect(letters.status).to.equal(200);
      expect(letters.headers['content-security-policy'])
        .to.include("form-action 'none'")
        .and.include("frame-ancestors 'self'");
      expect(decode(letters.text)).to.match(/Dear Mayor Lindqvist,\n\nI clean rooms\.[\s\S]*Ana Lima\nCO 80202/);
      expect(letters.text).to.not.include(EVIL);
      expect((await preview({ preview_show: 'form' })).text)
        .to.include('Your letter')
        .and.include('Preview.');
      expect((await preview({ preview_show: 'mail', 'letter.subject': 'Draft' })).text).to.include('Subject: Draft');
      expect((await preview({ 'letter.hbs': 'Hello' })).text).to.include('Almost there');
      expect(await numberOf()).to.equal(1);
      const split = await olga.http.get(`${olga.base}${ROOT}/preview?preview_show=letters&preview_code=nowhere`);
      expect(split.text).to.include('Postal code or point');
    });
  });

  describe('that is new', () => {
    const make = async (typed: Typed) => {
      const answer = await submit(olga.http, formOf(await olga.get('/campaigns/new'), 'Make the campaign'), typed);
      later();
      return answer;
    };

    it('begins as a draft from each starting point and as a copy', async () => {
      for (const start of ['city-council', 'state-legislature', 'us-congress', 'uk-commons', 'blank', `copy:${CITY}`]) {
        const slug = `ours-${start.replace(':', '-')}`;
        const answer = await make({ start, slug, title: `Ours: "${start}" <b>` });
        expect(answer.headers['location'], start).to.equal(`${olga.base}/campaigns/${slug}/edit`);
        const { file } = await world().campaigns.get(slug);
        expect(file).to.deep.include({ status: 'draft', title: `Ours: "${start}" <b>` });
        expect(file.organization.slug).to.equal('harbourview-safe-stays');
        expect((await olga.http.get(`${olga.base}/campaigns/${slug}/edit/page`)).status).to.equal(200);
      }
    });

    it('says what is wrong with a title or an address, and never takes another one’s', async () => {
      expect(faultsOf((await make({ title: '' })).text).map(({ id }) => id)).to.deep.equal(['title']);
      for (const slug of ['Not An Address', 'new', NATIONAL]) {
        const answer = await make({ title: 'Ours', slug });
        expect([answer.status, faultsOf(answer.text).map(({ id }) => id)]).to.deep.equal([422, ['slug']]);
        expect(formOf(answer.text, 'Make the campaign').fields).to.deep.include({ slug: [slug], title: ['Ours'] });
      }
      expect((await make({ title: 'Theirs', start: `copy:${NATIONAL}` })).status).to.equal(404);
    });
  });

  it('exports a folder that gives the same bytes and pages in a fresh installation', async () => {
    await takeOver(world().db, await world().campaigns.get(CITY));
    await save('edit/page', { summary: 'A summary with "quotes", a colon: and ünïcode.' });
    const zip = await olga.http.get(`${olga.base}${ROOT}/export`).responseType('blob');
    const path = join(folder(), 'export.zip');
    writeFileSync(path, zip.body as Buffer);
    const database = await openTestDatabase('sqlite::memory:');
    const fresh = createWorld({ ...createWiring(testConfig(), { db: database.db }), clock: world().clock });
    try {
      await loadCampaign(fresh, path);
      const again = await readNewest(fresh, await fresh.campaigns.get(CITY));
      expect(Buffer.from(packCampaign(CITY, again.files)).equals(zip.body as Buffer)).to.equal(true);
      const pages = [world(), fresh].map(async ({ http }) => (await http.get(`/c/${CITY}`)).text);
      const [here, there] = await Promise.all(pages);
      expect(there).to.equal(here);
    } finally {
      await fresh.worker.stop();
      await database.close();
    }
  });

  it('gets files also of a version from before they were kept, and they say the same', async () => {
    await world().db('campaign_versions').update({ files: null });
    for (const slug of [CITY, NATIONAL]) {
      const { files: made } = await readNewest(world(), await world().campaigns.get(slug));
      const read = await readCampaign(sourceOfFiles(slug, made), await world().roster.get());
      const { file, rule, letterSource, pageSource } = await world().campaigns.get(slug);
      expect(read.definition).to.deep.equal({ file, rule, letterSource, pageSource });
    }
  });
});
