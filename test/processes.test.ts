import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { openTestDatabase } from './support/databases.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { runProgram, startProgram, type RunningProgram } from './support/program.js';
import { postgresUrl, redisUrl, skip } from './support/services.js';
import { ana, CITY, useFolder } from './support/world.js';

const PEOPLE = 40;
/** Of the council's five seats three are held by people with an e-mail address. */
const LETTERS_BY_MAIL = 3 * PEOPLE;

type Counts = { actions: number; letters: Record<string, number> };

async function act(address: string, person: number): Promise<number> {
  const supporter = { ...ana, email: `person${person}@supporter.example` };
  const response = await fetch(`${address}/api/v1/campaigns/${CITY}/actions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `person-${person}` },
    body: JSON.stringify({ supporter }),
  });
  return response.status;
}

async function countsOf(address: string): Promise<Counts> {
  return (await (await fetch(`${address}/api/v1/campaigns/${CITY}/counts`)).json()) as Counts;
}

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 200));
}

describe('the program as a process', function () {
  this.timeout(120_000);
  const folder = useFolder();
  let server: MailServer;
  const running = new Set<RunningProgram>();
  const start = async (...args: Parameters<typeof startProgram>): Promise<RunningProgram> => {
    const program = await startProgram(...args);
    running.add(program);
    return program;
  };

  beforeEach(async () => {
    server = await startMailServer();
  });
  afterEach(async () => {
    for (const program of running) await program.stop('SIGKILL');
    running.clear();
    await server.close();
  });

  it('starts on a bare machine, serves, and stops when told', async () => {
    const program = await start('start', folder());
    expect(program.output())
      .to.match(/Database: \d+ migrations applied/)
      .and.include('Letters are not sent');
    expect((await fetch(`${program.address}/readyz`)).status).to.equal(200);
    expect(await act(program.address, 1)).to.equal(201);
    const { code, stdout } = await program.stop();
    expect(code).to.equal(0);
    expect(stdout).to.include('Stopped.');

    const again = await start('start', folder());
    expect(again.output()).not.to.match(/migration|Data:|Campaign:/);
    expect((await countsOf(again.address)).actions).to.equal(1);
  });

  it('lets letters under way end before it stops', async () => {
    const program = await start('start', folder(), mailEnvironment());
    await Promise.all(Array.from({ length: 5 }, (_, person) => act(program.address, person)));
    await program.stop();
    const check = await runProgram(['deliveries', 'list', '--state', 'sending', '--json'], folder());
    expect(JSON.parse(check.stdout)).to.deep.equal([]);
  });

  it('loses and doubles nothing when it is killed in mid-flow, on SQLite with the embedded queue', async () => {
    await surviveKill(folder(), mailEnvironment(), ['start']);
  });

  it('loses and doubles nothing when web and worker are killed in mid-flow, on PostgreSQL with Bull', async function () {
    if (!postgresUrl || !redisUrl) skip(this, 'no PostgreSQL or no Redis; set TEST_DATABASE_URL and TEST_REDIS_URL');
    const database = await openTestDatabase(postgresUrl);
    try {
      const services = { DATABASE_URL: database.url, REDIS_URL: redisUrl, SECRET: randomBytes(20).toString('hex') };
      await surviveKill(folder(), { ...mailEnvironment(), ...services }, ['web', 'worker']);
    } finally {
      for (const program of running) await program.stop('SIGKILL');
      await database.close();
    }
  });

  function mailEnvironment(): Record<string, string> {
    return { SMTP_URL: server.url, MAIL_FROM: 'letters@mail.clarion.example' };
  }

  /** Kills every process once a few letters are out, starts them again, and compares mail server and data base. */
  async function surviveKill(
    where: string,
    env: Record<string, string>,
    commands: readonly ('start' | 'web' | 'worker')[],
  ): Promise<void> {
    // The processes migrate one after the other, as an operator would start them.
    const first: RunningProgram[] = [];
    for (const command of commands) first.push(await start(command, where, env));
    const address = first[0]?.address ?? '';
    const asked = Promise.allSettled(Array.from({ length: PEOPLE }, (_, person) => act(address, person)));
    await until(() => server.received.length >= 5);
    for (const program of first) await program.stop('SIGKILL');
    await asked;

    const second: RunningProgram[] = [];
    for (const command of commands) second.push(await start(command, where, env));
    const restarted = second[0]?.address ?? '';
    // Who got no answer before the kill asks again, with the same key.
    const statuses = await Promise.all(Array.from({ length: PEOPLE }, (_, person) => act(restarted, person)));
    expect(statuses.filter((status) => status !== 200 && status !== 201)).to.deep.equal([]);
    const unsettled = async (): Promise<unknown[]> => {
      const states = ['queued', 'sending'].map((state) =>
        runProgram(['deliveries', 'list', '--state', state, '--json'], where, env),
      );
      return (await Promise.all(states)).flatMap(({ stdout }) => JSON.parse(stdout) as unknown[]);
    };
    await until(async () => (await unsettled()).length === 0);

    const unknown = JSON.parse(
      (await runProgram(['deliveries', 'list', '--state', 'unknown', '--limit', '500', '--json'], where, env)).stdout,
    ) as { id: string }[];
    const messageIds = server.received.map(({ mail }) => mail.messageId ?? '');
    const missing = LETTERS_BY_MAIL - new Set(messageIds).size;
    expect(new Set(messageIds).size, 'no letter came twice').to.equal(messageIds.length);
    expect(missing, 'what is missing is known as unknown').to.be.at.most(unknown.length);
    const counts = await countsOf(restarted);
    expect(counts.actions).to.equal(PEOPLE);
    expect(counts.letters['taken']).to.equal(PEOPLE * 4);
    const check = await runProgram(['counts', 'check'], where, env);
    expect(check.stdout).to.include('Every counter agrees');
    expect(check.code).to.equal(0);
  }
});
