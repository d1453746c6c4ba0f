import { expect } from 'chai';
import type { Knex } from 'knex';
import { listQuotations } from '../../src/actions/index.js';
import { query } from '../../src/platform/db.js';
import { seedCoalition } from '../support/coalition.js';
import { mailedReceipt } from '../support/mailed-receipt.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { decode, formOf, pressing, submit } from '../support/pages.js';
import { askBoth } from '../support/partner-people.js';
import { ana, ben, CITY, DAY, HOUR } from '../support/world.js';

const CONFIRM_FIRST = { delivery: { confirm_first: true } };
const MINE = 'The first was not me. Send this one.';
const BOTH = 'That was me too';

describe('Ana, under whose address a stranger wrote first', () => {
  const { world, server, act, look, set } = useMailing();

  const byStranger = (body: object = {}): Promise<string> =>
    act({ supporter: { ...ana, given_name: 'Mallory' }, letter: { own_words: 'Buy my pills.' }, ...body });
  const byAna = (body: object = {}): Promise<string> =>
    act({ supporter: ana, letter: { own_words: 'I clean these rooms.' }, ...body });
  const open = async (path: string): Promise<string> => {
    const page = await world().http.get(path).redirects(1);
    expect(page.status, path).to.equal(200);
    return decode(page.text);
  };
  const press = async (path: string, label: string): Promise<string> => {
    const page = await world().http.get(path).redirects(1);
    const answer = await submit(world().http, pressing(formOf(page.text, label), label));
    expect(answer.status, answer.text).to.equal(303);
    return open(String(answer.headers['location']));
  };
  const letters = async (): Promise<{ words: string; state: string; confirmed: boolean }[]> => {
    const rows = await query<{ words: string; state: string; confirmedAt: number | null }>(
      world().db,
      `SELECT own_words AS words, state, confirmed_at AS "confirmedAt" FROM actions
         JOIN letters ON action_id = actions.id JOIN deliveries ON letter_id = letters.id
        WHERE channel = 'smtp' ORDER BY letters.id`,
    );
    return rows.map(({ words, state, confirmedAt }) => ({ words, state, confirmed: confirmedAt !== null }));
  };
  const statesOf = async (words: string): Promise<string[]> =>
    (await letters()).filter((one) => one.words === words).map(({ state }) => state);
  const taken = async (): Promise<unknown> => (await world().http.get(`/api/v1/campaigns/${CITY}/counts`)).body;
  /** The stranger writes, then Ana; answers the page that her mail leads to, and both receipts. */
  const askedAna = async (): Promise<{ whose: string; stranger: string; own: string }> => {
    const stranger = await byStranger();
    await look();
    world().moveClock(HOUR);
    const own = await byAna();
    const mail = (await look()).find(({ mail: { subject } }) => subject?.includes('which is yours'));
    return { whose: linkIn(mail ?? expect.fail('no mail'), '/r/'), stranger, own };
  };

  it('is mailed that two letters came, sees both by that link alone, and nothing changes by looking', async () => {
    await set({ delivery: { withdraw_minutes: 120 } });
    const { whose, stranger, own } = await askedAna();
    const before = await letters();
    const page = await open(whose);
    for (const shown of ['Buy my pills.', 'I clean these rooms.', 'Taken first', BOTH, MINE])
      expect(page).to.include(shown);
    expect(page, 'names that were typed').not.to.match(/Mallory|Lima/);
    expect(await letters()).to.deep.equal(before);
    for (const path of [stranger, own, `${own}x`]) {
      expect((await world().http.get(`${path}/whose`)).status).to.equal(404);
      expect((await world().http.post(`${path}/send-mine`)).status).to.equal(404);
    }
    expect(await open(await mailedReceipt(world(), stranger))).to.include('Tell us which is yours');
    expect(await letters()).to.deep.equal(before);
  });

  it('has her own letter sent as she typed it, and the stranger’s taken back, once however often she clicks', async () => {
    await set({ delivery: { withdraw_minutes: 120 } });
    const { whose } = await askedAna();
    const form = pressing(formOf((await world().http.get(whose)).text, MINE), MINE);
    await Promise.all([submit(world().http, form), submit(world().http, form)]);
    await submit(world().http, form);
    expect(await statesOf('Buy my pills.')).to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
    expect(await statesOf('I clean these rooms.')).to.deep.equal(['queued', 'queued', 'queued']);
    const page = await open(whose);
    expect(page).to.include('Your own letter is taken').and.include('Taken back');
    world().moveClock(3 * HOUR);
    await world().sendDue();
    const texts = server().received.map(({ mail }) => mail.text ?? '');
    expect(texts).to.have.length(3);
    for (const text of texts) expect(text).to.include('I clean these rooms.').and.include('Ana Lima');
    expect(await taken()).to.deep.include({ actions: 2 });
    expect((await letters()).every(({ words, confirmed }) => confirmed === (words !== 'Buy my pills.'))).to.equal(true);
  });

  it('says that the first was hers too, and is not asked again', async () => {
    const { whose } = await askedAna();
    expect(await press(whose, BOTH)).to.include('counts as yours');
    expect(await open(whose)).to.include('There is nothing to choose here');
    await byAna({ letter: { own_words: 'Once more.' } });
    world().moveClock(DAY);
    await byAna({ letter: { own_words: 'And again.' } });
    for (const { mail } of await look()) expect(mail.subject).to.equal('You had written before: here is your receipt');
    expect(await letters()).to.have.length(3);
  });

  it('is told plainly what had left, where the stranger’s letters are with the offices', async () => {
    const { whose } = await askedAna();
    expect(await open(whose)).to.include('3 of these letters left already');
    expect(await press(whose, MINE)).to.include('3 of these letters had left before');
    expect(await statesOf('Buy my pills.')).to.deep.equal(['sent', 'sent', 'sent']);
    expect(await statesOf('I clean these rooms.')).to.have.length(3);
  });

  it('confirms no letter that she was not shown, whichever mail she opens', async () => {
    await set(CONFIRM_FIRST);
    await byStranger();
    const first = linkIn(only(await look()), '/confirm/');
    const shownBefore = formOf((await world().http.get(first)).text);
    await byAna();
    await submit(world().http, shownBefore);
    expect(await statesOf('Buy my pills.')).to.deep.equal(['held', 'held', 'held']);
    expect(await open(first))
      .to.include('Which of these letters is yours?')
      .and.include('Buy my pills.');
    expect(await press(first, MINE)).to.include('Your own letter is taken');
    expect(await statesOf('Buy my pills.')).to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
    expect(await statesOf('I clean these rooms.')).to.deep.equal(['queued', 'queued', 'queued']);
    await world().http.post(first).type('form').send({ mine: '1' });
    expect(await statesOf('Buy my pills.'), 'both pressed').to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
    world().moveClock(8 * DAY);
    for (const { mail } of await look()) expect(mail.subject).not.to.match(/confirm/i);
  });

  it('confirms the first where it waits for that, and hers is not sent then', async () => {
    await set(CONFIRM_FIRST);
    const { whose } = await askedAna();
    expect(await press(whose, BOTH)).to.include('Your address is confirmed');
    await world()
      .http.post(`${whose.replace('/whose', '')}/send-mine`)
      .type('form')
      .send({ letter: 'x' });
    expect(await letters()).to.have.length(3);
    expect(await statesOf('Buy my pills.')).to.deep.equal(['queued', 'queued', 'queued']);
    expect(await taken()).to.deep.include({ confirmed: 1, unconfirmed: 0, actions: 1 });
  });

  it('can still send hers where nobody confirmed the first in seven days', async () => {
    await set(CONFIRM_FIRST);
    const { whose } = await askedAna();
    world().moveClock(8 * DAY);
    await look();
    const page = await open(whose);
    expect(page).to.include(MINE).and.not.include(BOTH);
    await press(whose, MINE);
    expect(await statesOf('I clean these rooms.')).to.deep.equal(['queued', 'queued', 'queued']);
  });

  it('is as before where a mailed link had confirmed the first', async () => {
    await set(CONFIRM_FIRST);
    await act();
    await press(linkIn(only(await look()), '/confirm/'), 'Yes, that was me');
    await byAna();
    const mail = only(await look());
    expect(mail.mail.subject).to.equal('You had written before: here is your receipt');
    expect(await open(`${linkIn(mail, '/r/')}/whose`)).to.include('There is nothing to choose here');
  });

  it('sees why hers cannot go while the campaign is paused, and sends it once it is open again', async () => {
    await set({ delivery: { withdraw_minutes: 120 } });
    const { whose } = await askedAna();
    await set({ delivery: { withdraw_minutes: 120 }, status: 'paused' });
    const page = await press(whose, 'The first was not me. Take it back.');
    expect(page).to.include('Your own letter has not been sent yet').and.not.include('Send this one');
    expect(await statesOf('Buy my pills.')).to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
    await set({ delivery: { withdraw_minutes: 120 } });
    await press(whose, 'Send this one');
    expect(await statesOf('I clean these rooms.')).to.deep.equal(['queued', 'queued', 'queued']);
  });

  it('is led to the form with her words where whom she wrote to has changed', async () => {
    await set({ delivery: { withdraw_minutes: 120 } });
    const { whose } = await askedAna();
    const [row] = await query<{ typed: string }>(world().db, 'SELECT typed FROM repeats');
    await world()
      .db('repeats')
      .update({ typed: (row?.typed ?? '').replaceAll('Lindqvist', 'Somebody Else') });
    expect(await open(whose)).to.include('whom it would go to has changed');
    const page = await press(whose, 'The first was not me. Take it back.');
    const form = pressing(formOf(page, 'Write it anew with these words'), 'Write it anew with these words');
    const step = await submit(world().http, form);
    expect(decode(step.text)).to.include('I clean these rooms.');
    await submit(world().http, formOf(step.text), { ...ana });
    expect(await statesOf('I clean these rooms.')).to.have.length(3);
    expect(await open(whose)).to.include('Your own letter is taken');
  });

  it('can take the first back where her words are kept no longer', async () => {
    await set({ delivery: { withdraw_minutes: 120 } });
    const { whose } = await askedAna();
    await world().db('repeats').update({ typed: null });
    const page = await press(whose, 'The first was not me. Take it back.');
    expect(page).to.include('write your own letter');
    expect(await statesOf('Buy my pills.')).to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
    await byAna();
    expect(await statesOf('I clean these rooms.')).to.have.length(3);
  });

  it('keeps a letter that was suspected held to be read, and one that was asked back unsent', async () => {
    await set({ delivery: { withdraw_minutes: 120 } });
    const { whose, own } = await askedAna();
    const [one] = [...(await world().http.get(own)).text.matchAll(/id="letter-(\w+)"/g)];
    await world().http.post(`${own}/withdraw`).type('form').send({ delivery: one?.[1] }).expect(303);
    const [row] = await query<{ typed: string }>(world().db, 'SELECT typed FROM repeats');
    const typed = (row?.typed ?? '').replace('"suspicions":[]', '"suspicions":["blocked"]');
    await world().db('repeats').update({ typed });
    await press(whose, MINE);
    expect(await statesOf('I clean these rooms.')).to.deep.equal(['held', 'held']);
  });

  it('takes her letter back on the page that she was led to, after she had it sent', async () => {
    await set({ delivery: { withdraw_minutes: 120 } });
    const { whose, own } = await askedAna();
    await press(whose, MINE);
    await world().http.post(`${own}/withdraw`).type('form').send({ all: '1' }).expect(303);
    expect(await statesOf('I clean these rooms.')).to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
  });

  it('agrees only to what she ticked', async () => {
    await askBoth(world(), await seedCoalition(world(), { sharing: 'all_consented' }));
    await byStranger({ opt_ins: { chamber: true, 'harbourview-safe-stays': true } });
    await look();
    world().moveClock(HOUR);
    await byAna({ opt_ins: { teachers: true } });
    const mail = (await look()).find(({ mail: { subject } }) => subject?.includes('which is yours'));
    await press(linkIn(mail ?? expect.fail(), '/r/'), MINE);
    const consents = await query<{ words: string; slug: string; isKept: number }>(
      world().db,
      `SELECT own_words AS words, consents.organization AS slug, CASE WHEN withdrawn_at IS NULL THEN 1 ELSE 0 END AS "isKept"
         FROM consents JOIN actions ON actions.id = action_id`,
    );
    expect(consents.filter(({ isKept }) => isKept === 1)).to.have.length(1);
    expect(consents.find(({ isKept }) => isKept === 1)?.words).to.equal('I clean these rooms.');
    expect(consents.filter(({ words }) => words === 'Buy my pills.')).to.have.length(3);
    const [person] = await query<{ at: number | null }>(world().db, 'SELECT opted_in_at AS at FROM supporters');
    expect(person?.at).to.equal(null);
  });

  it('is quoted herself, and nobody quotes the stranger', async () => {
    await set({ quotes: {} });
    await byStranger({ letter: { own_words: 'Buy my pills.', may_quote: true } });
    await look();
    world().moveClock(HOUR);
    await byAna({ letter: { own_words: 'I clean these rooms.', may_quote: true, quote_name: true } });
    const mail = (await look()).find(({ mail: { subject } }) => subject?.includes('which is yours'));
    const whose = linkIn(mail ?? expect.fail(), '/r/');
    await press(whose, MINE);
    const { id: campaignId } = await world().campaigns.get(CITY);
    const quoted = await listQuotations(world().db, campaignId, { state: 'new', after: '', limit: 9 });
    expect(quoted.map(({ words, by }) => [words, by])).to.deep.equal([['I clean these rooms.', 'Ana, 80202']]);
    expect(await open(whose.replace('/whose', ''))).not.to.include('may be quoted');
  });

  it('is not given away to who typed the address: receipts and the same requests answer as before', async () => {
    await askBoth(world(), await seedCoalition(world(), { sharing: 'all_consented' }));
    const send = (key: string, person: object) =>
      world()
        .http.post(`/api/v1/campaigns/${CITY}/actions`)
        .set('Idempotency-Key', key)
        .send({ supporter: person, opt_ins: { chamber: true } });
    const pathOf = async (key: string, person: object): Promise<string> =>
      new URL(((await send(key, person)).body as { receipt_url: string }).receipt_url).pathname;
    const paths = [await pathOf('first', ana), await pathOf('other', { ...ana, email: ben.email })];
    await look();
    world().moveClock(HOUR);
    const again = await pathOf('second', ana);
    const mail = (await look()).find(({ mail: { subject } }) => subject?.includes('which is yours'));
    const see = async (path: string): Promise<string> => (await world().http.get(path)).text;
    const before = [...(await Promise.all(paths.map(see))), await see(again)];
    await press(linkIn(mail ?? expect.fail(), '/r/'), MINE);
    expect([...(await Promise.all(paths.map(see))), await see(again)]).to.deep.equal(before);
    for (const [key, path] of [
      ['first', paths[0]],
      ['second', again],
    ] as const) {
      const retried = await send(key, ana);
      expect(retried.status, key).to.equal(200);
      expect((retried.body as { receipt_url: string }).receipt_url).to.match(new RegExp(`${path ?? ''}$`));
    }
    world().moveClock(HOUR);
    for (const path of paths) await world().http.post(`${path}/withdraw-consent`).expect(303);
    const masked = (text: string): string => text.replace(/\/r\/[\w-]{22}|\b[0-9a-z]{26}\b|nonce-?="?[^"]*"?/g, 'X');
    const [first, other] = await Promise.all(paths.map(see));
    expect(masked(first ?? '').split('\n')).to.deep.equal(masked(other ?? '').split('\n'));
    const kept = await query(world().db, 'SELECT text FROM consents WHERE withdrawn_at IS NULL');
    expect(kept, 'Ana’s own tick').to.have.length(1);
  });

  it('is asked even where she wants no more mail, once a day, where letters wait for her to confirm', async () => {
    await set(CONFIRM_FIRST);
    await byStranger();
    await world().http.post(linkIn(only(await look()), '/u/'));
    world().moveClock(2 * DAY);
    for (const expected of [1, 0]) {
      await byAna();
      expect(await look()).to.have.length(expected);
      world().moveClock(HOUR);
    }
  });

  it('is in no tables of an older Clarion, which a data base goes back to only before she says so', async () => {
    const { up, down } = (await import('../../migrations/20261126-01-disowned-actions.js')) as Required<Knex.Migration>;
    const { whose } = await askedAna();
    const ofAna = (): Promise<object[]> => query(world().db, 'SELECT * FROM actions ORDER BY id');
    const before = await ofAna();
    await down(world().db);
    await up(world().db);
    expect(await ofAna(), 'nothing is lost').to.deep.equal(before);

    await press(whose, MINE);
    const since = await ofAna();
    expect(since).to.have.length(2);
    const error = await down(world().db).then(
      () => expect.fail('it went back'),
      (thrown: unknown) => String(thrown),
    );
    expect(error).to.include('disowned actions here (1)').and.include('Nothing was changed');
    expect(await ofAna()).to.deep.equal(since);
    expect(await open(whose)).to.include('Your own letter is taken');
  });

  it('may say so three times of a campaign, and not as often as she likes', async () => {
    for (const round of [1, 2, 3, 4]) {
      await byStranger({ letter: { own_words: `Letter ${round}` } });
      await look();
      world().moveClock(DAY);
      await byAna({ letter: { own_words: `Again ${round}` } });
      const [mail] = (await look()).filter(({ mail: { subject } }) => subject?.includes('which is yours'));
      expect(mail !== undefined, `round ${round}`).to.equal(round < 4);
      if (!mail) continue;
      await world().db('repeats').whereNotNull('typed').update({ typed: null });
      await press(linkIn(mail, '/r/'), 'The first was not me. Take it back.');
    }
  });
});
