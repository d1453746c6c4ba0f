import { expect } from 'chai';
import { changeDelivery } from '../support/campaign-copies.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { decode, faultsOf, formOf } from '../support/pages.js';
import { ana, CITY, MINUTE, NATIONAL, useFolder, useWorld } from '../support/world.js';

describe('a reviewer at the console', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  let rita: SignedIn;
  beforeEach(async () => {
    await changeDelivery(world(), folder(), { review: true });
    rita = await signIn(world(), { campaign: CITY, role: 'reviewer', name: 'Rita Moss' });
  });
  let people = 0;
  const write = async (letter: object, offices = ['harbourview-city-council/mayor']): Promise<string> => {
    const supporter = { ...ana, email: `person${++people}@supporter.example` };
    const response = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, letter, offices });
    return (response.body as { id: string }).id;
  };
  const statesOf = async (actionId: string): Promise<string[]> => {
    const rows = await world()
      .db('deliveries')
      .join('letters', 'letters.id', 'letter_id')
      .where({ action_id: actionId })
      .select<{ state: string }[]>('state');
    return rows.map(({ state }) => state);
  };
  const words = 'I cleaned rooms for nine years, and nobody ever told us what to look for or whom to call. Please act';

  it('reads own words as they were typed, what was changed, and each person once', async () => {
    await write({ own_words: '<img src=x> my own' }, [
      'harbourview-city-council/mayor',
      'harbourview-city-council/ward-1',
    ]);
    const html = await rita.get(`/campaigns/${CITY}/review`);
    expect(html).to.include('&lt;img src&#x3D;x&gt; my own').and.not.include('<img');
    expect(html.match(/data-item/g)).to.have.length(1);
    expect(decode(html)).to.include('2 letters to read');
    await write({ text: 'I ask you to vote no, because of my shop.' });
    expect(decode(await rita.get('/review')))
      .to.match(/<ins>[^<]*shop/)
      .and.match(/<del>/);
  });

  it('lets letters go a minute later, and can take that back until then', async () => {
    const [one, other] = [await write({ own_words: words }), await write({ own_words: 'Something else altogether.' })];
    const page = await rita.get('/review');
    await rita.press(page, 'Let the ticked go', { item: [one, other] });
    expect(await statesOf(one)).to.deep.equal(['queued']);
    await world().sendDue();
    const after = await rita.get('/review');
    expect(decode(after)).to.include('2 letters are let go. They leave in a minute.');
    await rita.press(after, 'Undo: hold them again');
    expect([...(await statesOf(one)), ...(await statesOf(other))]).to.deep.equal(['held', 'held']);
    await rita.post('/review/let-go', { item: one });
    const undo = formOf(await rita.get('/review'), 'Undo: hold them again');
    world().moveClock(2 * MINUTE);
    await world().sendDue();
    await rita.post('/review/undo', { work: undo.fields['work'] });
    expect(decode(await rita.get('/review'))).to.include('1 had left already');
    expect(await statesOf(one)).to.deep.equal(['previewed']);
  });

  it('sees near-copies together, and does not send them, with a reason that no supporter reads', async () => {
    const first = await write({ own_words: `${words}.` });
    const copies = [await write({ own_words: `${words} now!` }), await write({ own_words: `${words}.` })];
    const stranger = await write({
      own_words: 'I teach at the school on Elm Street and see what happens there at night.',
    });
    expect(decode(await rita.get('/review'))).to.include('2 like this, up to 100 %');
    const group = await rita.get(`/review?like=${first}`);
    expect(formOf(group, 'Let the ticked go').fields['item']).to.have.members([first, ...copies]);
    const asked = await rita.press(group, 'Do not send the ticked…');
    expect(decode(asked.text)).to.include('The letters of 3 people').and.include('cannot be undone');
    const faulty = await rita.press(asked.text, 'Do not send them', { why: 'other', note: '' });
    expect(faulty.status).to.equal(422);
    expect(faultsOf(faulty.text)[0]?.id).to.equal('why');
    expect(formOf(faulty.text, 'Do not send them').fields['item']).to.have.length(3);
    await rita.press(faulty.text, 'Do not send them', { why: 'copied', note: 'All from one list.' });
    expect((await Promise.all([first, ...copies].map(statesOf))).flat()).to.deep.equal(Array(3).fill('cancelled'));
    expect(await statesOf(stranger)).to.deep.equal(['held']);
    const [row] = await world().db('actions').where({ id: first }).select<{ token: string }[]>('token');
    const receipt = decode((await world().http.get(`/r/${row?.token ?? ''}`)).text);
    expect(receipt)
      .to.include('decided not to send it')
      .and.not.include('one list')
      .and.not.include('sent by one person');
  });

  it('is told where somebody else decided first', async () => {
    const id = await write({ own_words: words });
    const page = await rita.get('/review');
    const ben = await signIn(world(), { campaign: CITY, role: 'organizer', name: 'Ben Otto' });
    await ben.post('/review/refuse', { item: id, why: 'insult' });
    await rita.press(page, 'Let the ticked go', { item: id });
    expect(await statesOf(id)).to.deep.equal(['cancelled']);
    expect(decode(await rita.get('/review'))).to.include('had been decided about meanwhile');
  });

  it('decides nothing of another organization, and an analyst nothing at all', async () => {
    const id = await write({ own_words: words });
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'reviewer' });
    expect(await foreign.get(`/review?like=${id}`)).not.to.include('nine years');
    await foreign.post('/review/let-go', { item: id });
    await foreign.post('/review/refuse', { item: id, why: 'insult' });
    await rita.post('/review/let-go', { item: id });
    const work = formOf(await rita.get('/review'), 'Undo: hold them again').fields['work'];
    expect((await foreign.post('/review/undo', { work })).status).to.equal(404);
    expect(await statesOf(id)).to.deep.equal(['queued']);
    const analyst = await signIn(world(), { campaign: CITY, role: 'analyst' });
    await analyst.http.get(`${analyst.base}/review`).expect(403);
    expect((await analyst.post('/review/let-go', { item: id })).status).to.equal(403);
  });
});
