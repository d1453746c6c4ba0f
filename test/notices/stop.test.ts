import { expect } from 'chai';
import { notMeLink } from '../../src/notices/links.js';
import { query } from '../../src/platform/db.js';
import { mailedReceipt } from '../support/mailed-receipt.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { formOf, pressing, submit } from '../support/pages.js';
import { ana, CITY, DAY } from '../support/world.js';

describe('an address that wants no more mail', () => {
  const { world, server, set, act, look } = useMailing();
  const suppressed = () => query<{ why: string }>(world().db, 'SELECT why FROM suppressions');
  const press = async (path: string, label: string): Promise<string> => {
    const page = await world().http.get(path);
    return (await submit(world().http, pressing(formOf(page.text, label), label))).text;
  };

  it('is taken off by a button, and mailed again when that is undone', async () => {
    await act({ copy: true });
    const path = linkIn(only(await look()), '/u/');
    expect(path).not.to.include('ana');
    for (const _ of [1, 2]) expect((await world().http.get(path)).text).to.include('Stop these mails?');
    expect(await suppressed()).to.be.empty;
    expect(await press(path, 'Stop all mails to me')).to.include('You get no more mails');
    world().moveClock(14 * DAY);
    expect(await look()).to.be.empty;
    expect(await press(path, 'Undo: mail me again')).to.include('Stop these mails?');
    expect(await suppressed()).to.be.empty;
    world().moveClock(7 * DAY);
    expect(await look()).to.have.length(1);
  });

  it('is taken off by the one click of a mail program, which comes from no page', async () => {
    await act({ copy: true });
    const path = linkIn(only(await look()), '/u/');
    for (const type of ['form', 'multipart'] as const) {
      const post = world().http.post(path);
      const answer = await (type === 'form'
        ? post.type('form').send('List-Unsubscribe=One-Click')
        : post.field('List-Unsubscribe', 'One-Click'));
      expect(answer.status).to.equal(200);
      expect(answer.headers).not.to.have.property('set-cookie');
      expect(await suppressed()).to.deep.equal([{ why: 'unsubscribed' }]);
    }
    expect(JSON.stringify(await query(world().db, 'SELECT * FROM suppressions'))).not.to.include('ana');
  });

  it('gets nothing, in whatever way it is written', async () => {
    await act({ copy: true });
    await press(linkIn(only(await look()), '/u/'), 'Stop all mails to me');
    await act({ supporter: { ...ana, email: 'Ana.Lima@Supporter.example' } });
    await world().db('actions').update({ notice: 'copy', notice_at: world().clock.now() });
    await world().db('notices').update({ part: 'before' });
    expect(await look()).to.be.empty;
    expect(await query(world().db, 'SELECT state FROM notices ORDER BY id')).to.deep.equal([
      { state: 'sent' },
      { state: 'suppressed' },
      { state: 'suppressed' },
    ]);
  });

  it('is still asked to confirm a new letter, once, since the letter could not go without it', async () => {
    await act({ copy: true });
    await press(linkIn(only(await look()), '/u/'), 'Stop all mails to me');
    await world().db('actions').update({ must_confirm: 1, notice: 'confirm', notice_at: world().clock.now() });
    await world().db('action_counts').update({ to_confirm: 1 });
    expect(only(await look()).mail.subject).to.equal('Please confirm your e-mail address');
    world().moveClock(DAY);
    expect(await look()).to.be.empty;
  });

  it('that somebody else used gets nothing any more, and what has not left is taken back', async () => {
    await set({ delivery: { confirm_first: true } });
    const receipt = await act({ copy: true });
    const path = linkIn(only(await look()), '/not-me/');
    for (const _ of [1, 2]) expect((await world().http.get(path)).text).to.include('That was not me');
    expect(await suppressed()).to.be.empty;
    const form = formOf((await world().http.get(path)).text);
    for (const _ of [1, 2]) expect((await submit(world().http, form)).headers['location']).to.equal(path);
    expect((await world().http.get(path)).text).to.include('Thank you for telling us');
    expect(await suppressed()).to.deep.equal([{ why: 'not-me' }]);
    const counts = await world().http.get(`/api/v1/campaigns/${CITY}/counts`);
    expect((counts.body as { letters: object }).letters).to.include({ waiting: 0, cancelled: 3, handed_over: 1 });
    await world().http.post(`${receipt}/confirm-again`);
    world().moveClock(DAY);
    expect(await look()).to.be.empty;
    await act({ supporter: { ...ana, given_name: 'Somebody' } });
    expect(await look()).to.be.empty;
  });

  it('that somebody else used has no letter sent again of which nobody knows whether it arrived', async () => {
    await set({ delivery: { if_unknown: 'resend' } });
    server().behave.data = (moment) => (moment === 'end' ? 'drop' : undefined);
    const receipt = await act({ offices: ['harbourview-city-council/mayor'] });
    await world().sendDue();
    server().behave = {};
    const [action] = await query<{ id: string }>(world().db, 'SELECT id FROM actions');
    const path = new URL(notMeLink({ ...world(), baseUrl: 'http://localhost:3000' }, action?.id ?? '')).pathname;
    await world().http.post(path);
    world().moveClock(DAY);
    await world().sendDue();
    expect(server().received).to.be.empty;
    const page = (await world().http.get(await mailedReceipt(world(), receipt))).text;
    expect(page).to.include('so nobody knows whether that copy arrived');
  });

  it('cannot be taken off by a form of another site', async () => {
    await act({ copy: true });
    const path = linkIn(only(await look()), '/u/');
    const answer = await world().http.post(path).set('Sec-Fetch-Site', 'cross-site');
    expect(answer.status).to.equal(403);
    expect(await suppressed()).to.be.empty;
  });
});
