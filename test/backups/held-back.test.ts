import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { addBackupCommands, holdBack } from '../../src/backups/index.js';
import { applyNote } from '../../src/deliveries/bounces/apply-bounce.js';
import { isPostgres, query } from '../../src/platform/db.js';
import { runCommand } from '../support/commands.js';
import { bringTo } from '../support/moves.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { decode, formOf, pressing, submit } from '../support/pages.js';
import { ana, ben, DAY, HOUR, useFolder, type World } from '../support/world.js';

describe('a database that was restored from a backup', () => {
  const { world, server, set, act, look } = useMailing();
  const folder = useFolder();

  /** As `clarion backup` leaves a copy; then an hour passes before it is used. */
  const restore = async (): Promise<void> => {
    await world().db('copies').insert({ id: world().ids.next(), taken_at: world().clock.now() });
    world().moveClock(HOUR);
  };
  const letters = (): Promise<{ id: string; state: string; hold: string | null; reason: string | null }[]> =>
    query(world().db, `SELECT id, state, hold, reason FROM deliveries WHERE channel = 'smtp' ORDER BY id`);
  const states = async (): Promise<string[]> => (await letters()).map(({ state, hold }) => hold ?? state);
  /** To whom anything came that could go out by now. */
  const arrived = async (): Promise<string[]> => {
    await world().sendDue();
    await world().mailDue();
    return server()
      .received.splice(0)
      .map(({ envelope }) => envelope.to.join());
  };
  const settle = async (...args: string[]): Promise<string> => {
    const open = (work: (tools: World) => Promise<void>) => work(world());
    const openAsIs = () => Promise.reject(new Error('not here'));
    const { output } = await runCommand(
      (program) => addBackupCommands(program, { open, openAsIs }),
      ['restore', 'settle', ...args],
    );
    return output;
  };
  const sentLog = (...ids: string[]): string => {
    const file = `${folder()}/mail.log`;
    writeFileSync(file, ids.map((id) => `cleanup[7]: 4F2A91: message-id=<${id}@mail.clarion.example>\n`).join(''));
    return file;
  };

  it('sends nothing that waited in it, says why, and sends what comes new', async () => {
    const receipt = await act({ copy: true });
    await restore();
    expect(await arrived(), 'before anything is held back').to.deep.equal([]);

    expect(await holdBack(world())).to.include({ heldLetters: 3, endedMails: 0 });
    expect(await holdBack(world()), 'a second time').to.equal(undefined);
    expect(await states()).to.deep.equal(['restored', 'restored', 'restored']);
    expect((await letters())[0]?.reason).to.equal(
      'The database was restored from a backup of 10 March 2027, 15:00 UTC; this letter may have been sent after it.',
    );
    const page = decode((await world().http.get(receipt)).text);
    expect(page).to.include('may have been sent after that backup was made').and.not.include('Take it back');

    await act({ supporter: ben });
    expect(await arrived(), 'and no copy that Ana may have got')
      .to.have.length(3)
      .and.not.include(ana.email);
    expect((await states()).slice(3)).to.deep.equal(['sent', 'sent', 'sent']);
  });

  it('takes the mail server’s log for what was sent, and an organizer’s word for the rest', async () => {
    await act();
    await restore();
    const [first, second] = await letters();
    expect(await settle())
      .to.include('3 letters are held back')
      .and.include('--sent-log FILE');
    const log = sentLog(first?.id ?? '', 'no letter', 'a'.repeat(26));
    expect(await settle('--sent-log', log, '--dry-run')).to.include('1 letters would be noted as sent');
    expect(await states()).to.deep.equal(['restored', 'restored', 'restored']);
    expect(await settle('--sent-log', log))
      .to.include('1 letters are noted as sent')
      .and.include('2 letters are held');
    await applyNote(world(), {
      ...{ id: world().ids.next(), deliveryId: second?.id ?? '', mailKey: 'a mail', receivedAt: world().clock.now() },
      ...{ kind: 'hard', status: '5.1.1', answer: '' },
    });
    expect(await states(), 'what came back had left').to.deep.equal(['sent', 'bounced', 'restored']);
    expect(await settle('--release', '--reason', 'Not in the log.')).to.include('1 letters go out now');
    expect(await arrived()).to.have.length(1);
    expect(await states()).to.deep.equal(['sent', 'bounced', 'sent']);
    expect(await settle()).to.include('There is no restore to settle.');
  });

  it('holds what is confirmed again until it is known whether the first time had sent it', async () => {
    await set({ delivery: { confirm_first: true } });
    await act({ copy: true });
    const path = linkIn(only(await look()), '/confirm/');
    await restore();
    await holdBack(world());
    expect(await states()).to.deep.equal(['confirm', 'confirm', 'confirm']);
    const page = await world().http.get(path);
    await submit(world().http, pressing(formOf(page.text, 'Yes, that was me'), 'Yes, that was me'));
    expect(await arrived(), 'nor a copy').to.deep.equal([]);
    expect(await states()).to.deep.equal(['restored', 'restored', 'restored']);
    await settle('--release');
    expect(await arrived())
      .to.have.length(3)
      .and.not.include(ana.email);
  });

  it('mails no supporter what may have been mailed since, and goes on with what was not due yet', async () => {
    await set({ delivery: { confirm_first: true }, mails: { ask_for_answers: true } });
    await act();
    await restore();
    await holdBack(world());
    expect(await look(), 'the mail that asks to confirm').to.deep.equal([]);
    world().moveClock(DAY);
    expect(only(await look()).mail.subject, 'its reminder').to.match(/confirm/i);
  });

  it('does not send again by itself what is unknown in it, nor tells anew what failed', async () => {
    await set({ delivery: { if_unknown: 'resend' } });
    await act();
    const [failed, ...unknown] = await letters();
    await bringTo(world(), failed?.id ?? '', 'failed');
    for (const { id } of unknown) await bringTo(world(), id, 'unknown');
    await world().db('deliveries').where({ state: 'unknown' }).update({ trying_since: world().clock.now() });
    await restore();
    await holdBack(world());
    world().moveClock(2 * HOUR);
    expect(await arrived()).to.deep.equal([]);
    expect(await states()).to.deep.equal(['failed', 'unknown', 'unknown']);
  });

  it('is known on PostgreSQL by whatever means it was loaded', async function () {
    if (!isPostgres(world().db)) this.skip();
    await act();
    // As a row is that a dump brought: its values are those that it had, and another transaction wrote it.
    await world().db('home').update({ seen_at: world().clock.now() });
    expect(await arrived()).to.deep.equal([]);
    expect(await holdBack(world())).to.include({ heldLetters: 3, takenAt: world().clock.now() });
    await act({ supporter: ben });
    expect(await arrived()).to.have.length(3);
  });
});
