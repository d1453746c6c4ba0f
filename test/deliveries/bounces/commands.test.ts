import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { addBounceCommands } from '../../../src/deliveries/index.js';
import { returnPathOf } from '../../../src/deliveries/channels/return-path.js';
import { BadCallError } from '../../../src/platform/command-line.js';
import { ConflictError } from '../../../src/platform/errors.js';
import { mailOf, reportMail } from '../../support/bounce-mails.js';
import { runCommand, type Ran } from '../../support/commands.js';
import { historyOf, takeLetter } from '../../support/letters.js';
import { bringTo } from '../../support/moves.js';
import { runProgram } from '../../support/program.js';
import { useFolder, useWorld } from '../../support/world.js';

describe('an organizer with mail that came back', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  const run = (...words: string[]): Promise<Ran> =>
    runCommand(
      (program) => {
        addBounceCommands(program, (work) => work(world()));
      },
      ['bounces', ...words],
    );
  const counts = async (...words: string[]): Promise<Record<string, number>> => {
    const all = JSON.parse((await run('read', ...words, '--json')).output) as Record<string, number>;
    return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
  };
  const sent = async (): Promise<{ readonly id: string; readonly to: string }> => {
    const id = await takeLetter(world());
    await bringTo(world(), id, 'sent');
    return { id, to: returnPathOf(world().seal, 'letters@mail.clarion.example', id) };
  };
  const stateOf = async (id: string): Promise<string> => (await historyOf(world().db, id)).row.state;
  const file = (name: string, content: Buffer): string => {
    const path = join(folder(), name);
    writeFileSync(path, content);
    return path;
  };
  const odd = (to: string): Buffer =>
    mailOf(['From: postmaster@mx.example', `To: ${to}`, 'Subject: Gremlins', '', 'It rained.']);

  it('reads a file, and again without another effect', async () => {
    const { id, to } = await sent();
    const path = file('bounce.eml', reportMail({ to }));
    expect(await counts(path)).to.deep.equal({ bounced: 1 });
    expect(await stateOf(id)).to.equal('bounced');
    expect(await counts(path)).to.deep.equal({ repeated: 1 });
    expect((await run('read', path)).output).to.equal('1 known already\n');
    expect((await run('list', '--delivery', id)).output)
      .to.include('5.1.1')
      .and.include('User unknown');
  });

  it('reads a Maildir: what is taken is marked as seen, what cannot be taken stays', async () => {
    const [one, two] = [await sent(), await sent()];
    for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(folder(), name));
    file('new/1.mx', reportMail({ to: one.to }));
    file('cur/2.mx:2,R', reportMail({ to: two.to }));
    file('cur/3.mx:2,S', reportMail({ to: two.to }));
    // A person's answer cannot be passed on: no mail server is configured.
    file('new/4.mx', mailOf(['From: mayor@council.harbourview.example', `To: ${one.to}`, '', 'Call me.']));
    const { output, exitCode } = await run('read', folder());
    expect(output).to.equal('2 letters came back\n1 not taken now; they lie where they were\n');
    expect(exitCode).to.equal(1);
    expect(readdirSync(join(folder(), 'new'))).to.deep.equal(['4.mx']);
    expect(readdirSync(join(folder(), 'cur')).sort()).to.deep.equal(['1.mx:2,S', '2.mx:2,RS', '3.mx:2,S']);
    expect([await stateOf(one.id), await stateOf(two.id)]).to.deep.equal(['bounced', 'bounced']);
  });

  it('reads the rest of a Maildir where one thing in it cannot be read', async () => {
    const one = await sent();
    for (const name of ['new', 'new/0.folder', 'cur']) mkdirSync(join(folder(), name));
    file('new/1.mx', reportMail({ to: one.to }));
    const { output, exitCode } = await run('read', folder());
    expect(output).to.equal('1 letters came back\n1 not taken now; they lie where they were\n');
    expect(exitCode).to.equal(1);
    expect(await stateOf(one.id)).to.equal('bounced');
  });

  it('reads an mbox, mail by mail', async () => {
    const [one, two] = [await sent(), await sent()];
    const line = Buffer.from('From MAILER-DAEMON Wed Mar 10 15:00:00 2027\n');
    const mails = [one, two].flatMap(({ to }) => [line, reportMail({ to }), Buffer.from('\n\n')]);
    expect(await counts(file('mbox', Buffer.concat(mails)))).to.deep.equal({ bounced: 2 });
  });

  it('finds the letter by the address it was told, or by the sender of what was returned', async () => {
    const [one, two] = [await sent(), await sent()];
    expect(await counts(file('told.eml', reportMail()), '--recipient', one.to)).to.deep.equal({ bounced: 1 });
    const notice = mailOf([
      'From: MAILER-DAEMON@mx.example',
      'Subject: failure notice',
      '',
      '<mayor@council.harbourview.example>:',
      '550 no such user',
      '--- Below this line is a copy of the message.',
      '',
      `Return-Path: <${two.to}>`,
      'Subject: Training',
    ]);
    expect(await counts(file('returned.eml', notice))).to.deep.equal({ bounced: 1 });
    expect(await stateOf(two.id)).to.equal('bounced');
  });

  it('leaves forged return addresses alone, and trusts no Message-ID', async () => {
    const { id, to } = await sent();
    const forged = to.replace(/-[0-9a-f]{12}@/, '-0123456789ab@');
    expect(await counts(file('forged.eml', reportMail({ to: forged })))).to.deep.equal({ forged: 1 });
    const text = `Message-ID: <${id}@mail.clarion.example>`;
    expect(await counts(file('id.eml', reportMail({ text })))).to.deep.equal({ kept: 1 });
    expect(await stateOf(id)).to.equal('sent');
  });

  it('settles what was kept, and its text is gone', async () => {
    const { id, to } = await sent();
    await run('read', file('odd.eml', odd(to)));
    const [kept] = JSON.parse((await run('kept', '--json')).output) as { id: string; deliveryId: string }[];
    expect(kept?.deliveryId).to.equal(id);
    const keptId = kept?.id ?? '';
    expect((await run('kept')).output)
      .to.include(keptId)
      .and.include('not understood');
    expect((await run('show', keptId)).output).to.include('It rained.');
    expect((await run('settle', keptId, '--as', 'bounced')).output).to.equal('Settled: the letter came back.\n');
    expect(await stateOf(id)).to.equal('bounced');
    expect((await historyOf(world().db, id)).events.at(-1)?.actor).to.equal('organizer');
    expect((await run('kept')).output).to.equal('No mail waits for a person.\n');
    expect(await failure(run('show', keptId))).to.be.instanceOf(ConflictError);
    expect(await failure(run('settle', keptId, '--as', 'ignore'))).to.be.instanceOf(ConflictError);
  });

  it('says which letter came back where the mail does not, and may ignore it', async () => {
    const { id } = await sent();
    await run(
      'read',
      file('one.eml', Buffer.concat([Buffer.from('Message-ID: <1@x.example>\r\n'), odd('a@b.example')])),
    );
    await run(
      'read',
      file('two.eml', Buffer.concat([Buffer.from('Message-ID: <2@x.example>\r\n'), odd('a@b.example')])),
    );
    const kept = JSON.parse((await run('kept', '--json')).output) as { id: string }[];
    const [one = '', two = ''] = kept.map((mail) => mail.id);
    expect(await failure(run('settle', one, '--as', 'bounced'))).to.be.instanceOf(BadCallError);
    expect(await failure(run('settle', one, '--as', 'maybe'))).to.be.instanceOf(BadCallError);
    await run('settle', one, '--as', 'bounced', '--delivery', id);
    expect(await stateOf(id)).to.equal('bounced');
    expect((await run('settle', two, '--as', 'ignore')).output).to.equal('Settled: nothing changed.\n');
  });

  it('may classify a mail where no data base can be opened', async function () {
    this.timeout(30_000);
    const path = file('bounce.eml', reportMail());
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const { code, stdout } = await runProgram(['bounces', 'classify', path, '--json'], folder(), env);
    expect(code).to.equal(0);
    const recipients = [{ address: 'mayor@council.harbourview.example', status: '5.1.1', kind: 'hard' }];
    expect(JSON.parse(stdout)).to.deep.equal({ kind: 'hard', status: '5.1.1', recipients });
    expect((await run('classify', path)).output).to.include('hard: a lasting failure of an address (5.1.1)');
    expect(await failure(run('classify', join(folder(), 'missing')))).to.be.instanceOf(BadCallError);
  });
});

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('it worked'),
    (error: unknown) => error,
  );
}
