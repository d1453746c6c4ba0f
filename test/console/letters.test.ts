import { mailedReceipt } from '../support/mailed-receipt.js';
import { expect } from 'chai';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { takeLetter } from '../support/letters.js';
import { bringTo, moveOf } from '../support/moves.js';
import { useMailing } from '../support/mailing.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { decode, faultsOf, formOf, tagOf } from '../support/pages.js';
import { ana, CITY, DAY, HOUR, MINUTE, NATIONAL, useWorld, type World } from '../support/world.js';

/** Lets a letter fail as a mail server would. */
async function fail(world: World, id: string, [reason, answer]: readonly [string, string?]): Promise<void> {
  await applyMoves(world.db, [moveOf(world, id, { from: 'queued', to: 'sending' })]);
  await applyMoves(world.db, [
    { ...moveOf(world, id, { from: 'sending', to: 'failed' }), actor: 'worker', reason, answer },
  ]);
}

describe('an organizer and her letters', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let olga: SignedIn;
  beforeEach(async () => {
    olga = await signIn(world(), { campaign: CITY });
  });
  const stateOf = async (id: string): Promise<string> =>
    (await world().db('deliveries').where({ id }).select<{ state: string }[]>('state'))[0]?.state ?? '';
  const base = `/campaigns/${CITY}/letters`;

  it('finds those that failed by one click, with why, and without anybody’s data', async () => {
    const id = await takeLetter(world());
    await fail(world(), id, ['There is no such address: 550 5.1.1', '550 5.1.1 <writer@supporter.example> unknown']);
    await takeLetter(world());
    const html = decode(await olga.get(`${base}?term=failed`));
    expect(html).to.include(id).and.include('No such address').and.include('1 letter');
    expect(html).not.to.include(ana.family_name).and.not.include('@supporter.example');
    expect(decode(await olga.get(`${base}?term=failed&reason=full`))).to.include('No such letters');
    expect(decode(await olga.get(`/letters?state=queued&age=1h`))).to.include('No such letters');
    for (const nonsense of [
      '?term=x&state=y&reason=toString&age=constructor&day=2027-02-31',
      '?office=%00&after=%00',
      '?state=failed&term=waiting',
    ])
      await olga.get(base + nonsense);
  });

  it('reads what happened, with addresses left out, and the text only where the role shows it', async () => {
    const id = await takeLetter(world());
    await fail(world(), id, ['There is no such address.', '550 5.1.1 <writer@supporter.example> <b>unknown</b>']);
    const html = await olga.get(`${base}/${id}`);
    expect(html).to.include('&lt;[an address]&gt; &lt;b&gt;unknown').and.include('Signed by').and.include('Lima');
    expect(html).to.include('Correct the office’s address in the roster');
    const analyst = await signIn(world(), { campaign: CITY, role: 'analyst' });
    const seen = await analyst.get(`${base}/${id}`);
    expect(seen).to.include('Hidden by your role').and.not.include('Lima').and.not.include('Send again');
    await analyst.http.get(`${analyst.base}${base}/decide?act=retry&id=${id}`).expect(403);
    expect((await analyst.post(`${base}/decide`, { act: 'retry', id })).status).to.equal(403);
  });

  it('cannot send again what somebody wrote who was erased', async () => {
    const id = await takeLetter(world());
    await fail(world(), id, ['Mailbox full.']);
    const [supporter] = await world().db('supporters').select<{ id: string }[]>('id');
    await olga.post(`/people/${supporter?.id ?? ''}/erase`, { waiting: 'cancel' });
    for (const which of [{ id }, { all: '1', state: 'failed' }])
      expect((await olga.post(`${base}/decide`, { act: 'retry', ...which })).status).to.equal(303);
    expect(await stateOf(id)).to.equal('failed');
    await olga.post(`${base}/decide`, { act: 'retry', id });
    expect(decode(await olga.get(base))).to.include('wrote was erased, so there is nothing left to send');
  });

  it('cannot read, send, withdraw or pause what is another organization’s', async () => {
    const id = await takeLetter(world());
    const foreign = await signIn(world(), { campaign: NATIONAL });
    await foreign.http.get(`${foreign.base}/campaigns/${NATIONAL}/letters/${id}`).expect(404);
    for (const path of ['/letters', `/campaigns/${NATIONAL}/letters`]) {
      expect(await foreign.get(path)).not.to.include(id);
      expect(await foreign.get(`${path}?campaign=${CITY}`)).not.to.include(id);
      await foreign.post(`${path}/decide`, { act: 'cancel', id, reason: 'Mine now.' });
      await foreign.post(`${path}/decide`, { act: 'cancel', all: '1', campaign: CITY, reason: 'Mine now.' });
      await foreign.post(`${path}/pause`, { office: 'harbourview-city-council/mayor' });
    }
    expect(await stateOf(id)).to.equal('queued');
    expect((await world().db('pauses').select('scope')).map(({ scope }: { scope: string }) => scope)).not.to.satisfy(
      (scopes: string[]) => scopes.some((scope) => scope.includes('mayor')),
    );
    const campaign = await world().campaigns.get(CITY);
    await olga.post(`${base}/pause`, { reason: 'Holidays' });
    await foreign.post('/letters/resume', { scope: `campaign:${campaign.id}` });
    expect(
      await world()
        .db('pauses')
        .where({ scope: `campaign:${campaign.id}` }),
    ).to.have.length(1);
    const work = await olga.post('/letters/decide', { act: 'cancel', all: '1', reason: 'The vote is over.' });
    const path = (work.headers['location'] ?? '').replace(olga.base, '');
    await olga.get(path);
    await foreign.http.get(foreign.base + path).expect(404);
  });

  it('is asked before letters are withdrawn, must say why, and loses nothing that she ticked', async () => {
    const ids = [await takeLetter(world()), await takeLetter(world())];
    const moved = await takeLetter(world());
    await bringTo(world(), moved, 'delivered');
    const asked = await olga.get(`${base}/decide?act=cancel&${[...ids, moved].map((id) => `id=${id}`).join('&')}`);
    expect(decode(asked))
      .to.include('2 letters')
      .and.include('1 letter (delivered) stays as it is.')
      .and.include('cannot be undone');
    const faulty = await olga.press(asked, 'Withdraw', { reason: ' ' });
    expect(faulty.status).to.equal(422);
    expect(faultsOf(faulty.text)).to.deep.equal([
      { id: 'reason', message: 'Say why, for those who ask later. It stays among the organizers.' },
    ]);
    expect(formOf(faulty.text, 'Withdraw').fields['id']).to.have.length(3);
    const done = await olga.press(faulty.text, 'Withdraw', { reason: 'The vote is over.' });
    expect(done.status).to.equal(303);
    expect(await Promise.all(ids.map(stateOf))).to.deep.equal(['cancelled', 'cancelled']);
    expect(decode(await olga.get(base))).to.include('2 letters withdrawn, 1 had moved on meanwhile');
    const [entry] = await world()
      .db('audit_entries')
      .where({ did: 'decided about letters' })
      .select<{ detail: string }[]>('detail');
    expect(entry?.detail).to.include('2 letters withdrawn');
  });

  it('sends all that failed for one reason again, and is told how far it has come', async () => {
    const ids = [await takeLetter(world()), await takeLetter(world())];
    for (const id of ids) await fail(world(), id, ['The mailbox is full: 452 4.2.2']);
    const other = await takeLetter(world());
    await fail(world(), other, ['There is no such address: 550 5.1.1']);
    const asked = await olga.get(`${base}/decide?act=retry&all=1&term=failed&reason=full`);
    expect(decode(asked)).to.include('Send again: 2 letters');
    const done = await olga.press(asked, 'Send again');
    const page = decode((await olga.http.get(done.headers['location'] ?? '').expect(200)).text);
    expect(page).to.include('Letters queued again').and.include('All done');
    expect(await Promise.all([...ids, other].map(stateOf))).to.deep.equal(['queued', 'queued', 'failed']);
  });

  it('pauses a campaign with a reason that is shown as it was typed, and resumes it', async () => {
    const id = await takeLetter(world());
    await olga.press(await olga.get(`${base}/pauses`), 'Pause', { reason: '<i>Recess</i>' });
    await world().sendDue();
    expect(await stateOf(id)).to.equal('queued');
    const html = await olga.get('/letters/queue');
    expect(html).to.include('&lt;i&gt;Recess&lt;/i&gt;').and.include('For the end of a pause');
    await olga.press(await olga.get('/letters/pauses'), 'Resume');
    await world().sendDue();
    expect(await stateOf(id)).to.equal('previewed');
  });

  it('settles a mail that nobody understood, once', async () => {
    const id = await takeLetter(world());
    await bringTo(world(), id, 'sent');
    const raw = Buffer.from('<script>alert(1)</script>').toString('base64');
    const mail = { id: 'mail1', mail_key: 'k', delivery_id: id, received_at: 1, why: 'Not understood.', raw };
    await world().db('kept_mails').insert(mail);
    const foreign = await signIn(world(), { campaign: NATIONAL });
    await foreign.http.get(`${foreign.base}/letters/kept/mail1`).expect(404);
    expect((await foreign.post('/letters/kept/mail1', { as: 'bounced' })).status).to.equal(404);
    expect(await olga.get('/letters/kept/mail1')).to.include('&lt;script&gt;alert(1)');
    expect((await olga.post('/letters/kept/mail1', { as: 'bounced' })).status).to.equal(303);
    expect(await stateOf(id)).to.equal('bounced');
    expect((await olga.post('/letters/kept/mail1', { as: 'bounced' })).status).to.equal(404);
  });
});

describe('a message to the senders of letters that failed', () => {
  const { world, server, act, look } = useMailing();

  it('goes out once about each letter, after a test, with a link that stops such mails', async () => {
    server().behave.rcptTo = (address) =>
      address.startsWith('mayor@') ? { code: 550, text: '5.1.1 no such user' } : undefined;
    const receipt = await act();
    await look();
    const olga = await signIn(world(), { campaign: CITY, email: 'olga@organizer.example' });
    const form = await olga.get(`/campaigns/${CITY}/letters/tell?term=failed`);
    const faulty = await olga.press(form, 'Keep it and look at it', { subject: 'About {{name}}', text: 'Kept words' });
    expect(faulty.status).to.equal(422);
    expect(faultsOf(faulty.text)[0]?.message).to.include('There is no {{name}}');
    expect(faulty.text).to.include('Kept words');
    expect(tagOf(faulty.text, 'subject')).to.include('aria-invalid');
    const typed = { subject: 'About {{office}}', text: 'Hello,\n\n{{office}} has moved. See {{receipt}}' };
    const kept = await olga.press(faulty.text, 'Keep it and look at it', typed);
    const path = (kept.headers['location'] ?? '').replace(olga.base, '');
    await olga.post(`${path}/send`);
    expect(await look(), 'not tested').to.deep.equal([]);
    await olga.post(`${path}/test`);
    const [test] = await look('olga@organizer.example');
    expect(test?.mail.subject).to.equal('Test: About Councilmember Example');
    const foreign = await signIn(world(), { campaign: NATIONAL });
    expect((await foreign.post(`${path}/send`)).status).to.equal(404);
    await olga.post(`${path}/send`);
    await olga.post(`${path}/send`);
    const [mail, ...more] = await look();
    expect(more).to.deep.equal([]);
    expect(mail?.mail.subject).to.equal('About Mayor Mara Lindqvist');
    expect((mail?.mail.text ?? '').replace(/\s+/g, ' '))
      .to.include('Mayor Mara Lindqvist has moved. See ')
      .and.include(await mailedReceipt(world(), receipt));
    expect(mail?.mail.headers.map(({ key }) => key)).to.include('list-unsubscribe');
    expect(decode(await olga.get(path))).to.match(/<dt>Sent<\/dt><dd>1</);

    world().moveClock(HOUR);
    await look();
    const again = await olga.post(`/campaigns/${CITY}/letters/tell`, {
      term: 'failed',
      subject: 'Once more',
      text: 'x',
    });
    const second = (again.headers['location'] ?? '').replace(olga.base, '');
    await olga.post(`${second}/test`);
    await olga.post(`${second}/send`);
    world().moveClock(2 * DAY);
    expect(
      (await look()).map((one) => one.mail.subject),
      'told about this letter before',
    ).not.to.include('Once more');
    world().moveClock(MINUTE);
  });
});
