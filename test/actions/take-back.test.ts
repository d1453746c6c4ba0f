import { expect } from 'chai';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { changeDelivery } from '../support/campaign-copies.js';
import { channelTo } from '../support/channels.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { bringTo, moveOf } from '../support/moves.js';
import { decode, formOf, formsOf, submit } from '../support/pages.js';
import { ana, ben, CITY, MINUTE, useFolder, useWorld } from '../support/world.js';

type Row = {
  readonly id: string;
  readonly state: string;
  readonly channel: string;
  readonly reason: string | null;
};

describe('a supporter who takes letters back', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());
  const world = useWorld({ keepsStarterPlaces: true, given: () => ({ channel: channelTo(server) }) });
  const folder = useFolder();
  beforeEach(() => {
    server.received.length = 0;
  });

  const act = async (settings: object, supporter: object = ana): Promise<string> => {
    await changeDelivery(world(), folder(), { ...settings });
    const response = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter });
    return new URL((response.body as { receipt_url: string }).receipt_url).pathname;
  };
  const show = async (path: string): Promise<string> => decode((await world().http.get(path)).text);
  const rows = (): Promise<Row[]> =>
    world().db('deliveries').select<Row[]>('id', 'state', 'channel', 'reason').orderBy('id');
  const states = async (): Promise<string> => (await rows()).map(({ state }) => state).join(' ');
  const oneForm = async (path: string) =>
    formsOf((await world().http.get(path)).text).find(({ buttons }) =>
      buttons.some(({ label }) => label === 'Take this letter back'),
    ) ?? expect.fail('no button');

  it('is told until when that is possible, and how much time is left', async () => {
    const path = await act({ withdraw_minutes: 30 });
    expect(world().announced, 'told to the workers').to.deep.equal([]);
    expect(await show(path))
      .to.include('It leaves at 10 March 2027, 07:30 PST. Until then you can take it back.')
      .and.include('30 minutes left.');
    world().moveClock(28 * MINUTE + 1);
    expect(await show(path)).to.include('2 minutes left.');
    world().moveClock(MINUTE);
    expect(await show(path))
      .to.include('Less than a minute left.')
      .and.include('data-moving');
    await world().sendDue();
    expect(server.received).to.deep.equal([]);
    world().moveClock(MINUTE);
    expect(await show(path), 'due').not.to.include('Take this letter back');
    await world().sendDue();
    expect(server.received).to.have.length(3);
    expect(await show(path)).not.to.include('Take this letter back');
  });

  it('is told before sending what happens before letters leave', async () => {
    const steps = [
      [{}, undefined],
      [{ withdraw_minutes: 60 }, 'You can take letters back for an hour.'],
      [
        { confirm_first: true, review: true, withdraw_minutes: 30 },
        'We mail you a link to confirm your address; letters by e-mail leave after that. Somebody reads each letter before it leaves. You can take letters back until they leave, in 30 minutes at the earliest.',
      ],
    ] as const;
    for (const [settings, sentence] of steps) {
      await changeDelivery(world(), folder(), settings);
      const page = await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: ana.postal_code });
      if (sentence) expect(decode(page.text)).to.include(`<p class="hint">${sentence}</p>`);
      else expect(page.text).not.to.match(/take letters back|reads each letter|confirm your address/);
      expect(decode(page.text).match(/mail you a link/g) ?? []).to.have.length(sentence?.includes('a link') ? 1 : 0);
    }
  });

  it('takes one back, and the others go out', async () => {
    const path = await act({ withdraw_minutes: 30 });
    const form = await oneForm(path);
    const response = await submit(world().http, form);
    expect([response.status, response.headers['location']]).to.deep.equal([303, `${path}#letters`]);
    expect(await states()).to.equal('cancelled queued queued handed_over');
    const page = await show(path);
    expect(page).to.include('It was taken back at 10 March 2027, 07:00 PST, before it left.').and.include('Taken back');
    expect(page, 'other ways for what they did not want sent').not.to.include('What you can do:');
    world().moveClock(31 * MINUTE);
    await world().sendDue();
    expect(server.received).to.have.length(2);
    expect(await states()).to.equal('cancelled sent sent handed_over');
  });

  it('takes all back at once while they are held', async () => {
    for (const [index, settings] of [{ review: true }, { confirm_first: true, withdraw_minutes: 5 }].entries()) {
      const path = await act(settings, [ana, ben][index]);
      const page = (await world().http.get(path)).text;
      expect(page).to.include('Take the 3 letters back');
      expect(page.includes('data-moving'), 'nothing moves by itself').to.equal(false);
      await submit(world().http, formOf(page, 'Take 3 letters back'));
      const after = await show(path);
      expect(after.match(/Taken back/g)).to.have.length.of.at.least(3);
      expect(after).not.to.include('Take this letter back');
    }
    world().moveClock(10 * MINUTE);
    await world().sendDue();
    expect(server.received).to.deep.equal([]);
    expect(await states()).to.equal(Array(2).fill('cancelled cancelled cancelled handed_over').join(' '));
    for (const { reason, state } of await rows())
      if (state === 'cancelled') expect(reason).to.equal('The supporter took it back.');
  });

  it('is told kindly where it is too late', async () => {
    const path = await act({ withdraw_minutes: 30 });
    const form = await oneForm(path);
    const [mayor] = await rows();
    await bringTo(world(), mayor?.id ?? '', 'sending');
    const response = await submit(world().http, form);
    expect(response.status).to.equal(409);
    expect(decode(response.text)).to.include('One letter could not be taken back: it is on its way already.');
    expect(await states()).to.equal('sending queued queued handed_over');
  });

  it('races the workers, and each letter is either taken back or sent', async () => {
    const path = await act({ withdraw_minutes: 30 });
    const form = formOf((await world().http.get(path)).text, 'Take 3 letters back');
    const first = await oneForm(path);
    world().moveClock(30 * MINUTE);
    await Promise.all([world().sendDue(), submit(world().http, first), submit(world().http, form)]);
    await world().sendDue();
    const sent = (await rows()).filter(({ state }) => state === 'sent');
    expect(server.received).to.have.length(sent.length);
    expect((await states()).replaceAll(/ ?(?:sent|cancelled)/g, '')).to.equal(' handed_over');
  });

  it('has no button where letters leave at once', async () => {
    const path = await act({});
    const buttons = formsOf((await world().http.get(path)).text).flatMap(({ buttons: all }) => all);
    expect(buttons.map(({ label }) => label)).to.deep.equal(['I sent it', 'Tell the organizers']);
  });

  it('cannot take back another person’s letter, or one that there is not', async () => {
    const path = await act({ withdraw_minutes: 30 });
    const other = await oneForm(await act({ withdraw_minutes: 30 }, ben));
    expect((await submit(world().http, { ...other, action: `${path}/withdraw` })).status).to.equal(404);
    for (const typed of [{}, { delivery: '' }, { delivery: 'x' }])
      expect((await submit(world().http, { ...other, fields: {} }, typed)).status).to.equal(404);
    expect((await submit(world().http, { ...other, action: '/r/nothing/withdraw' }, { all: '1' })).status).to.equal(
      404,
    );
    expect(await states()).not.to.include('cancelled');
  });

  it('cannot be stopped by a stranger who types their address', async () => {
    const path = await act({ withdraw_minutes: 30 });
    const other = await act({ withdraw_minutes: 30 }, { ...ana, given_name: 'Somebody' });
    const all = formOf((await world().http.get(other)).text, 'Take 3 letters back');
    const one = await oneForm(path);
    for (const form of [all, { ...one, action: `${other}/withdraw` }]) await submit(world().http, form);
    expect(await states()).to.equal('queued queued queued handed_over');
    expect(await show(other)).to.include('Taken back');
    expect(await show(path)).to.include('Take the 3 letters back');
  });

  it('cannot be stopped on a receipt that was shown to a stranger before receipts were kept apart', async () => {
    const path = await act({ withdraw_minutes: 30 });
    const one = await oneForm(path);
    const all = formOf((await world().http.get(path)).text, 'Take 3 letters back');
    await world().db('actions').update({ guarded_at: world().clock.now() });
    const page = await show(path);
    expect(page).to.include('no letter can be taken back here');
    expect(page).not.to.match(/Take this letter back|Take 3 letters back|minutes left/);
    for (const form of [one, all]) {
      const response = await submit(world().http, form);
      expect(response.status).to.equal(409);
      expect(decode(response.text)).to.include('Nothing was taken back: somebody typed this e-mail address again');
    }
    expect(await states()).to.equal('queued queued queued handed_over');
  });

  it('is told of a letter that may have arrived at an earlier try', async () => {
    const path = await act({ withdraw_minutes: 30 });
    const form = await oneForm(path);
    const [mayor] = await rows();
    await bringTo(world(), mayor?.id ?? '', 'unknown');
    await applyMoves(world().db, [moveOf(world(), mayor?.id ?? '', { from: 'unknown', to: 'queued' })]);
    const response = await submit(world().http, form);
    expect(response.status).to.equal(409);
    expect(decode(response.text)).to.include('it may have arrived at an earlier try');
    expect(await states()).to.equal('queued queued queued handed_over');
  });

  it('changes nothing by opening the address of the button', async () => {
    const path = await act({ review: true });
    await world().http.get(`${path}/withdraw`);
    expect(await states()).to.equal('held held held handed_over');
  });
});
