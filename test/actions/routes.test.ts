import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { decode, formOf, lettersOf, pressing, submit, textsOf } from '../support/pages.js';
import { ana, CITY, HOUR, useWorld } from '../support/world.js';

describe('the way of a letter without JavaScript', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const signed = { given_name: ana.given_name, family_name: ana.family_name, email: ana.email };
  const openLetter = async (query = ''): Promise<string> => {
    const page = await world().http.get(`/c/${CITY}${query}`);
    return (await submit(world().http, formOf(page.text), { postal_code: ana.postal_code })).text;
  };

  it('leads from the ZIP code over letter and preview to the receipt', async () => {
    const page = await world().http.get(`/c/${CITY}`);
    const letter = await submit(world().http, formOf(page.text), { postal_code: ' 80202-1234 ' });
    expect(letter.status).to.equal(200);
    expect(textsOf(letter.text, /<p class="target-name">(.*?)<\/p>/g)).to.deep.equal([
      'Mayor Mara Lindqvist',
      'Councilmember Tobias Adeyemi',
      'Councilmember Ines Okonkwo-Reyes',
      'Councilmember Jonah Whitfield',
    ]);
    expect(decode(letter.text)).to.include('Ward 3, Harbourview City Council: this seat is vacant');

    const typed = { ...signed, own_words: 'My sister cleaned rooms there.' };
    const preview = await submit(world().http, pressing(formOf(letter.text), 'Preview'), typed);
    expect(preview.status).to.equal(200);
    expect(lettersOf(preview.text)).to.have.length(4);
    expect(lettersOf(preview.text)[0]).to.match(
      /^Dear Mayor Lindqvist,\n\nMy sister cleaned rooms there\.\n\nI ask you/,
    );
    expect(lettersOf(preview.text)[0]).to.match(/Sincerely,\nAna Lima\nCO 80202\n$/);
    expect(world().announced, 'a preview takes nothing').to.be.empty;

    const sent = await submit(world().http, pressing(formOf(preview.text), 'Send my 4 letters'));
    expect(sent.status).to.equal(303);
    const receipt = await world().http.get(sent.headers['location'] ?? '');
    expect(receipt.status).to.equal(200);
    expect(textsOf(receipt.text, /<p class="pill[^>]*>(.*?)<\/p>/g)).to.deep.equal([
      'Waiting to be sent',
      'Waiting to be sent',
      'Waiting to be sent',
      'Yours to send',
    ]);
    expect(world().announced).to.have.length(3);
  });

  it('has seven fields at the most, and no more than the office needs', async () => {
    const { fields } = formOf(await openLetter());
    const hidden = ['token', 'source', 'postal_code', 'comment_title'];
    expect(Object.keys(fields).filter((name) => !hidden.includes(name))).to.deep.equal([
      'own_words',
      'text',
      'given_name',
      'family_name',
      'email',
    ]);
  });

  it('keeps no step in a cache or a search engine, and a reload of one starts over', async () => {
    const letter = await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' });
    expect(letter.headers).to.include({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    for (const step of ['find', 'preview']) {
      const reload = await world().http.get(`/c/${CITY}/${step}`);
      expect([reload.status, reload.headers['location']]).to.deep.equal([303, `/c/${CITY}`]);
    }
    expect((await world().http.get(`/c/${CITY}/else`)).status).to.equal(404);
  });

  it('says that a campaign does not exist, whatever step is asked of it', async () => {
    for (const path of ['/c/nothing/find', '/c/nothing/preview', '/c/nothing'])
      expect((await world().http.post(path).type('form').send({})).status, path).to.equal(404);
  });

  it('carries the source from the link to the counters', async () => {
    const letter = await openLetter('?source=Partner-A');
    const sent = await submit(world().http, pressing(formOf(letter), 'Send my 4 letters'), signed);
    expect(sent.status).to.equal(303);
    expect(await sources()).to.deep.equal([{ source: 'partner-a', actions: 1, letters: 4 }]);
  });

  it('takes the letter of somebody whose link carried nonsense for a source', async () => {
    const letter = await openLetter('?source=<script>');
    expect(formOf(letter).fields['source']).to.deep.equal(['']);
    const sent = await submit(world().http, formOf(letter), { ...signed, source: '"><b>x' });
    expect(sent.status).to.equal(303);
    expect(await sources()).to.deep.equal([{ source: '', actions: 1, letters: 4 }]);
  });

  it('stores a consent with the words that stood beside the box, and only when it was ticked', async () => {
    const letter = await openLetter();
    expect(formOf(letter).fields).not.to.have.property('opt_in');
    await submit(world().http, formOf(letter), signed);
    expect(await consents()).to.be.empty;
    await submit(world().http, formOf(letter), {
      ...signed,
      email: 'ticked@supporter.example',
      opt_in: ['harbourview-safe-stays', 'somebody-else', '__proto__'],
    });
    const [text] = textsOf(letter, /<input type="checkbox"[^>]*><span>(.*?)<\/span>/g);
    expect(await consents()).to.deep.equal([
      { organization: 'harbourview-safe-stays', text, givenAt: world().clock.now() },
    ]);
  });

  it('refuses a form that another site sends in a visitor’s name', async () => {
    const form = formOf(await openLetter());
    const response = await world()
      .http.post(form.action)
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ ...form.fields, ...signed });
    expect(response.status).to.equal(403);
    expect(await sources()).to.be.empty;
  });

  it('takes a letter from a page that lay open for hours', async () => {
    const form = formOf(await openLetter());
    world().moveClock(23 * HOUR);
    expect((await submit(world().http, form, signed)).status).to.equal(303);
  });

  const sources = () => query<object>(world().db, 'SELECT source, actions, letters FROM action_counts');
  const consents = () => query<object>(world().db, 'SELECT organization, text, given_at AS "givenAt" FROM consents');
});
