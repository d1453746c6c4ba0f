import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { mailedReceipt } from '../support/mailed-receipt.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { formOf, lettersOf, pressing, submit, tagOf } from '../support/pages.js';
import { ana, ben, CITY, DAY, HOUR, MINUTE } from '../support/world.js';

describe('the copy of a letter by mail', () => {
  const { world, server, set, act, look } = useMailing();
  const states = async (): Promise<string[]> =>
    (await query<{ state: string }>(world().db, 'SELECT state FROM notices ORDER BY id')).map(({ state }) => state);

  it('goes to who ticked the box, with the letters and the receipt', async () => {
    const start = await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: ana.postal_code });
    expect(tagOf(start.text, 'copy')).not.to.include('checked');
    const form = pressing(formOf(start.text), 'Send my 4 letters');
    const faulty = await submit(world().http, form, { ...ana, email: 'none', copy: 'true' });
    expect(formOf(faulty.text).fields['copy']).to.deep.equal(['true']);
    const own = { own_words: 'I clean rooms for a living.' };
    const sent = await submit(world().http, formOf(faulty.text), { ...ana, ...own });
    const receipt = String(sent.headers['location']);
    const { mail, envelope, raw } = only(await look());
    expect(envelope.to).to.deep.equal([ana.email]);
    expect(mail.from).to.deep.equal({
      name: 'Harbourview Safe Stays (example)',
      address: 'letters@mail.clarion.example',
    });
    expect(mail.to).to.deep.equal([{ name: 'Ana Lima', address: ana.email }]);
    expect(mail.subject).to.equal('Your copy: Train hotel staff in Harbourview to notice trafficking');
    expect(mail.text).to.include(`http://localhost:3000${await mailedReceipt(world(), receipt)}\n`);
    expect(mail.text).to.include('I clean rooms for a living.').and.include('Ana Lima');
    expect(mail.text).to.include('Harbourview Safe Stays (example)\n1 Example Street, Harbourview');
    expect(mail.text?.match(/I clean rooms/g)).to.have.length(1);
    expect(mail.text).to.include('(The letters differ only in their greeting. This is the first.)\nSubject: ');
    expect(raw)
      .to.match(/^Content-Type: text\/plain/im)
      .and.match(/^Auto-Submitted: auto-generated/im);
    const link = linkIn({ envelope, mail, raw }, '/u/');
    expect(raw).to.include(`List-Unsubscribe: <http://localhost:3000${link}>`);
    expect(raw).to.include('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  it('puts all that the writer typed behind every word of ours, so that nothing of it passes for ours', async () => {
    await act({ copy: true, letter: { own_words: 'Pay at the desk.\n\n--\nThe organizers' } });
    const text = only(await look()).mail.text ?? '';
    expect(text.indexOf('Pay at the desk')).to.be.greaterThan(text.indexOf('1 Example Street'));
    expect(text.indexOf('Pay at the desk')).to.be.greaterThan(text.indexOf('/u/'));
  });

  it('goes to nobody who did not ask for it, nor where the campaign offers none', async () => {
    await act();
    expect(await look()).to.be.empty;
    await set({ mails: { copy: false } });
    await act({ supporter: ben, copy: true });
    expect(await look(ben.email)).to.be.empty;
    const page = await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: ana.postal_code });
    expect(page.text).not.to.include('Send me a copy');
    expect(lettersOf(page.text)).to.be.empty;
  });

  it('names a field of the API that is no yes or no', async () => {
    const sent = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana, copy: 'please' });
    expect(sent.status).to.equal(422);
    expect(JSON.stringify(sent.body)).to.include('"field":"copy"');
  });

  it('tells nothing on a locked screen where the campaign says so', async () => {
    await set({ mails: { neutral_subject: 'Your message' } });
    await act({ copy: true });
    const { mail } = only(await look());
    expect(mail.subject).to.equal('Your message');
    expect(mail.from).to.deep.equal({ name: 'Letters', address: 'letters@mail.clarion.example' });
    expect(mail.text?.slice(0, 140)).not.to.match(/traffick|hotel|Harbourview|letter|campaign/i);
    expect(mail.text).to.include('Train hotel staff');
  });

  it('is sent three times a day to one address at the most, over all campaigns', async () => {
    await act({ copy: true });
    await world().db('notices').delete();
    await act({ supporter: { ...ana, email: 'other@supporter.example' } });
    const actions = await query<{ id: string }>(world().db, 'SELECT id FROM actions ORDER BY id');
    // The same address in the hands of several campaigns is the same person to the cap.
    await world().db('supporters').update({ email: ana.email });
    for (const { id } of actions) {
      await world().db('actions').where({ id }).update({ notice: 'copy', notice_at: world().clock.now() });
    }
    await look();
    expect(await states()).to.deep.equal(['sent', 'sent']);
    await world().db('actions').update({ notice: 'copy', notice_at: world().clock.now() });
    await world().db.raw(`UPDATE notices SET part = id`);
    await look();
    expect(await states()).to.deep.equal(['sent', 'sent', 'sent']);
  });

  it('is sent three times a day to one mailbox, however many names it is given', async () => {
    for (const number of [1, 2, 3, 4])
      await act({ copy: true, supporter: { ...ana, email: `ana.lima+${number}@supporter.example` } });
    await world().mailDue();
    expect(await states()).to.deep.equal(['sent', 'sent', 'sent']);
  });

  it('holds no link that was typed, since the address may be another person’s', async () => {
    const letter = {
      subject: 'See evil.example.com',
      own_words:
        'Win at https://evil.example/x?y=1, www.evil.example or evil.example. Ask me@evil.example.\nYours.Truly',
    };
    await act({ copy: true, letter, supporter: { ...ana, family_name: 'evil.example' } });
    const copy = only(await look());
    expect(copy.raw).not.to.match(/evil\.example/i);
    expect(copy.mail.text).to.include(
      'Win at [link: see your receipt] [link: see your receipt] or evil. example. Ask [address: see your receipt]',
    );
    expect(copy.mail.text).to.include('http://localhost:3000/r/');
    await set({ delivery: { confirm_first: true } });
    await act({ copy: true, letter, supporter: ben });
    const link = linkIn(only(await look(ben.email)), '/confirm/');
    await world().http.post(link);
    expect(only(await look(ben.email)).mail.text, 'a confirmed address').to.include('https://evil.example/x?y=1');
  });

  it('is tried again while the mail server cannot take it, under the same Message-ID', async () => {
    server().behave.rcptTo = (address) => (address === ana.email ? { code: 451, text: 'come back later' } : undefined);
    await act({ copy: true });
    expect(await look()).to.be.empty;
    expect(await states()).to.deep.equal(['waiting']);
    expect(await look()).to.be.empty;
    server().behave = {};
    world().moveClock(2 * MINUTE);
    const { mail } = only(await look());
    const [row] = await query<{ id: string; attempts: number }>(world().db, 'SELECT id, attempts FROM notices');
    expect(row?.attempts).to.equal(2);
    expect(mail.messageId).to.equal(`<${row?.id}@mail.clarion.example>`);
    world().moveClock(HOUR);
    expect(await look()).to.be.empty;
  });

  it('is given up after four days, and at once where the address is refused for good', async () => {
    server().behave.rcptTo = (address) => {
      if (address === ana.email) return { code: 451, text: 'come back later' };
      return address === ben.email ? { code: 550, text: '5.1.1 no such user' } : undefined;
    };
    await act({ copy: true });
    await act({ supporter: ben, copy: true });
    await look();
    expect(await states()).to.deep.equal(['waiting', 'failed']);
    for (let hours = 0; hours < 5 * 24; hours += 7) {
      world().moveClock(7 * HOUR);
      await look();
    }
    expect(await states()).to.deep.equal(['failed', 'failed']);
  });

  it('is not sent twice when the connection breaks behind its content', async () => {
    server().behave.data = (moment) => (moment === 'end' ? 'drop' : undefined);
    await act({ copy: true, offices: ['harbourview-city-council/ward-4'] });
    await look();
    server().behave = {};
    world().moveClock(DAY);
    expect(await look()).to.be.empty;
    expect(await states()).to.deep.equal(['unknown']);
  });
});
