import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { decode, faultsOf, formOf, lettersOf, submit, type PageForm } from '../support/pages.js';
import { ana, CITY, DAY, NATIONAL, useFolder, useWorld } from '../support/world.js';

describe('a campaign that stops taking letters while somebody writes', () => {
  const folder = useFolder();
  const world = useWorld({ keepsStarterPlaces: true });
  const typed = {
    given_name: ana.given_name,
    family_name: ana.family_name,
    email: ana.email,
    own_words: 'I wrote this <b>for an hour</b>.',
    text: 'My own letter & all.',
  };
  const openForm = async (): Promise<PageForm> =>
    formOf((await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' })).text);
  const change = (yaml: string) =>
    changeCampaign(world(), copyCampaign(folder(), CITY, { 'campaign.yaml': (text) => `${text}\n${yaml}\n` }));

  const endings: readonly (readonly [string, () => Promise<void> | void, RegExp])[] = [
    ['closed', () => world().moveClock(2 * 365 * DAY), /closed on 31 December 2028/],
    ['was paused', () => change('status: paused'), /paused/],
    ['went back to being a draft', () => change('status: draft'), /being prepared/],
  ];
  for (const [what, happen, sentence] of endings) {
    it(`says that it ${what}, keeps what was written and takes nothing`, async () => {
      const form = await openForm();
      await happen();
      for (const step of ['', '/preview', '/find']) {
        const response = await submit(world().http, { ...form, action: `/c/${CITY}${step}` }, typed);
        expect(response.status, step).to.equal(409);
        expect(decode(response.text)).to.match(sentence).and.include('Nothing was sent.');
        expect(lettersOf(response.text)).to.deep.equal([typed.own_words, typed.text]);
        expect(response.text).not.to.include('<b>for an hour');
        expect(response.headers).to.include({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
      }
      expect(await query(world().db, 'SELECT id FROM actions')).to.be.empty;
      const page = await world().http.get(`/c/${CITY}`);
      expect(page.status).to.equal(200);
      expect(decode(page.text)).to.match(sentence).and.not.include('Find my lawmakers');
    });
  }

  it('shows what was written to offices that nobody holds any more, and leads to another place', async () => {
    const form = await openForm();
    const empty = (text: string): string => text.replace(/^(?!name,)[^,\n]+,/gm, ',');
    await changeCampaign(world(), copyCampaign(folder(), CITY, { 'council.csv': empty }));
    const response = await submit(world().http, form, typed);
    expect(response.status).to.equal(422);
    expect(response.text).to.include('Nobody to write to here');
    expect(decode(response.text)).to.include('Nothing was sent.');
    expect(lettersOf(response.text)).to.deep.equal([typed.own_words, typed.text]);
    expect(faultsOf(response.text).map(({ id }) => id)).to.deep.equal(['postal_code']);
    expect(response.text).to.match(/<a id="postal_code" href="\/c\/[^"]*">Use another ZIP code/);
    expect(await query(world().db, 'SELECT id FROM actions')).to.be.empty;
  });

  it('still shows the receipts of those who wrote before', async () => {
    const sent = await submit(world().http, await openForm(), typed);
    await change('status: paused');
    const receipt = await world().http.get(String(sent.headers['location']));
    expect(receipt.status).to.equal(200);
    expect(lettersOf(receipt.text)[0]).to.include(typed.own_words);
  });

  it('sends a letter as it was taken, though the campaign’s text changed since', async () => {
    const { own_words: _own, text: _text, ...signed } = typed;
    await submit(world().http, await openForm(), signed);
    await changeCampaign(
      world(),
      copyCampaign(folder(), CITY, {
        'letter.hbs': (text) => text.replace('I ask you to vote', 'I beg you to vote'),
        'campaign.yaml': (text) => text.replace('Please require trafficking', 'Require trafficking'),
      }),
    );
    const rows = await query<{ id: string; letterId: string }>(
      world().db,
      'SELECT id, letter_id AS "letterId" FROM deliveries',
    );
    for (const letter of (await world().compose(rows)).values()) {
      expect(letter.text).to.include('I ask you to vote');
      expect(letter.subject).to.match(/^Please require/);
    }
    const offered = (await openForm()).fields['text']?.[0];
    expect(offered).to.include('I beg you to vote');
  });

  it('says which data are missing where a campaign cannot be served yet', async () => {
    const response = await world()
      .http.post(`/c/${NATIONAL}/find`)
      .type('form')
      .send({ postal_code: '80202', ...typed });
    expect(response.status).to.equal(409);
    expect(decode(response.text)).to.match(/data are missing on this server: .*House/);
    expect(lettersOf(response.text)).to.deep.equal([typed.own_words, typed.text]);
  });
});
