import { expect } from 'chai';
import { signIn } from '../support/organizers.js';
import { changeDelivery } from '../support/campaign-copies.js';
import { decode, formOf, pressing, submit, textsOf, type Typed } from '../support/pages.js';
import { ana, ben, CITY, useFolder, useWorld } from '../support/world.js';

const SEND = 'Send my 4 letters';
const TRAP = { comment_title: 'Buy now' };

describe('a letter that looks as if a program had sent it', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const letterPage = async (): Promise<string> => {
    const start = formOf((await world().http.get(`/c/${CITY}`)).text);
    return (await submit(world().http, start, { postal_code: '80202' })).text;
  };
  const send = async (typed: Typed): Promise<string> => {
    const sent = await submit(world().http, pressing(formOf(await letterPage()), SEND), typed);
    expect(sent.status).to.equal(303);
    return String(sent.headers['location']);
  };
  const statesOf = async (receipt: string): Promise<string[]> => {
    const rows = await world()
      .db('deliveries')
      .join('letters', 'letters.id', 'letter_id')
      .join('actions', 'actions.id', 'action_id')
      .where({ token: receipt.slice('/r/'.length) })
      .orderBy('deliveries.id')
      .select<{ state: string; hold: string | null }[]>('state', 'hold');
    return rows.map(({ state, hold }) => [state, hold].filter(Boolean).join(' '));
  };
  const shown = async (): Promise<unknown> =>
    ((await world().http.get(`/api/v1/campaigns/${CITY}`)).body as { actions: number }).actions;

  it('waits for a reviewer, who is told why, and is told of like any other on its receipt', async () => {
    const honest = await send(ben);
    const caught = await send({ ...ana, ...TRAP });
    expect(await statesOf(caught)).to.deep.equal(['held review', 'held review', 'held review', 'handed_over']);
    const page = async (path: string): Promise<string> =>
      (await world().http.get(path)).text.replaceAll(path, '').replaceAll(/01\w{24}/g, '');
    expect(await page(caught)).to.equal(await page(honest));
    expect(await shown(), 'in public').to.equal(1);

    const rita = await signIn(world(), { campaign: CITY, role: 'reviewer', name: 'Rita Moss' });
    expect(decode(await rita.get(''))).to.include('3 letters look as if a program had sent them');
    const review = await rita.get('/review?reason=trap');
    expect(textsOf(review, /<li class="badge badge-warn">([^<]*)</g)).to.deep.equal([
      'A field was filled in that people do not see',
    ]);
    expect(decode(await rita.get('/review?reason=too-fast'))).to.include('No more here');

    const [id = ''] = textsOf(review, /name="item" value="(\w+)"/g);
    const after = await rita.press(review, 'Let the ticked go', { item: id });
    expect(await shown()).to.equal(2);
    await rita.press(await rita.get('/review'), 'Undo: hold them again');
    expect(await shown()).to.equal(1);
    await rita.post('/review/let-go', { item: id });
    expect(await statesOf(caught)).to.deep.equal(['queued', 'queued', 'queued', 'handed_over']);
    expect(await page(caught)).not.to.match(/[Rr]ead, and let go|reviewer/);
    expect(after.status).to.be.oneOf([200, 303]);
  });

  it('stays out of the public number when a reviewer does not send it', async () => {
    await send({ ...ana, ...TRAP });
    const rita = await signIn(world(), { campaign: CITY, role: 'reviewer', name: 'Rita Moss' });
    const [item = ''] = textsOf(await rita.get('/review'), /name="item" value="(\w+)"/g);
    await rita.post('/review/refuse', { item, why: 'copied' });
    expect((await world().http.get(`/api/v1/campaigns/${CITY}/counts`)).body).to.deep.include({
      actions: 0,
      suspected: 1,
      suspected_letters: 4,
    });
    expect(await shown()).to.equal(0);
  });

  it('is read after the address was confirmed, where a campaign asks for that too', async () => {
    await changeDelivery(world(), folder(), { confirm_first: true });
    const receipt = await send({ ...ana, ...TRAP });
    expect((await statesOf(receipt))[0]).to.equal('held confirm');
    const [{ id } = { id: '' }] = await world().db('actions').select<{ id: string }[]>('id');
    await world()
      .http.post(`/confirm/${world().seal.sign('confirm', id)}`)
      .expect(303);
    expect((await statesOf(receipt))[0]).to.equal('held review');
  });

  it('is none where somebody corrects a fault quickly, but where nobody had time to read', async () => {
    const { formTokens } = world();
    const form = pressing(formOf(await letterPage()), SEND);
    const refused = await submit(world().http, form, { ...ana, email: 'none' });
    expect(refused.status).to.equal(422);
    // The form that is shown again counts from the first.
    const again = await submit(world().http, pressing(formOf(refused.text), SEND), { email: ana.email });
    expect((await statesOf(String(again.headers['location'])))[0]).to.equal('queued');
    const before = formTokens.make(CITY);
    world().moveClock(60_000);
    const shownAgain = formTokens.open(CITY, formTokens.makeAgain(CITY, { variant: '', drawn: '' }, before));
    expect(shownAgain).to.have.property('madeAt', world().clock.now() - 80_000);
  });
});
