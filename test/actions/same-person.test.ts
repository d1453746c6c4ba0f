import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { formOf, lettersOf, submit, type PageForm } from '../support/pages.js';
import { ana, ben, CITY, useWorld } from '../support/world.js';

describe('a person who sends again', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const signed = { given_name: ana.given_name, family_name: ana.family_name, email: ana.email };
  const openForm = async (): Promise<PageForm> =>
    formOf((await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' })).text);
  const send = async (form: PageForm, typed: Record<string, string>): Promise<string> => {
    const response = await submit(world().http, form, typed);
    expect(response.status).to.equal(303);
    return String(response.headers['location']);
  };
  const receipt = async (path: string): Promise<string> => (await world().http.get(path)).text;
  const actions = () => query<{ own_words: string | null }>(world().db, 'SELECT own_words FROM actions ORDER BY id');

  it('finds their receipt again by pressing the same button, with their own words', async () => {
    const form = await openForm();
    const first = await send(form, { ...signed, own_words: 'Two sentences of mine.' });
    world().announced.length = 0;
    const again = await send(form, { ...signed, own_words: 'Two sentences of mine.' });
    expect(again).to.equal(first);
    expect(world().announced).to.be.empty;
    const page = await receipt(again);
    expect(page).not.to.include('You had written in this campaign before');
    expect(lettersOf(page)[0]).to.include('Two sentences of mine.');
  });

  it('gets a receipt of its own from a new form, and the first one stays as it was', async () => {
    const typed = { own_words: 'Only for the council.', text: 'My own letter. I am Ana Lima.' };
    const first = await send(await openForm(), { ...signed, ...typed });
    const before = await receipt(first);
    expect(lettersOf(before)[0], 'as it was typed').to.include('I am Ana Lima.');
    world().announced.length = 0;
    world().moveClock(60_000);
    const form = await openForm();
    const again = { ...signed, email: 'ANA.LIMA@supporter.example', own_words: 'Other.' };
    const later = await send(form, again);
    expect(later).not.to.equal(first);
    expect(await send(form, again), 'the same request once more').to.equal(later);
    expect(world().announced, 'nothing new is sent').to.be.empty;
    expect((await actions()).map(({ own_words }) => own_words)).to.deep.equal(['Only for the council.']);
    const page = await receipt(later);
    expect(lettersOf(page)[0]).to.include('Other.').and.include('I ask you to vote for an ordinance');
    for (const secret of ['Only for the council.', 'My own letter.', 'Lima']) expect(page).not.to.include(secret);
    expect(await receipt(first)).to.equal(before);
  });

  it('keeps the own words of the first letters in those that go out', async () => {
    await send(await openForm(), { ...signed, own_words: 'Only for the council.' });
    await send(await openForm(), signed);
    const rows = await query<{ id: string; letterId: string }>(
      world().db,
      `SELECT id, letter_id AS "letterId" FROM deliveries WHERE channel = 'smtp'`,
    );
    const letters = [...(await world().compose(rows)).values()];
    expect(letters).to.have.length(3);
    for (const { text } of letters) expect(text).to.include('Only for the council.');
  });

  it('does not stand in the way of another person at the same screen', async () => {
    const form = await openForm();
    const first = await send(form, { ...signed, own_words: 'From Ana.' });
    const second = await send(form, {
      given_name: 'Ben',
      family_name: 'Okafor',
      email: ben.email,
      own_words: 'From Ben.',
    });
    expect(second).not.to.equal(first);
    expect((await actions()).map(({ own_words }) => own_words)).to.deep.equal(['From Ana.', 'From Ben.']);
    expect(world().announced).to.have.length(6);
  });

  it('counts once when they press twice before the first answer came', async () => {
    const form = await openForm();
    const paths = await Promise.all([1, 2, 3, 4].map(() => send(form, signed)));
    expect(new Set(paths).size).to.equal(1);
    expect(await actions()).to.have.length(1);
    expect(world().announced).to.have.length(3);
  });
});
