import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { applyMoves } from '../../src/deliveries/store-moves.js';
import { mailedReceipt } from '../support/mailed-receipt.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { moveOf } from '../support/moves.js';
import { ana, DAY, HOUR, MINUTE } from '../support/world.js';

describe('a letter that finally failed', () => {
  const { world, server, set, act, look } = useMailing();
  const refuse = (...offices: string[]): void => {
    server().behave.rcptTo = (address) =>
      offices.some((office) => address.startsWith(`${office}@`))
        ? { code: 550, text: '5.1.1 no such user' }
        : undefined;
  };
  const deliveryTo = async (office: string): Promise<string> => {
    const id = `harbourview-city-council/${office}`;
    const rows = await query<{ id: string }>(world().db, 'SELECT id FROM deliveries WHERE office_id = ?', [id]);
    return rows[0]?.id ?? expect.fail();
  };

  it('is told to its supporter, with other ways to send it and the text', async () => {
    refuse('mayor');
    const receipt = await act({ letter: { own_words: 'I clean rooms.' } });
    expect(await look()).to.be.empty;
    world().moveClock(10 * MINUTE);
    const mail = only(await look());
    expect(mail.mail.subject).to.equal('A letter of yours could not be delivered');
    const text = mail.mail.text ?? '';
    expect(text.replace(/\s+/g, ' '))
      .to.include(
        '“Train hotel staff in Harbourview to notice trafficking”, one of your 4 letters could not be delivered',
      )
      .and.include('Mayor Mara Lindqvist')
      .and.include('its mail server did not take it (10 March 2027, 07:00 PST)')
      .and.include('By post');
    expect(text).to.include(`http://localhost:3000${await mailedReceipt(world(), receipt)}`);
    expect(text.split('-'.repeat(72))[1]).to.match(
      /^\s+To: Mayor Mara Lindqvist\nSubject: .*\n\nDear Mayor Lindqvist,/,
    );
    expect(text).to.include('I clean rooms.').and.include('Sincerely');
    linkIn(mail, '/u/');
    linkIn(mail, '/not-me/');
    world().moveClock(DAY);
    expect(await look()).to.be.empty;
  });

  it('shares a mail with others that failed soon after it, and not with those that failed later', async () => {
    refuse('mayor', 'ward1');
    await act();
    await world().sendDue();
    world().moveClock(10 * MINUTE);
    const first = only(await look());
    expect(first.mail.subject).to.equal('2 letters of yours could not be delivered');
    expect(first.mail.text).to.include('To: Mayor Mara Lindqvist; Councilmember');
    world().moveClock(HOUR);
    const ward2 = await deliveryTo('ward-2');
    await applyMoves(world().db, [moveOf(world(), ward2, { from: 'sent', to: 'bounced' })]);
    world().moveClock(10 * MINUTE);
    const second = only(await look());
    expect(second.mail.subject).to.equal('A letter of yours could not be delivered');
    expect(second.mail.text?.replace(/\s+/g, ' ')).to.include('the letter came back');
    expect(second.mail.text).not.to.include('Lindqvist');
  });

  it('is told once, even if an organizer tries it again in vain', async () => {
    refuse('mayor');
    await act();
    await world().sendDue();
    world().moveClock(10 * MINUTE);
    expect(await look()).to.have.length(1);
    await applyMoves(world().db, [moveOf(world(), await deliveryTo('mayor'), { from: 'failed', to: 'queued' })]);
    await world().sendDue();
    world().moveClock(HOUR);
    expect(await look()).to.be.empty;
  });

  it('is not told where it goes on before the mail is sent', async () => {
    refuse('mayor');
    await act();
    await world().sendDue();
    world().moveClock(10 * MINUTE);
    server().behave.rcptTo = (address) => (address === ana.email ? { code: 451, text: 'later' } : undefined);
    await world().mailDue();
    await applyMoves(world().db, [moveOf(world(), await deliveryTo('mayor'), { from: 'failed', to: 'queued' })]);
    server().behave = {};
    world().moveClock(HOUR);
    expect(await look()).to.be.empty;
    expect(await query(world().db, 'SELECT kind, state FROM notices')).to.deep.equal([
      { kind: 'failed', state: 'dropped' },
    ]);
  });

  it('is told after all where it went on before the mail was sent, and failed again', async () => {
    refuse('mayor');
    await act();
    await world().sendDue();
    world().moveClock(10 * MINUTE);
    server().behave.rcptTo = (address) => (address === ana.email ? { code: 451, text: 'later' } : undefined);
    await world().mailDue();
    await applyMoves(world().db, [moveOf(world(), await deliveryTo('mayor'), { from: 'failed', to: 'queued' })]);
    server().behave = {};
    world().moveClock(HOUR);
    await world().mailDue();
    refuse('mayor');
    await world().sendDue();
    world().moveClock(10 * MINUTE);
    expect(only(await look()).mail.subject).to.equal('A letter of yours could not be delivered');
  });

  it('is not told where it was withdrawn', async () => {
    await act();
    await applyMoves(world().db, [moveOf(world(), await deliveryTo('mayor'), { from: 'queued', to: 'cancelled' })]);
    world().moveClock(HOUR);
    expect(await look()).to.be.empty;
  });

  it('keeps its subject to itself where the campaign says so', async () => {
    await set({ mails: { neutral_subject: 'Your message' } });
    refuse('mayor');
    await act();
    await world().sendDue();
    world().moveClock(10 * MINUTE);
    expect(only(await look()).mail.subject).to.equal('Your message');
  });
});
