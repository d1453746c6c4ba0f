import { expect } from 'chai';
import { checkCounts, deliveryStates, type DeliveryState } from '../../src/counts/index.js';
import { stateWords } from '../../src/deliveries/index.js';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { query } from '../../src/platform/db.js';
import { bringTo, moveOf } from '../support/moves.js';
import { decode, formOf, formsOf, pressing, submit, textsOf } from '../support/pages.js';
import { ana, ben, CITY, MINUTE, useWorld } from '../support/world.js';

describe('the receipt', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const act = async (supporter: object = ana, letter: object = {}): Promise<string> => {
    const response = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, letter });
    return new URL((response.body as { receipt_url: string }).receipt_url).pathname;
  };
  const show = async (path: string): Promise<string> => {
    const response = await world().http.get(path);
    expect(response.status).to.equal(200);
    return response.text;
  };
  const counts = async (): Promise<{ said_sent: number; letters: Record<string, number> }> =>
    (await world().http.get(`/api/v1/campaigns/${CITY}/counts`)).body as never;
  const deliveries = () =>
    query<{ id: string; channel: string; saidSentAt: number | null }>(
      world().db,
      'SELECT id, channel, said_sent_at AS "saidSentAt" FROM deliveries ORDER BY id',
    );

  it('stands at an address that nobody can guess', async () => {
    const paths = [await act(), await act(ben)];
    for (const path of paths) expect(path).to.match(/^\/r\/[\w-]{22}$/);
    expect(new Set(paths).size).to.equal(2);
  });

  it('is kept by no cache and found by no search engine', async () => {
    const response = await world().http.get(await act());
    expect(response.headers).to.include({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    expect(response.headers['referrer-policy']).to.equal('same-origin');
    expect(response.headers).not.to.have.property('set-cookie');
  });

  it('shows nothing that tells who wrote', async () => {
    const supporter = {
      ...ana,
      street: '7 Rosewood Lane',
      locality: 'Springvale',
      phone: '202-555-0147',
      prefix: 'Dr.',
    };
    const page = decode(await show(await act(supporter, { own_words: 'I clean rooms.' })));
    for (const secret of [
      'Ana',
      'Lima',
      'ana.lima',
      'supporter.example',
      'Rosewood',
      'Springvale',
      '80202',
      '555-0147',
    ])
      expect(page, secret).not.to.include(secret);
    expect(page).to.include('I clean rooms.').and.include('Sincerely,').and.include('Mara Lindqvist');
  });

  it('says that there is none at an unknown address, and asks for the whole link', async () => {
    for (const path of ['/r/AAAAAAAAAAAAAAAAAAAAAA', '/r/x', `${await act()}x`, '/r/%00', "/r/'%20OR%201=1"]) {
      const response = await world().http.get(path);
      expect(response.status, path).to.equal(404);
      expect(decode(response.text)).to.include('Please check that the whole link was copied.');
    }
  });

  it('changes nothing by being looked at', async () => {
    const path = await act();
    const before = await everything();
    await show(path);
    await world().http.get(`${path}/sent`);
    await world().http.head(path);
    expect(await everything()).to.deep.equal(before);
  });

  const meanings: Readonly<Record<DeliveryState, RegExp>> = {
    held: /held back until it has been looked at/,
    queued: /waiting for its turn/,
    sending: /on its way to the mail server/,
    sent: /mail server took it at 10 March 2027, 07:00 PST/,
    delivered: /no bounce came back within 48 hours/,
    unknown: /cannot say whether it arrived.*not sent again without a decision/,
    bounced: /It was sent, but it came back \(10 March 2027, 07:00 PST\)/,
    failed: /could not be delivered \(10 March 2027, 07:00 PST\)/,
    handed_over: /only through its own web form/,
    cancelled: /The organizers withdrew it \(10 March 2027, 07:00 PST\), so it is not going out/,
    previewed: /Not sent: this server has no mail server configured/,
  };
  for (const state of deliveryStates) {
    it(`says in words what became of a letter that is ${state.replace('_', ' ')}`, async () => {
      const path = await act();
      const [mayor, , , ward4] = await deliveries();
      const id = (state === 'handed_over' ? ward4 : mayor)?.id ?? expect.fail();
      if (state === 'held') await hold(id);
      else if (state !== 'handed_over') await bringTo(world(), id, state);
      const card =
        new RegExp(`<li class="card letter" id="letter-${id}">[\\s\\S]*?\n</li>`).exec(await show(path))?.[0] ?? '';
      expect(textsOf(card, /<p class="pill[^>]*>(.*?)<\/p>/g)).to.deep.equal([stateWords[state]]);
      expect(decode(card)).to.match(meanings[state]);
      expect(card.includes('What you can do:'), 'another way').to.equal(
        ['failed', 'bounced', 'cancelled'].includes(state),
      );
      expect(card.includes('I sent it'), 'to be sent by hand').to.equal(state === 'handed_over');
      expect(card.includes('pill-delivered')).to.equal(state === 'delivered');
    });
  }

  it('does not say that a letter was not sent when nobody knows whether it arrived', async () => {
    const path = await act();
    const [mayor] = await deliveries();
    const id = mayor?.id ?? expect.fail();
    await bringTo(world(), id, 'unknown');
    await applyMoves(world().db, [moveOf(world(), id, { from: 'unknown', to: 'cancelled' })]);
    expect(decode(await show(path)))
      .to.match(/nobody knows whether it arrived\. The organizers decided not to send it again/)
      .and.not.include('not going out');
  });

  it('says when the next try is due after one that failed for now', async () => {
    const path = await act();
    await world()
      .db('deliveries')
      .where({ channel: 'smtp' })
      .update({ attempts: 2, due_at: world().clock.now() + 5 * MINUTE });
    expect(decode(await show(path))).to.include(
      'could not take it yet. The next try is due at 10 March 2027, 07:05 PST',
    );
  });

  it('counts "I sent it" once and beside the letters handed over, until it is taken back', async () => {
    const path = await act();
    const press = async (label: string): Promise<void> => {
      const response = await submit(world().http, pressing(formOf(await show(path), label), label));
      expect(response.status).to.equal(303);
      expect(response.headers['location']).to.match(new RegExp(`^${path}#letter-[0-9a-z]{26}$`));
    };
    const page = await show(path);
    expect(page).to.include('One letter is left for you to send.');
    const form = formOf(page, 'I sent it');
    await press('I sent it');
    await submit(world().http, form);
    expect(await counts()).to.deep.include({ said_sent: 1 });
    expect((await counts()).letters).to.include({ handed_over: 1, delivered: 0 });
    const after = await show(path);
    expect(decode(after)).to.include('You said on 10 March 2027, 07:00 PST that you sent it.');
    expect(after).not.to.include('left for you to send');
    await press('I did not send it');
    await submit(world().http, form, { undo: '1' });
    expect(await counts()).to.deep.include({ said_sent: 0 });
    expect(formsOf(await show(path)).flatMap(({ buttons }) => buttons.map(({ label }) => label))).to.deep.equal([
      'I sent it',
      'Tell the organizers',
    ]);
  });

  it('lets nobody say it for another person’s letter', async () => {
    const path = await act();
    const other = formOf(await show(await act(ben)), 'I sent it');
    const response = await submit(world().http, { ...other, action: `${path}/sent` });
    expect(response.status).to.equal(404);
    for (const typed of [
      {},
      { delivery: '' },
      { delivery: 'x' },
      { delivery: [String(other.fields['delivery']), 'x'] },
    ])
      expect((await submit(world().http, { ...other, fields: {}, action: `${path}/sent` }, typed)).status).to.equal(
        404,
      );
    expect((await submit(world().http, { ...other, action: '/r/nothing/sent' })).status).to.equal(404);
    expect((await deliveries()).every(({ saidSentAt }) => saidSentAt === null)).to.equal(true);
  });

  it('does not let a letter that we send be called sent by hand', async () => {
    const path = await act();
    const [byMail] = await deliveries();
    const form = { action: `${path}/sent`, fields: { delivery: [byMail?.id ?? ''] }, choices: {}, buttons: [] };
    expect((await submit(world().http, form)).status).to.equal(303);
    expect((await deliveries()).every(({ saidSentAt }) => saidSentAt === null)).to.equal(true);
    expect(await counts()).to.deep.include({ said_sent: 0 });
  });

  it('thanks in the campaign’s words, and links to share without a trace of the person', async () => {
    const path = await act();
    const page = decode(await show(path));
    expect(page).to.include('Thank you for writing to the council');
    const token = path.split('/')[2] ?? expect.fail();
    const links = [...page.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link = '']) => link);
    expect(links.filter((link) => link.includes(token) && !link.startsWith(`${path}/`))).to.deep.equal([]);
  });

  /** No way leads to `held` yet, so the row is put there and the counters are made right. */
  async function hold(id: string): Promise<void> {
    await world().db('deliveries').where({ id }).update({ state: 'held' });
    await checkCounts(world().db, { repair: true });
  }

  async function everything(): Promise<unknown> {
    const tables = ['actions', 'deliveries', 'attempts', 'delivery_events', 'letter_counts', 'action_counts'];
    return Promise.all(tables.map((table) => query(world().db, `SELECT * FROM ${table}`)));
  }
});
