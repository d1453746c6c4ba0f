import { readVariants } from '../../src/counts/index.js';
import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { drawVariant, type Campaign } from '../../src/campaigns/index.js';
import { query } from '../../src/platform/db.js';
import { copyCampaign, changeCampaign } from '../support/campaign-copies.js';
import { formOf, lettersOf, pressing, submit } from '../support/pages.js';
import { faultsOf, writeCampaign, YAML } from '../campaigns/folders.js';
import { ana, ben, CITY, useFolder, useWorld } from '../support/world.js';

const TEST = `
test:
  name: short-words
  variants:
    - id: a
    - id: b
      title: Hotels can stop this
      ask: Train every clerk.
      button: Start my letter
      subject: Train every clerk
      letter: letter-short.hbs
`;
const SHORT = 'Dear {{target.salutation}},\n\nPlease train every clerk.\n\nYours,\n{{supporter.full_name}}\n';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('a test of one text against another', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const begin = async (settings = TEST): Promise<void> => {
    const copy = copyCampaign(folder(), CITY, { 'campaign.yaml': (text) => text + settings });
    writeFileSync(`${copy}/letter-short.hbs`, SHORT);
    await changeCampaign(world(), copy);
  };
  /** Opens the page until chance shows the variant. */
  const see = async (variant: string): Promise<string> => {
    for (let tries = 0; tries < 60; tries++) {
      const { text, headers } = await world().http.get(`/c/${CITY}`).set('User-Agent', FIREFOX);
      expect(headers['cache-control']).to.equal('private, no-store');
      if (text.includes(`name="variant" value="short-words:${variant}"`)) return text;
    }
    return expect.fail(`nobody was shown ${variant}`);
  };
  const stored = () =>
    query<{ variant: string; has_own_words: number }>(world().db, 'SELECT variant, has_own_words FROM actions');
  const counted = async () => {
    await world().viewCounter.flush();
    const rows = await readVariants(world().db, (await world().campaigns.get(CITY)).id);
    return rows.map(({ views, ...row }) => ({ ...row, isViewed: views > 0 }));
  };
  const writeAs = async (variant: string, person: object) => {
    const code = formOf(await see(variant));
    const letter = await submit(world().http, code, { postal_code: '80202' });
    return { letter: letter.text, form: pressing(formOf(letter.text), 'Send my 4 letters'), person };
  };

  it('keeps the text that somebody was shown, from the page to the letter, and counts it', async () => {
    await begin();
    expect(await see('a'))
      .to.include('Find my lawmakers')
      .and.not.include('Train every clerk');
    const page = await see('b');
    expect(page).to.include('<h1>Hotels can stop this</h1>').and.include('Start my letter');
    const { letter, form } = await writeAs('b', ana);
    expect(letter).to.include('Please train every clerk.').and.include('Subject: Train every clerk');
    // A form's own field cannot change what was shown.
    const sent = await submit(world().http, form, { ...ana, variant: 'short-words:a' });
    expect(sent.status).to.equal(303);
    expect(await stored()).to.deep.equal([{ variant: 'short-words:b', has_own_words: 0 }]);
    const receipt = await world().http.get(sent.headers['location'] ?? '');
    expect(lettersOf(receipt.text)[0]).to.include('Please train every clerk.');
    expect(await counted()).to.deep.equal([
      { variant: 'short-words:a', actions: 0, ownWords: 0, isViewed: true },
      { variant: 'short-words:b', actions: 1, ownWords: 0, isViewed: true },
    ]);
    // The test ends and another begins: what was written stays as it was.
    await begin(TEST.replace('short-words', 'other-words').replace('Hotels', 'Inns'));
    const later = await world().http.get(sent.headers['location'] ?? '');
    expect(lettersOf(later.text)[0]).to.include('Please train every clerk.');
  });

  it('keeps the first variant of somebody who writes again', async () => {
    await begin();
    const first = await writeAs('b', ana);
    await submit(world().http, first.form, { ...ana, own_words: 'I clean rooms there.' });
    const second = await writeAs('a', ana);
    expect((await submit(world().http, second.form, ana)).status).to.equal(303);
    await submit(world().http, first.form, { ...ana, own_words: 'I clean rooms there.' });
    expect(await stored()).to.deep.equal([{ variant: 'short-words:b', has_own_words: 1 }]);
  });

  it('survives faults of the form and takes no variant that it has not', async () => {
    await begin();
    const { form } = await writeAs('b', ana);
    const faulty = await submit(world().http, form, { ...ana, email: 'no address' });
    expect(faulty.status).to.equal(422);
    expect(faulty.text).to.include('value="short-words:b"').and.include('Subject: Train every clerk');
    const page = formOf(await see('a'));
    const made = await submit(world().http, page, { postal_code: '80202', variant: 'short-words:"><b>x' });
    expect(made.text).not.to.include('name="variant"').and.not.include('<b>x');
    await submit(world().http, pressing(formOf(made.text), 'Send my 4 letters'), ben);
    expect(await stored()).to.deep.equal([{ variant: '', has_own_words: 0 }]);
  });

  it('counts what programs send only under the variant that they name', async () => {
    await begin();
    const act = (supporter: object, variant?: string) =>
      world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, variant });
    await act(ana).expect(201);
    await act(ben, 'short-words:b').expect(201);
    const refused = await act({ ...ana, email: 'cleo@supporter.example' }, 'b').expect(422);
    expect(refused.text).to.include('must be one of short-words:a, short-words:b');
    expect((await stored()).map(({ variant }) => variant).sort()).to.deep.equal(['', 'short-words:b']);
  });

  it('leaves the pages of other campaigns in caches', async () => {
    const { headers } = await world().http.get(`/c/${CITY}`);
    expect(headers['cache-control']).to.equal('public, max-age=10');
  });

  it('is shown by its shares', () => {
    const variants = [
      { id: 'a', share: 70 },
      { id: 'b', share: 30 },
    ];
    const file = { test: { name: 't', variants } } as unknown as Campaign['file'];
    const drawn = [0, 0.69, 0.7, 0.999].map((one) => drawVariant(file, one));
    expect(drawn).to.deep.equal(['t:a', 't:a', 't:b', 't:b']);
    expect(drawVariant({} as Campaign['file'], 0.5)).to.equal('');
  });

  it('is checked with the folder, each fault where it stands', async () => {
    const settings = `test:
  name: Short words
  variants:
    - id: a
      share: 30
    - id: a
      letter: letter-gone.hbs
    - id: c
      subject: "{{nobody}}"
`;
    const shape = await faultsOf(writeCampaign(folder(), { 'campaign.yaml': YAML + settings }));
    expect(shape.join('\n')).to.include('test.name: must be lower-case letters, digits and hyphens');
    const named = settings.replace('Short words', 'short');
    const rules = await faultsOf(writeCampaign(folder(), { 'campaign.yaml': YAML + named }, 'two'));
    expect(rules.join('\n')).to.match(/:20:\d+ test\.variants\[1\]\.id: stands here twice/);
    expect(rules.join('\n')).to.include('test.variants[1].share: is missing: give every variant a share, or none');
    const texts = named.replace('- id: a\n      letter', '- id: b\n      letter').replace('      share: 30\n', '');
    const letters = await faultsOf(writeCampaign(folder(), { 'campaign.yaml': YAML + texts }, 'three'));
    expect(letters.join('\n')).to.match(/:20:\d+ test\.variants\[1\]\.letter: letter-gone\.hbs is missing/);
    expect(letters.join('\n')).to.match(/:22:\d+ .*nobody/);
    expect(letters).to.have.length(2);
  });
});
