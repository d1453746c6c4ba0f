import { expect } from 'chai';
import { addUserCommands, noteAct } from '../../src/organizers/index.js';
import { BETTER, browser, leadsTo, press, trySignIn } from '../support/accounts.js';
import { runCommand } from '../support/commands.js';
import { onEachDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { enter, organizationOf } from '../support/organizers.js';
import { decode } from '../support/pages.js';
import { CITY, expectReconciled, type World } from '../support/world.js';

onEachDatabase('accounts at the command line', (db) => {
  let world: World;
  beforeEach(async () => {
    world = await openCityWorld(db());
  });
  afterEach(() => expectReconciled(world));

  const run = async (...words: string[]): Promise<string> => {
    const tools = { ...world, baseUrl: world.config.BASE_URL };
    const { output } = await runCommand(
      (program) => addUserCommands(program, (work) => work(tools)),
      ['users', ...words],
    );
    return output;
  };
  const refused = (...words: string[]): Promise<unknown> =>
    run(...words).then(
      () => expect.fail('it was taken'),
      (error: unknown) => error,
    );
  const rosa = ['--email', 'Rosa@Organizer.example', '--name', 'Rosa Lind'];
  const made = ['--organization', 'pier', '--organization-name', 'Pier', '--postal-address', '1 Pier'];

  it('begin with a link to choose a password, which leads into a new organization', async () => {
    const added = JSON.parse(await run('add', ...rosa, ...made, '--json')) as { link: string; role: string };
    expect(added.role).to.equal('owner');
    const http = browser(world);
    const set = await press(http, new URL(added.link).pathname, 'Set the password', { password: BETTER });
    expect(leadsTo(set)).to.equal('/sign-in?after=password');
    const email = 'rosa@organizer.example';
    expect(leadsTo(await trySignIn(http, { email, password: BETTER }))).to.equal('/console');
    expect(leadsTo(await http.get('/console'))).to.equal('/console/pier');
    const { slug } = await organizationOf(world, CITY);
    const again = await run('add', '--email', email, '--organization', slug, '--role', 'analyst');
    expect(again).to.include(`is analyst of ${slug}`).and.not.to.include('/reset/');
    expect(await run('list'))
      .to.include('pier (owner)')
      .and.to.include(`${slug} (analyst)`);
    const reset = await run('reset', email);
    expect(reset).to.match(/\/reset\/[\w-]{22}/);
  });

  it('tell what was wrong with the call, and leave every organization an owner', async () => {
    const { slug } = await organizationOf(world, CITY);
    for (const words of [
      ['add', '--email', 'no address', '--organization', slug],
      ['add', ...rosa, '--organization', 'nowhere'],
      ['add', ...rosa, '--organization', slug, '--role', 'emperor'],
      ['add', ...rosa, '--organization', slug, '--organization-name', 'Taken'],
      ['add', ...rosa, '--organization', 'pier', '--organization-name', 'Pier'],
    ])
      expect(((await refused(...words)) as Error).constructor.name, words.join(' ')).to.equal('BadCallError');
    expect(await run('list'), 'nothing half made').to.include('Nobody');
    await run('add', ...rosa, ...made);
    expect(String(await refused('remove', 'rosa@organizer.example'))).to.include('only owner of pier');
    await run('add', '--email', 'ben@organizer.example', '--organization', 'pier');
    await run('remove', 'rosa@organizer.example');
    expect(await run('list')).not.to.include('rosa');
    expect(String(await refused('reset', 'rosa@organizer.example'))).to.include('no account');
  });

  it('give an account another address, where no other one has it', async () => {
    await run('add', ...rosa, ...made);
    await run('add', '--email', 'ben@organizer.example', '--organization', 'pier', '--role', 'analyst');
    const email = 'rosa@organizer.example';
    for (const address of ['no address', 'Ben@organizer.example', 'ROSA@organizer.example'])
      expect(((await refused('change-address', email, address)) as Error).constructor.name, address).to.equal(
        'BadCallError',
      );
    expect(String(await refused('change-address', 'nobody@organizer.example', email))).to.include('no account');
    const done = await run('change-address', email, 'rosa@Elsewhere.example');
    expect(done).to.include('signs in with rosa@elsewhere.example now');
    const list = await run('list');
    expect(list).to.include('rosa@elsewhere.example').and.not.to.include(email);
    const [user] = await world
      .db('users')
      .where({ email_key: 'rosa@elsewhere.example' })
      .select<{ id: string }[]>('id');
    const owner = await enter(world, user?.id ?? '', 'pier');
    expect(decode(await owner.get('/log'))).to.include('The command line changed an e-mail address');
  });

  it('leave their traces in the log, which is read, filtered and taken along without formulas', async () => {
    await run('add', '--email', 'ben@organizer.example', '--name', '=HYPERLINK("http://evil.example")<b>', ...made);
    await run('add', ...rosa, '--organization', 'pier', '--role', 'organizer');
    const [ben] = await world.db('users').where({ email_key: 'ben@organizer.example' }).select<{ id: string }[]>('id');
    const owner = await enter(world, ben?.id ?? '', 'pier');
    const [pier] = await world.db('organizations').where({ slug: 'pier' }).select<{ id: string }[]>('id');
    const act = { organizationId: pier?.id ?? '', userId: owner.userId, did: 'paused the campaign', detail: '' };
    for (let times = 0; times < 60; times++)
      await noteAct(world, world.db, { ...act, who: '=HYPERLINK("http://evil.example")<b>', about: '' });
    const [user] = await world
      .db('users')
      .where({ email_key: 'rosa@organizer.example' })
      .select<{ id: string }[]>('id');
    await owner.post(`/members/${user?.id ?? ''}/role`, { role: 'reviewer' });
    const log = await owner.get('/log');
    expect(log).to.include('changed a member’s role').and.to.include('Rosa Lind: organizer, now reviewer');
    expect(log).not.to.include('<b>');
    const older = /href="(\?[^"]*after=[^"]*)"/.exec(decode(log))?.[1];
    expect(older, 'more than a page').to.be.a('string');
    const next = await owner.get(`/log${older ?? ''}`);
    expect(next).to.include('the command line added a member').and.to.include('Newest');
    expect(await owner.get('/log?kind=campaign')).to.include('Nothing like that');
    expect(await owner.get(`/log?person=${user?.id ?? ''}`)).to.include('Nothing like that');
    const csv = await owner.http.get(`${owner.base}/log.csv`).expect(200);
    expect(csv.headers['content-type']).to.equal('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).to.include('log-pier-2027-03-10.csv');
    const lines = csv.text.trim().split('\r\n');
    expect(lines).to.have.length(64);
    expect(lines[1]).to.match(
      /^2027-03-10T15:00:00\.000Z,"'=HYPERLINK\(""http:\/\/evil\.example""\)<b>",changed a member’s role,/,
    );
  });
});
