import { expect } from 'chai';
import { contactForms, congressOffices } from '../../src/offices/index.js';
import { query } from '../../src/platform/db.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { useImporter } from '../support/imports.js';
import { bringTo } from '../support/moves.js';
import { decode, formOf, lettersOf, pressing, submit, tagOf, textsOf, type Typed } from '../support/pages.js';
import { ana, CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';

const field = (name: string, facts: object = {}) => ({ field: name, how: 'fill_in', required: true, ...facts });
const form = (bioguide: string, fields: object[]) => ({
  ...{ bioguide, chamber: 'senate', url: `https://forms.example.test/${bioguide}`, captcha: false, fields },
});
/** Colorado's senators: one asks for much, the other takes 500 characters. */
const HICKENLOOPER = 'H000273';
const BENNET = 'B001267';
const OWN = 'I clean hotel rooms, and I know what to look for.';

describe('a letter that is left to the supporter', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const { importText } = useImporter(contactForms, () => world().db);

  /** The national campaign to the senators alone, whose roster ships with the program. */
  async function openCampaign(change: (text: string) => string = (text) => text): Promise<void> {
    const senate = (text: string): string => change(text.replace(/ +- us-house\n/, ''));
    await changeCampaign(world(), copyCampaign(folder(), NATIONAL, { 'campaign.yaml': senate }));
    await importText(
      JSON.stringify([
        form(
          HICKENLOOPER,
          ['TOPIC', 'SUBJECT', 'NAME_PREFIX', 'PHONE', 'ADDRESS_STREET', 'ADDRESS_CITY'].map((name) => field(name)),
        ),
        { ...form(BENNET, [field('MESSAGE', { max_length: 500 }), field('TOPIC')]), captcha: true },
      ]),
    );
    world().moveClock(2_000);
  }
  const letterStep = async (typed: Typed = {}) =>
    submit(
      world().http,
      { action: `/c/${NATIONAL}/find`, fields: {}, choices: {}, buttons: [] },
      { postal_code: '80202', ...typed },
    );
  const actFor = async (campaign: string, supporter: object = ana, letter: object = {}): Promise<string> => {
    const taken = await world().http.post(`/api/v1/campaigns/${campaign}/actions`).send({ supporter, letter });
    return new URL((taken.body as { receipt_url: string }).receipt_url).pathname;
  };
  const show = async (path: string): Promise<string> => (await world().http.get(path)).text;
  const cardOf = (page: string, name: string): string =>
    page.split('<li class="card letter"').find((card) => decode(card).includes(`>${name}</h3>`)) ??
    expect.fail(`no card of ${name}`);
  const asksIn = (card: string) =>
    textsOf(/<ul class="asks">[\s\S]*?<\/ul>/.exec(card)?.[0] ?? '', /<li>([\s\S]*?)<\/li>/g);

  describe('asks', () => {
    it('for a form of address and a phone only because a form needs them, and says whose', async () => {
      await openCampaign();
      const page = decode((await letterStep()).text);
      expect(page).to.include('Senator John W. Hickenlooper’s form asks for it. Leave it open to choose there.');
      expect(tagOf(page, 'phone')).to.include('type="tel"').and.not.include('required');
      expect(textsOf(page, /<option[^>]*>([^<]*)<\/option>/g)).to.deep.equal([
        '–',
        'Mr.',
        'Mrs.',
        'Miss',
        'Ms.',
        'Dr.',
      ]);
      expect(/<option[^>]*selected/.exec(page), 'none is chosen for her').to.equal(null);
    });

    it('for neither where no form needs them', async () => {
      await openCampaign();
      await importText(JSON.stringify([form(BENNET, [field('PHONE', { required: false })])]));
      world().moveClock(2_000);
      const page = (await letterStep()).text;
      expect(page).not.to.include('id="prefix"').and.not.include('id="phone"');
    });

    it('for neither where the letters go by mail', async () => {
      const action = `/c/${CITY}/find`;
      const page = await submit(
        world().http,
        { action, fields: {}, choices: {}, buttons: [] },
        { postal_code: '80202' },
      );
      expect(page.text).to.include('id="given_name"').and.not.include('id="prefix"').and.not.include('id="phone"');
    });

    it('once: a fault in the phone is told at its place, and the choice is kept', async () => {
      await openCampaign();
      const step = formOf((await letterStep()).text);
      const typed = { ...ana, prefix: 'Dr.', phone: 'call me' };
      const faulty = await submit(world().http, step, typed);
      expect(faulty.status).to.equal(422);
      expect(decode(faulty.text)).to.include('<a href="#phone">Please give a phone number such as 202-555-0100.</a>');
      expect(faulty.text).to.include('<option selected>Dr.</option>');
      const sent = await submit(world().http, formOf(faulty.text), { prefix: 'Dr.', phone: '202-555-0147' });
      const card = cardOf(await show(String(sent.headers['location'])), 'Senator John W. Hickenlooper');
      expect(card).to.include('202-555-0147').and.include('you chose Dr.');
    });
  });

  describe('has on its receipt', () => {
    const given = { ...ana, prefix: 'Ms.', phone: '202-555-0147' };

    it('what the form will ask for, with her own values to copy', async () => {
      await openCampaign();
      const page = await show(await actFor(NATIONAL, given));
      expect(asksIn(cardOf(page, 'Senator John W. Hickenlooper'))).to.deep.equal([
        'Topic: choose “Crime and law enforcement” or the nearest',
        'Subject: Please reauthorize the Trafficking Victims Protection Act Copy',
        'How you are addressed: you chose Ms.',
        'Your phone number: 202-555-0147 Copy',
        'Your street address and town',
      ]);
      const bennet = cardOf(page, 'Senator Michael F. Bennet');
      expect(asksIn(bennet)).to.deep.equal([
        'Topic: choose “Crime and law enforcement” or the nearest',
        'A check that you are no robot',
      ]);
      expect(bennet, 'her phone stands only where it is asked for').not.to.include('555-0147');
      expect(bennet).to.include(
        `href="https://forms.example.test/${BENNET}" rel="noopener noreferrer" target="_blank"`,
      );
    });

    it('no topic of ours where the campaign names none', async () => {
      await openCampaign((text) => text.replace(/topic: .*\n/, ''));
      const page = await show(await actFor(NATIONAL));
      expect(asksIn(cardOf(page, 'Senator Michael F. Bennet'))).to.deep.equal([
        'Topic: choose what is nearest to your letter',
        'A check that you are no robot',
      ]);
    });

    it('nothing of hers when somebody else typed her address, nor after she sent it', async () => {
      await openCampaign();
      const path = await actFor(NATIONAL, given);
      const press = async (): Promise<void> => {
        const [first] = (await show(path))
          .split('<li class="card letter"')
          .slice(1)
          .filter((card) => /0147/.test(card));
        await submit(world().http, pressing(formOf(first ?? '', 'I sent it'), 'I sent it'));
      };
      await press();
      expect(await show(path))
        .not.to.include('555-0147')
        .and.not.include('you chose Ms.');
      const [row] = await query<{ id: string }>(world().db, 'SELECT id FROM actions');
      await world().db('deliveries').update({ said_sent_at: null });
      for (const table of ['letter_counts', 'office_counts', 'source_counts'])
        await world().db(table).update({ said_sent: 0 });
      await world().db('actions').where({ id: row?.id }).update({ guarded_at: world().clock.now() });
      expect(await show(path))
        .not.to.include('555-0147')
        .and.not.include('you chose Ms.');
    });

    it('the text that fits the form, her own words first, with the cut shown', async () => {
      await openCampaign();
      const step = formOf((await letterStep({ own_words: OWN })).text);
      const preview = await submit(world().http, pressing(step, 'Preview'), ana);
      expect(decode(preview.text)).to.include(
        'This office’s form takes 500 characters, so the letter is shortened to:',
      );
      const letter = await letterStep({ own_words: OWN });
      expect(decode(letter.text)).to.match(
        /<summary>The form of Senator Michael F\. Bennet takes 500 characters; your letter will be shortened/,
      );
      const page = await show(await actFor(NATIONAL, ana, { own_words: OWN }));
      const [text = ''] = lettersOf(cardOf(page, 'Senator Michael F. Bennet'));
      const [rest = ''] = textsOf(page, /<pre class="letter-rest"[^>]*>([\s\S]*?)<\/pre>/g);
      expect(text.startsWith(`Dear Senator Bennet,\n\n${OWN}\n\nAs your constituent`)).to.equal(true);
      expect(text.replaceAll('\n', '\r\n').length).to.be.at.most(500);
      expect(lettersOf(preview.text)).to.include(text);
      const [whole = ''] = lettersOf(cardOf(page, 'Senator John W. Hickenlooper'));
      const spaceless = (one: string): string => one.replace(/\s+/g, '');
      expect(spaceless(text + rest)).to.equal(spaceless(whole.replace('Hickenlooper', 'Bennet')));
      expect(decode(page)).to.include('Left out because this form takes 500 characters:');
    });

    it('other ways after she said that it did not work, until she takes it back', async () => {
      await openCampaign();
      const path = await actFor(NATIONAL);
      expect(await show(path))
        .to.include('2 letters are left for you to send.')
        .and.not.include('What you can do:');
      const asked = formOf(cardOf(await show(path), 'Senator Michael F. Bennet'), 'Tell the organizers');
      expect((await submit(world().http, asked, { reason: 'nonsense' })).status).to.equal(422);
      expect((await submit(world().http, asked, { reason: 'district' })).status).to.equal(303);
      const card = decode(cardOf(await show(path), 'Senator Michael F. Bennet'));
      expect(card)
        .to.match(/You said on .* that it did not work: the form said that this is another member’s district\./)
        .and.include('What you can do:')
        .and.include('>Print it</a> and send it by post');
      expect(await show(path)).to.include('One letter is left for you to send.');
      const counts = async () =>
        (await world().http.get(`/api/v1/campaigns/${NATIONAL}/counts`)).body as Record<string, unknown>;
      expect(await counts()).to.include({ said_failed: 1, said_sent: 0 });
      expect((await counts())['definitions']).to.have.property('said_failed');
      await submit(world().http, formOf(card, 'I sent it after all'));
      expect(await counts()).to.include({ said_failed: 0, said_sent: 1 });
      await submit(world().http, asked, { reason: '' });
      await submit(world().http, formOf(cardOf(await show(path), 'Senator Michael F. Bennet'), 'Take that back'));
      expect(await counts()).to.include({ said_failed: 0, said_sent: 0 });
    });
  });

  describe('can be printed', () => {
    const localOffices = useImporter(congressOffices, () => world().db);

    it('with the postal address, today’s date and lines to sign, and without her name', async () => {
      const own = { id: 'B-1', city: 'Denver', state: 'CO', address: '1 Speer Blvd.', phone: '303-555-0100' };
      await localOffices.importText(JSON.stringify([{ id: { bioguide: BENNET }, offices: [own] }]));
      await openCampaign();
      const path = await actFor(NATIONAL, ana, { own_words: OWN });
      const link = /href="([^"]*\/print\/[^"]*)"/.exec(cardOf(await show(path), 'Senator Michael F. Bennet'))?.[1];
      world().moveClock(24 * 3_600_000);
      const response = await world().http.get(link ?? '');
      expect(response.headers).to.include({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
      const page = decode(response.text);
      expect(page).to.include('Senator Michael F. Bennet<br>United States Senate<br>Washington, DC 20510');
      expect(page).to.include('11 March 2027').and.include(OWN).and.include('>Signature<');
      expect(page).to.include('1 Speer Blvd., Denver, CO');
      expect(page).not.to.include('Ana').and.not.include('Lima').and.not.include('80202');
    });

    it('only from its own receipt', async () => {
      const [path, other] = [await actFor(CITY), await actFor(CITY, { ...ana, email: 'o@supporter.example' })];
      const link = /href="([^"]*\/print\/[^"]*)"/.exec(await show(path))?.[1] ?? expect.fail();
      for (const wrong of [link.replace(path, other), link.replace(path, '/r/nothing'), `${path}/print/x`])
        expect((await world().http.get(wrong)).status, wrong).to.equal(404);
      const page = decode(await show(link));
      expect(page).to.include('We do not know where this office takes letters');
    });
  });
});

describe('a letter that we could not deliver', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  for (const state of ['failed', 'bounced', 'cancelled'] as const) {
    it(`can be sent by the supporter herself when it is ${state}`, async () => {
      const supporter = { ...ana, street: '7 Rosewood Lane' };
      const letter = { text: 'Short & sweet: 1+1.' };
      const taken = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, letter });
      const [mayor] = await query<{ id: string }>(world().db, 'SELECT id FROM deliveries ORDER BY id');
      await bringTo(world(), mayor?.id ?? '', state);
      const url = new URL((taken.body as { receipt_url: string }).receipt_url);
      const card =
        /<li class="card letter"[\s\S]*?\n<\/li>/.exec((await world().http.get(url.pathname)).text)?.[0] ?? '';
      const mail = new URL(decode(/href="(mailto:[^"]*)"/.exec(card)?.[1] ?? ''));
      expect(mail.pathname).to.match(/^[\w.-]+@[\w.-]+\.example$/);
      expect(mail.searchParams.get('body')).to.match(
        /^Dear Mayor Lindqvist,\r\n\r\nShort & sweet: 1\+1\.\r\n\r\nSincerely,/,
      );
      expect(decode(mail.href)).not.to.include('Lima').and.not.include('Rosewood');
      expect(card).to.include('href="tel:').and.include('/print/').and.include('What you can do:');
    });
  }
});
