import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { mailedReceipt } from '../support/mailed-receipt.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { decode, formOf, pressing, submit } from '../support/pages.js';
import { ana, ben, CITY, DAY, HOUR, MINUTE, NATIONAL } from '../support/world.js';

const CONFIRM_FIRST = { delivery: { confirm_first: true } };

describe('confirming an address first', () => {
  const { world, server, set, act, look } = useMailing();
  const counts = async (): Promise<{ confirmed: number; unconfirmed: number; letters: Record<string, number> }> =>
    (await world().http.get(`/api/v1/campaigns/${CITY}/counts`)).body as never;
  const press = async (path: string, label: string): Promise<string> => {
    const page = await world().http.get(path);
    const answer = await submit(world().http, pressing(formOf(page.text, label), label));
    expect(answer.status).to.equal(303);
    return (await world().http.get(String(answer.headers['location']))).text;
  };

  it('lets nothing go out before the supporter pressed the button that the mail leads to', async () => {
    await set(CONFIRM_FIRST);
    const receipt = await act();
    const mail = only(await look());
    expect(server().received).to.be.empty;
    expect(mail.mail.subject).to.equal('Please confirm your e-mail address');
    expect(await counts()).to.deep.include({ confirmed: 0, unconfirmed: 1 });
    expect((await counts()).letters).to.include({ taken: 4, waiting: 3, handed_over: 1 });
    const page = decode((await world().http.get(await mailedReceipt(world(), receipt))).text);
    expect(page).to.include('3 letters wait for that until 17 March 2027');
    expect(page).not.to.include('/confirm/');

    const path = linkIn(mail, '/confirm/');
    expect(await press(path, 'Yes, that was me')).to.include('What waited for that goes out.');
    expect(world().announced).to.have.length(3);
    expect(await counts()).to.deep.include({ confirmed: 1, unconfirmed: 0 });
    await world().sendDue();
    expect(
      server()
        .received.map(({ envelope }) => envelope.to.join())
        .sort(),
    ).to.deep.equal([
      'mayor@council.harbourview.example',
      'ward1@council.harbourview.example',
      'ward2@council.harbourview.example',
    ]);
  });

  it('shows nothing in the unconfirmed mail that the writer typed', async () => {
    await set(CONFIRM_FIRST);
    await act({ letter: { subject: 'Call 555 now', own_words: 'I clean rooms.' }, copy: true });
    const { mail, raw } = only(await look());
    for (const typed of ['Ana', 'Lima', 'Call 555', 'clean rooms', '80202', 'Lindqvist']) {
      expect(mail.text, typed).not.to.include(typed);
      expect(raw, typed).not.to.include(typed);
    }
    expect(mail.to).to.deep.equal([{ name: '', address: ana.email }]);
    expect(mail.text).to.include('1 Example Street, Harbourview');
  });

  it('is not done by looking at the page, as mail scanners do, and by many clicks only once', async () => {
    await set(CONFIRM_FIRST);
    await act();
    const path = linkIn(only(await look()), '/confirm/');
    for (const _ of [1, 2]) expect((await world().http.get(path)).text).to.include('Yes, that was me');
    await world().http.head(path);
    expect(await counts()).to.deep.include({ confirmed: 0, unconfirmed: 1 });
    const form = formOf((await world().http.get(path)).text);
    for (const _ of [1, 2]) await submit(world().http, form);
    expect((await world().http.get(path)).text).to.include('Your address is confirmed');
    expect(await counts()).to.deep.include({ confirmed: 1, unconfirmed: 0 });
    world().moveClock(DAY);
    expect(await look()).to.be.empty;
    expect(await query(world().db, `SELECT id FROM delivery_events WHERE actor = 'supporter'`)).to.have.length(3);
  });

  it('reminds after a day, once, and drops the letters after seven days', async () => {
    await set(CONFIRM_FIRST);
    const receipt = await act();
    const first = only(await look());
    world().moveClock(23 * HOUR);
    expect(await look()).to.be.empty;
    world().moveClock(HOUR);
    const reminder = only(await look());
    expect(reminder.mail.subject).to.equal('Still waiting: please confirm your e-mail address');
    expect(linkIn(reminder, '/confirm/')).to.equal(linkIn(first, '/confirm/'));
    world().moveClock(5 * DAY);
    expect(await look()).to.be.empty;
    expect((await counts()).letters).to.include({ waiting: 3, cancelled: 0 });
    world().moveClock(DAY);
    expect(await look()).to.be.empty;
    expect((await counts()).letters).to.include({ waiting: 0, cancelled: 3, handed_over: 1 });
    expect(await counts()).to.deep.include({ confirmed: 0, unconfirmed: 1 });
    const reasons = await query(world().db, `SELECT DISTINCT reason, actor FROM delivery_events`);
    expect(reasons).to.deep.equal([{ reason: 'The e-mail address was never confirmed.', actor: 'sweep' }]);
    const late = await world().http.get(linkIn(first, '/confirm/'));
    expect(decode(late.text)).to.include('was not confirmed within seven days');
    await world().http.post(linkIn(first, '/confirm/'));
    expect(await counts()).to.deep.include({ confirmed: 0 });
    for (const path of [receipt, await mailedReceipt(world(), receipt)])
      expect((await world().http.get(path)).text).not.to.include('Send the mail again');
    world().moveClock(30 * DAY);
    expect(await look()).to.be.empty;
  });

  it('sends the mail again where the supporter asks for it on the receipt, three times a day at the most', async () => {
    await set(CONFIRM_FIRST);
    const receipt = await act();
    expect(await look()).to.have.length(1);
    for (const expected of [1, 1, 0, 0]) {
      world().moveClock(MINUTE);
      await press(receipt, 'Send the mail again');
      expect(await look()).to.have.length(expected);
    }
    world().moveClock(DAY);
    // The day's reminder is the only one that is due: what was asked for too often is not made up for.
    expect(await look()).to.have.length(1);
  });

  it('mails an address that somebody types again and again no more often than its cap', async () => {
    await set(CONFIRM_FIRST);
    for (const local of ['ana.lima', 'ANA.LIMA', 'Ana.Lima'])
      await act({ supporter: { ...ana, email: `${local}@supporter.example` } });
    const subjects = (await look()).map(({ mail }) => mail.subject).sort();
    expect(subjects).to.deep.equal([
      'Please confirm your e-mail address',
      'Two letters with your address: which is yours?',
    ]);
    expect(await counts()).to.deep.include({ unconfirmed: 1 });
  });

  it('hands confirmed letters to the reviewer where the campaign has one', async () => {
    await set({ delivery: { confirm_first: true, review: true } });
    await act();
    const path = linkIn(only(await look()), '/confirm/');
    expect(await press(path, 'Yes, that was me')).to.include('What waited for that goes to a reviewer');
    expect(world().announced).to.be.empty;
    const held = await query(world().db, `SELECT state, hold FROM deliveries WHERE channel = 'smtp'`);
    expect(held).to.deep.equal(Array.from({ length: 3 }, () => ({ state: 'held', hold: 'review' })));
  });

  it('needs no reminder where the supporter has taken the letters back', async () => {
    await set(CONFIRM_FIRST);
    const receipt = await act();
    expect(await look()).to.have.length(1);
    const taken = await world().http.post(`${receipt}/withdraw`).type('form').send({ all: '1' });
    expect(taken.status).to.equal(303);
    world().moveClock(DAY);
    expect(await look()).to.be.empty;
  });

  it('does not keep back letters that the supporter sends by hand, and asks nothing for them', async () => {
    await set(CONFIRM_FIRST);
    await act({ offices: ['harbourview-city-council/ward-4'] });
    expect(await look()).to.be.empty;
    expect(await counts()).to.deep.include({ confirmed: 0, unconfirmed: 0 });
  });

  it('sends the copy only after the address was confirmed', async () => {
    await set(CONFIRM_FIRST);
    await act({ copy: true });
    const path = linkIn(only(await look()), '/confirm/');
    await press(path, 'Yes, that was me');
    expect(only(await look()).mail.subject).to.match(/^Your copy: /);
  });

  it('knows only links that were made here', async () => {
    await set(CONFIRM_FIRST);
    await act();
    const mail = only(await look());
    const [confirm, notMe] = [linkIn(mail, '/confirm/'), linkIn(mail, '/not-me/')];
    const crossed = [confirm.replace('/confirm/', '/not-me/'), notMe.replace('/not-me/', '/confirm/')];
    for (const path of [`${confirm}x`, ...crossed, '/confirm/x', '/confirm/%00', '/u/x.y']) {
      expect((await world().http.get(path)).status, path).to.equal(404);
      expect((await world().http.post(path)).status, path).to.equal(404);
    }
    expect(await counts()).to.deep.include({ confirmed: 0 });
  });

  it('asks nobody in campaigns that do not want it', async () => {
    await act();
    await act({ supporter: ben });
    expect(await look()).to.be.empty;
    expect(await counts()).to.deep.include({ confirmed: 0, unconfirmed: 0 });
    expect((await world().http.get(`/api/v1/campaigns/${NATIONAL}/counts`)).body).to.include({ unconfirmed: 0 });
  });
});
