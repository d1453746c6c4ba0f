/**
 * Measures how many durable actions a second one web process takes, by the page's form and by the API, and how many
 * look-ups it answers, beside a bare Express server in the same rounds; then kills it midway and looks for what it had
 * answered. `npm run bench:action -- [--seconds N] [--rounds N] [--postgres URL] [--only sqlite|postgres]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMain } from './action/is-main.js';
import { killMidway, type Killed } from './action/kill.js';
import { LET_IN, turnProtectionOff } from './action/let-in.js';
import { createPeople, CAMPAIGN } from './action/people.js';
import { load, type LoadOptions, type LoadResult } from './load.js';
import { median } from './numbers.js';
import { SECRET, startHello, startProgram, type MeasuredServer } from './processes.js';
import { createPostgres } from './services.js';
import { measuredText, type Measured } from './table.js';

export type ActionOptions = {
  /** Of each load in each round. */
  readonly seconds: number;
  readonly rounds: number;
  /** A PostgreSQL server where a data base may be made; undefined leaves it out. */
  readonly postgres: string | undefined;
  readonly withSqlite: boolean;
};

/** Actions and look-ups on each data base. @throws Error where an answered action was lost */
export async function measureAction(options: ActionOptions): Promise<Measured[]> {
  const measured: Measured[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'clarion-bench-'));
  const hello = await startHello();
  const postgres = options.postgres === undefined ? undefined : await createPostgres(options.postgres, 'bench_action');
  try {
    if (options.withSqlite) {
      const databaseUrl = `sqlite:${join(folder, 'clarion.sqlite')}`;
      const house = { name: 'SQLite', folder, databaseUrl, least: 0.5 };
      measured.push(...(await measureHouse(options, hello, house)));
    }
    if (postgres) {
      const house = { name: 'PostgreSQL', folder, databaseUrl: postgres.url, least: 0.6 };
      measured.push(...(await measureHouse(options, hello, house)));
    }
  } finally {
    await hello.kill();
    await postgres?.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return measured;
}

type House = { readonly name: string; readonly folder: string; readonly databaseUrl: string; readonly least: number };

async function measureHouse(options: ActionOptions, hello: MeasuredServer, house: House): Promise<Measured[]> {
  const { name, folder, databaseUrl } = house;
  const server = await startProgram({ folder, env: { DATABASE_URL: databaseUrl, ...LET_IN } });
  await turnProtectionOff(databaseUrl);
  const people = createPeople(SECRET);
  const form = {
    url: `${server.url}/c/${CAMPAIGN}`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: people.form,
    status: 303,
  };
  const api = {
    url: `${server.url}/api/v1/campaigns/${CAMPAIGN}/actions`,
    headers: { 'Content-Type': 'application/json' },
    body: people.json,
    status: 201,
  };
  const races = [
    { what: `action by form, 50 connections, ${name}`, ...form, connections: 50, least: house.least },
    { what: `action by form, 500 connections, ${name}`, ...form, connections: 500, least: 0.65 },
    { what: `action by API, 50 connections, ${name}`, ...api, connections: 50, least: house.least },
    { what: `look-up API by ZIP, ${name}`, ...lookupAt(server), connections: 50, least: 0.5 },
  ];
  const measured: Measured[] = [];
  try {
    for (const race of races) measured.push(...(await run(options, { hello, server }, race)));
    const killed = await killMidway({ server, databaseUrl, connections: 50, seconds: options.seconds });
    return [...measured, keptOf(name, killed)];
  } finally {
    await server.kill();
  }
}

function lookupAt({ url }: MeasuredServer): Pick<Race, 'url' | 'status'> {
  return { url: `${url}/api/v1/lookup?zip=80202`, status: 200 };
}

type Race = Pick<LoadOptions, 'url' | 'connections' | 'headers' | 'body'> & {
  readonly what: string;
  /** What every answer has to be. */
  readonly status: number;
  readonly least: number;
};

/** p99 above this multiple of p50 is unfair to somebody. */
const MOST_SPREAD = 5;

async function run(
  { seconds, rounds }: ActionOptions,
  { hello, server }: { readonly hello: MeasuredServer; readonly server: MeasuredServer },
  { what, status, least, body, ...of }: Race,
): Promise<Measured[]> {
  const method = body ? 'POST' : 'GET';
  const once = (): Promise<LoadResult> =>
    load({ ...of, ...(body && { body: madeBefore(body, seconds * MOST_PER_SECOND) }), method, seconds });
  const bare = (): Promise<LoadResult> => load({ url: hello.url, connections: of.connections, seconds });
  // A round that does not count: code is compiled, connections are opened.
  await bare();
  await once();
  const results: LoadResult[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const beside = await bare();
    const result = await once();
    const others = Object.entries(result.statuses).filter(([code]) => code !== String(status));
    if (others.length > 0 || result.errors > 0) throw new Error(`${what}: ${JSON.stringify(result)}`);
    results.push(result);
    ratios.push(result.perSecond / beside.perSecond);
  }
  const middle = (of: (result: LoadResult) => number): number => median(results.map(of));
  const [p50Ms, p99Ms] = [middle((one) => one.p50Ms), middle((one) => one.p99Ms)];
  return [
    {
      what: `${what} / bare Express hello`,
      ratio: median(ratios),
      aim: { least },
      perSecond: middle((one) => one.perSecond),
      p50Ms,
      p99Ms,
      residentMb: server.residentMb(),
    },
    ...(body
      ? [{ what: '  its p99 / its p50', ratio: middle((one) => one.p99Ms / one.p50Ms), aim: { most: MOST_SPREAD } }]
      : []),
  ];
}

/** No more actions a second than this have bodies that were made before. */
const MOST_PER_SECOND = 4_000;

/** Bodies that are there before the load begins, since who makes them shares the processors with the program. */
function madeBefore(make: () => string, count: number): () => string {
  const bodies = Array.from({ length: count }, make);
  return () => bodies.pop() ?? make();
}

/** @throws Error where anything is amiss: a lost action is no matter of degree */
function keptOf(name: string, killed: Killed): Measured {
  const { answered, missing, torn, miscounted } = killed;
  if (answered === 0 || missing + torn + miscounted > 0) throw new Error(`killed midway: ${JSON.stringify(killed)}`);
  return { what: `of ${answered} answered actions lost by SIGKILL, ${name}`, ratio: missing, aim: { most: 0 } };
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '5' },
      postgres: { type: 'string', default: 'postgres://root@127.0.0.1:5432/test' },
      only: { type: 'string', default: '' },
    },
  });
  const measured = await measureAction({
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    postgres: values.only === 'sqlite' ? undefined : values.postgres,
    withSqlite: values.only !== 'postgres',
  });
  process.stdout.write(`${measuredText(measured)}\n`);
}
