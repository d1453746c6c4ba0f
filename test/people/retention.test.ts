import { expect } from 'chai';
import { eraseDue } from '../../src/people/index.js';
import { query } from '../../src/platform/db.js';
import { signIn } from '../support/organizers.js';
import { faultsOf, formOf, submit } from '../support/pages.js';
import { ana, ben, CITY, DAY, useWorld } from '../support/world.js';

describe('how long people are kept', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const MAYOR = ['harbourview-city-council/mayor'];
  const act = async (supporter: object, more: object = {}): Promise<string> => {
    const body = { supporter, offices: MAYOR, ...more };
    const response = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send(body);
    expect(response.status).to.equal(201);
    return new URL((response.body as { receipt_url: string }).receipt_url).pathname;
  };
  const keep = (periods: object) =>
    world().db('organizations').where({ slug: 'harbourview-safe-stays' }).update(periods);
  const texts = () =>
    query<{ email: string; words: string | null }>(
      world().db,
      'SELECT email, own_words AS words FROM actions JOIN supporters ON supporters.id = supporter_id ORDER BY actions.id',
    );
  const entries = () =>
    query<{ did: string; detail: string }>(world().db, `SELECT did, detail FROM audit_entries WHERE who = 'Clarion'`);

  it('ends for a second letter, which nobody sends, after thirty days or sooner', async () => {
    const typed = async (): Promise<boolean[]> =>
      (await query<{ typed: string | null }>(world().db, 'SELECT typed FROM repeats ORDER BY id')).map(
        (row) => row.typed !== null,
      );
    await act(ana);
    const again = await act(ana, { letter: { own_words: 'Once more.' } });
    world().moveClock(30 * DAY - 1);
    await eraseDue(world());
    expect(await typed()).to.deep.equal([true]);
    world().moveClock(1);
    await act(ana);
    await eraseDue(world());
    expect(await typed()).to.deep.equal([false, true]);
    expect((await world().http.get(again).expect(200)).text).not.to.include('Once more.');
    await keep({ keep_texts_days: 7 });
    world().moveClock(7 * DAY);
    await eraseDue(world());
    expect(await typed()).to.deep.equal([false, false]);
  });

  it('ends for texts once letters have ended, once a day, and nothing of them is sent again', async () => {
    await keep({ keep_texts_days: 7 });
    const receipt = await act(ana, { letter: { own_words: 'I live here.' } });
    await world().sendDue();
    world().moveClock(6 * DAY);
    await act(ben, { letter: { own_words: 'So do I.' } });
    await eraseDue(world());
    expect(await texts()).to.deep.equal([
      { email: ana.email, words: 'I live here.' },
      { email: ben.email, words: 'So do I.' },
    ]);
    world().moveClock(2 * DAY);
    await eraseDue(world());
    expect(await texts()).to.deep.equal([
      { email: ana.email, words: null },
      { email: ben.email, words: 'So do I.' },
    ]);
    expect((await entries()).map(({ detail }) => detail)).to.deep.equal(['texts of 1 action, 0 people']);
    await eraseDue(world());
    expect(await entries()).to.have.length(1);
    expect((await world().http.get(receipt).expect(200)).text)
      .to.contain('What you wrote is no longer kept here')
      .and.not.contain('I live here');
    const [delivery] = await query<{ id: string; letterId: string }>(
      world().db,
      `SELECT id, letter_id AS "letterId" FROM deliveries ORDER BY id`,
    );
    const composed = delivery && (await world().compose([delivery])).get(delivery.id);
    expect(composed).to.include({ isErased: true });
  });

  it('ends for people who did not opt in, wrote long ago and wait for nothing', async () => {
    await keep({ keep_people_days: 30 });
    await act(ana);
    await act(ben, { opt_ins: { 'harbourview-safe-stays': true } });
    await world().sendDue();
    await act({ ...ana, email: 'waits@supporter.example' });
    await world().db('deliveries').where({ state: 'queued' }).update({ state: 'held', hold: 'review' });
    for (const table of ['letter_counts', 'office_counts', 'source_counts'])
      await world().db.raw(`UPDATE ${table} SET state = 'held' WHERE state = 'queued' AND letters > 0`);
    world().moveClock(31 * DAY);
    await act({ ...ana, email: 'new@supporter.example' });
    await eraseDue(world());
    expect((await texts()).map(({ email }) => email)).to.deep.equal([
      '',
      ben.email,
      'waits@supporter.example',
      'new@supporter.example',
    ]);
    expect((await entries())[0]).to.deep.equal({
      did: 'erased what is kept no longer',
      detail: 'texts of 0 actions, 1 person',
    });
  });

  it('is the owner’s to say, who is shown first what it would erase', async () => {
    await act(ana);
    await world().sendDue();
    world().moveClock(40 * DAY);
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    const page = await owner.get('/people/retention');
    const wrong = await submit(owner.http, formOf(page, 'Show what this would erase'), { texts: '3', people: 'ever' });
    expect(wrong.status).to.equal(422);
    expect(faultsOf(wrong.text).map(({ id }) => id)).to.deep.equal(['texts', 'people']);
    expect(wrong.text).to.contain('value="ever"');
    const asked = await submit(owner.http, formOf(page, 'Show what this would erase'), { texts: '0', people: '30' });
    expect(asked.text).to.contain('Over now: 1').and.contain('Nothing is erased');
    await eraseDue(world());
    expect((await texts())[0]?.email).to.equal(ana.email);
    const saved = await owner.press(asked.text, 'Keep to these periods');
    expect(saved.status).to.equal(303);
    await eraseDue(world());
    expect((await texts())[0]?.email).to.equal('');
    expect(await owner.get('/people/retention')).to.contain('it erased the texts of 0 actions, and 1 person');
    const organizer = await signIn(world(), { campaign: CITY });
    await organizer.http.get(`${organizer.base}/people/retention`).expect(403);
    expect((await organizer.post('/people/retention/save', { texts: '', people: '' })).status).to.equal(403);
  });

  it('ends for street and phone once no letter can need them, and for all by default', async () => {
    const settled = { ...ana, street: '12 Elm Street', phone: '303-555-0100' };
    await act(settled);
    await world().sendDue();
    await act({ ...settled, email: 'failed@supporter.example' });
    await world().db('deliveries').where({ state: 'queued' }).update({ state: 'failed' });
    for (const table of ['letter_counts', 'office_counts', 'source_counts'])
      await world().db.raw(`UPDATE ${table} SET state = 'failed' WHERE state = 'queued' AND letters > 0`);
    const contacts = () => query(world().db, 'SELECT street, phone FROM actions ORDER BY id');
    const [kept, emptied] = [
      { street: settled.street, phone: settled.phone },
      { street: null, phone: null },
    ];
    await eraseDue(world());
    expect(await contacts()).to.deep.equal([kept, kept]);
    world().moveClock(8 * DAY);
    await eraseDue(world());
    expect(await contacts(), 'a failed letter may be sent again').to.deep.equal([emptied, kept]);
    world().moveClock(91 * DAY);
    await eraseDue(world());
    expect(await contacts()).to.deep.equal([emptied, emptied]);
    const said = await query(
      world().db,
      `SELECT response AS text FROM attempts UNION SELECT reason FROM deliveries UNION SELECT answer FROM delivery_events`,
    );
    expect(said, 'what servers said').to.deep.equal([{ text: null }]);
    world().moveClock(366 * DAY);
    await eraseDue(world());
    expect((await texts()).map(({ email }) => email)).to.deep.equal(['', '']);
  });

  it('ends for mails that nobody understood, and for what was asked of a geocoder', async () => {
    const mail = { mail_key: 'k', received_at: world().clock.now(), why: 'It is no bounce.', raw: 'UmF3' };
    await world()
      .db('kept_mails')
      .insert({ id: 'mail', ...mail });
    await world()
      .db('geocoder_answers')
      .insert({ key: 'k', answer: '{}', expires_at: world().clock.now() + DAY });
    await eraseDue(world());
    world().moveClock(91 * DAY);
    expect(await query(world().db, 'SELECT raw FROM kept_mails')).to.deep.equal([{ raw: 'UmF3' }]);
    await eraseDue(world());
    expect(await query(world().db, 'SELECT raw, settled_as FROM kept_mails')).to.deep.equal([
      { raw: null, settled_as: 'expired' },
    ]);
    expect(await query(world().db, 'SELECT key FROM geocoder_answers')).to.deep.equal([]);
  });
});
