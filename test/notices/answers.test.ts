import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { mailedReceipt } from '../support/mailed-receipt.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { decode, formOf, pressing, submit } from '../support/pages.js';
import { ana, DAY, HOUR } from '../support/world.js';

const WARD_4 = ['harbourview-city-council/ward-4'];

describe('"did they answer?"', () => {
  const { world, server, set, act, look } = useMailing();
  const answers = () => query<{ answer: string }>(world().db, 'SELECT answer FROM answers ORDER BY letter_id');

  it('is asked two weeks after the letters left, and once more a week later', async () => {
    await act();
    expect(await look()).to.be.empty;
    world().moveClock(14 * DAY - HOUR);
    expect(await look()).to.be.empty;
    world().moveClock(HOUR);
    const first = only(await look());
    expect(first.mail.subject).to.equal('Did you get an answer to your letter?');
    expect(first.mail.text).to.include('Mayor Mara Lindqvist');
    expect(first.mail.text, 'a letter by hand that nobody sent').not.to.include('Ward 4');
    world().moveClock(7 * DAY);
    expect(only(await look()).mail.subject).to.equal('One more time: did you get an answer?');
    world().moveClock(60 * DAY);
    expect(await look()).to.be.empty;
  });

  it('is answered by a button, letter by letter, and not by looking at the page', async () => {
    const receipt = await mailedReceipt(world(), await act());
    await world().sendDue();
    world().moveClock(14 * DAY);
    const path = linkIn(only(await look()), `${receipt}/answers`);
    const page = (await world().http.get(path)).text;
    await world().http.get(path);
    expect(await answers()).to.be.empty;
    const form = formOf(page, 'Save');
    const [mayor = '', ward1 = ''] = Object.keys(form.choices);
    expect(Object.keys(form.choices)).to.have.length(3);
    const sent = await submit(world().http, form, { [mayor]: 'yes', [ward1]: 'no' });
    expect([sent.status, sent.headers['location']]).to.deep.equal([303, receipt]);
    const shown = decode((await world().http.get(receipt)).text);
    expect(shown).to.include('You told us that they answered.').and.include('You told us that they have not answered.');
    expect(await answers()).to.have.deep.members([{ answer: 'yes' }, { answer: 'no' }]);

    world().moveClock(7 * DAY);
    const reminder = only(await look());
    expect(reminder.mail.text, 'what was answered already').not.to.include('Lindqvist');
    await submit(world().http, formOf((await world().http.get(path)).text, 'Save'), { [mayor]: 'no' });
    expect(await answers()).to.deep.equal([{ answer: 'no' }, { answer: 'no' }]);
  });

  it('says what is missing where nothing was chosen, and minds no other letter', async () => {
    const receipt = await mailedReceipt(world(), await act());
    await world().sendDue();
    const other = await mailedReceipt(world(), await act({ supporter: { ...ana, email: 'other@supporter.example' } }));
    await world().sendDue();
    const [foreign = ''] = Object.keys(formOf((await world().http.get(`${other}/answers`)).text, 'Save').choices);
    const form = formOf((await world().http.get(`${receipt}/answers`)).text, 'Save');
    const [own = ''] = Object.keys(form.choices);
    for (const typed of [{}, { [own]: 'perhaps' }, { [foreign]: 'yes' }]) {
      const sent = await submit(world().http, { ...form, fields: {} }, typed);
      expect(sent.status).to.equal(422);
      expect(decode(sent.text)).to.include('Please choose an answer');
    }
    expect(await answers()).to.be.empty;
    expect((await world().http.get('/r/AAAAAAAAAAAAAAAAAAAAAA/answers')).status).to.equal(404);
    expect((await world().http.post('/r/AAAAAAAAAAAAAAAAAAAAAA/answers')).status).to.equal(404);
  });

  it('is asked of letters that the supporter says they sent, two weeks after they did', async () => {
    const receipt = await mailedReceipt(world(), await act({ offices: WARD_4 }));
    expect((await world().http.get(receipt)).text).not.to.include('/answers');
    expect((await world().http.get(`${receipt}/answers`)).text).to.include(
      'none of your letters has reached its office yet, so there is nothing to ask',
    );
    world().moveClock(13 * DAY);
    await submit(world().http, pressing(formOf((await world().http.get(receipt)).text, 'I sent it'), 'I sent it'));
    world().moveClock(2 * DAY);
    expect(await look()).to.be.empty;
    world().moveClock(12 * DAY);
    expect(await look()).to.have.length(1);
  });

  it('is not asked of letters that never left, and waits for those that are late', async () => {
    await act({ offices: WARD_4 });
    const late = { ...ana, email: 'late@supporter.example' };
    server().behave.rcptTo = (address) => (address.startsWith('mayor') ? { code: 451, text: 'later' } : undefined);
    await act({ supporter: late, offices: ['harbourview-city-council/mayor'] });
    await world().sendDue();
    await world()
      .db('deliveries')
      .where({ state: 'queued' })
      .update({ created_at: world().clock.now() + 13 * DAY });
    world().moveClock(14 * DAY);
    await world().mailDue();
    const steps = await query(world().db, 'SELECT notice, notice_at AS at FROM actions ORDER BY id');
    expect(steps).to.deep.equal([
      { notice: null, at: null },
      { notice: 'ask', at: world().clock.now() + 7 * DAY },
    ]);
  });

  it('is asked in no campaign that does not want to', async () => {
    await act();
    await world().sendDue();
    await set({ mails: { ask_for_answers: false } });
    await act({ supporter: { ...ana, email: 'other@supporter.example' } });
    await world().sendDue();
    world().moveClock(14 * DAY);
    expect(await look()).to.be.empty;
    expect(await look('other@supporter.example')).to.be.empty;
  });
});
