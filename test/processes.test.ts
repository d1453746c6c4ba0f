import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { checkCounts } from '../src/counts/index.js';
import { openDb, query, type Db } from '../src/platform/db.js';
import { openTestDatabase } from './support/databases.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { startProgram, useSeededFolder, type RunningProgram } from './support/program.js';
import { postgresUrl, redisUrl, skip, needDatabase } from './support/services.js';
import { ana, CITY, useFolder } from './support/world.js';

const PEOPLE = 40;
/** Of the council's five seats three are held by people with an e-mail address. */
const LETTERS_BY_MAIL = 3 * PEOPLE;

/** Where a program keeps its data base when it is told nothing. */
const databaseIn = (folder: string): string => `sqlite:${folder}/var/clarion.sqlite`;

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

/** Waits until something is so; gives up after a minute, lest a failed test keeps the whole run from ending. */
async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 3_000; looks++) {
    if (await isDone()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('What was waited for did not come within a minute.');
}

describe('the program as a process', function () {
  this.timeout(120_000);
  const bareFolder = useFolder();
  const folder = useSeededFolder();
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
    const program = await start('start', bareFolder());
    expect(program.output())
      .to.match(/Database: \d+ migrations applied/)
      .and.include('Letters are not sent');
    expect((await fetch(`${program.address}/readyz`)).status).to.equal(200);
    expect(await act(program.address, 1)).to.equal(201);
    const { code, stdout } = await program.stop();
    expect(code).to.equal(0);
    expect(stdout).to.include('Stopped.');

    const again = await start('start', bareFolder());
    expect(again.output()).not.to.match(/migration|Data:|Campaign:/);
    expect((await countsOf(again.address)).actions).to.equal(1);
  });

  it('lets letters under way end before it stops', async () => {
    const program = await start('start', folder(), mailEnvironment());
    await Promise.all(Array.from({ length: 5 }, (_, person) => act(program.address, person)));
    await program.stop();
    const db = openDb(databaseIn(folder()));
    expect(await inStates(db, ['sending'])).to.equal(0);
    await db.destroy();
  });

  it('loses and doubles nothing when it is killed in mid-flow, on SQLite with the embedded queue', async () => {
    await surviveKill(['start'], folder(), { ...mailEnvironment(), DATABASE_URL: databaseIn(folder()) });
  });

  it('loses and doubles nothing when web and worker are killed in mid-flow, on PostgreSQL with Bull', async function () {
    needDatabase(this, 'PostgreSQL');
    if (!postgresUrl || !redisUrl) skip(this, 'no PostgreSQL or no Redis; set TEST_DATABASE_URL and TEST_REDIS_URL');
    const database = await openTestDatabase(postgresUrl);
    try {
      const services = { DATABASE_URL: database.url, REDIS_URL: redisUrl, SECRET: randomBytes(20).toString('hex') };
      await surviveKill(['web', 'worker'], folder(), { ...mailEnvironment(), ...services });
    } finally {
      for (const program of running) await program.stop('SIGKILL');
      await database.close();
    }
  });

  function mailEnvironment(): { readonly SMTP_URL: string; readonly MAIL_FROM: string } {
    return { SMTP_URL: server.url, MAIL_FROM: 'letters@mail.clarion.example' };
  }

  /** Kills every process once a few letters are out, starts them again, and compares mail server and data base. */
  async function surviveKill(
    commands: readonly ('start' | 'web' | 'worker')[],
    where: string,
    env: Record<string, string> & { readonly DATABASE_URL: string },
  ): Promise<void> {
    const startAll = (): Promise<RunningProgram[]> =>
      Promise.all(commands.map((command) => start(command, where, env)));
    const first = await startAll();
    const address = first[0]?.address ?? '';
    const asked = Promise.allSettled(Array.from({ length: PEOPLE }, (_, person) => act(address, person)));
    await until(() => server.received.length >= 5);
    for (const program of first) await program.stop('SIGKILL');
    await asked;

    const db = openDb(env.DATABASE_URL);
    try {
      // As if the time of the leases had passed: whoever held them is dead.
      await db('deliveries').where({ state: 'sending' }).update({ due_at: 0 });
      const second = await startAll();
      await askAgainAndSettle(second[0]?.address ?? '', db);
      await expectNothingLostOrDoubled(db);
    } finally {
      await db.destroy();
    }
  }

  /** Who got no answer before the kill asks again, with the same key. */
  async function askAgainAndSettle(address: string, db: Db): Promise<void> {
    const statuses = await Promise.all(Array.from({ length: PEOPLE }, (_, person) => act(address, person)));
    expect(statuses.filter((status) => status !== 200 && status !== 201)).to.deep.equal([]);
    await until(async () => (await inStates(db, ['queued', 'sending'])) === 0);
    const counts = await countsOf(address);
    expect(counts.actions).to.equal(PEOPLE);
    expect(counts.letters['taken']).to.equal(PEOPLE * 4);
  }

  async function expectNothingLostOrDoubled(db: Db): Promise<void> {
    const messageIds = server.received.map(({ mail }) => mail.messageId ?? '');
    expect(new Set(messageIds).size, 'no letter came twice').to.equal(messageIds.length);
    const missing = LETTERS_BY_MAIL - messageIds.length;
    expect(missing, 'what is missing is known as unknown').to.be.at.most(await inStates(db, ['unknown']));
    expect((await checkCounts(db, { repair: false })).differences).to.deep.equal([]);
  }
});

async function inStates(db: Db, states: readonly string[]): Promise<number> {
  const marks = states.map(() => '?').join(', ');
  const rows = await query(db, `SELECT id FROM deliveries WHERE state IN (${marks})`, states);
  return rows.length;
}
