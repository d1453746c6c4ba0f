/**
 * Measures how fast one worker brings letters out, from the claim to the recorded outcome, against plain pooled
 * nodemailer that composes and sends the same letters to the same sink in the same run; prints ratios first, since
 * absolute numbers tell more about the machine. Then two workers beside one, and what waiting letters cost in memory.
 * `npm run bench:delivery -- [--letters N] [--rounds N] [--waiting N] [--postgres URL]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableText } from '../src/platform/command-line.js';
import { measureWaiting, type Waiting } from './delivery/measure-waiting.js';
import { openLine, openPlain, type Contender } from './delivery/contenders.js';
import { startSink } from './delivery/fork.js';
import { median } from './numbers.js';
import { createPostgres, createRedis } from './services.js';

const { values: options } = parseArgs({
  options: {
    /** In each round, for each contender. */
    letters: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '5' },
    /** Letters that wait while memory is measured. */
    waiting: { type: 'string', default: '100000' },
    postgres: { type: 'string', default: 'postgres://root@127.0.0.1:5432/test' },
  },
});
const [letters, rounds, waiting] = [options.letters, options.rounds, options.waiting].map(Number) as [
  number,
  number,
  number,
];

const say = (line: string): void => void process.stdout.write(line + '\n');
const folder = mkdtempSync(join(tmpdir(), 'clarion-bench-'));
const postgres = await createPostgres(options.postgres, 'bench');
const redis = await createRedis(folder);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close().finally(() => process.exit(130)));
}
try {
  const bull = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  const embedded = (name: string) => ({ DATABASE_URL: `sqlite:${join(folder, `${name}.sqlite`)}` });
  await race(embedded('race'), bull);
  say('');
  await redis.flush();
  const waited = [
    ['SQLite + embedded', await measureWaiting(embedded('waiting'), waiting)] as const,
    ['PostgreSQL + Bull', await measureWaiting(bull, waiting, redis)] as const,
  ];
  say(waitingText(waited));
} finally {
  await close();
}

async function close(): Promise<void> {
  await redis.close();
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
}

type Environment = Readonly<Record<string, string>>;

/** Lets all contenders send in turn, round after round. */
async function race(embedded: Environment, bull: Environment): Promise<void> {
  const sink = await startSink();
  const sqlite = await openLine('one worker, SQLite + embedded', embedded, { sink, workers: 1 });
  const plain = await openPlain(sink, await sqlite.sample(letters));
  const one = await openLine('one worker, PostgreSQL + Bull', bull, { sink, workers: 1 });
  const first = [plain, sqlite, one];
  const rates = await takeRounds(first);
  await one.close();
  const two = await openLine('two workers, PostgreSQL + Bull', bull, { sink, workers: 2 });
  const rest = [plain, two];
  const later = await takeRounds(rest);
  for (const { close } of [plain, sqlite, two, sink]) await close();
  say(raceText([...rates, ...later.slice(1)], median(rates[2]?.rates ?? [])));
}

type Rated = { readonly name: string; readonly rates: readonly number[]; readonly ratios: readonly number[] };

/** Letters per second in each round, and as a multiple of the first contender's in the same round. */
async function takeRounds(contenders: readonly Contender[]): Promise<Rated[]> {
  // A round that does not count: code is compiled, connections are opened.
  for (const contender of contenders) await contender.send(letters);
  const table: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const rates: number[] = [];
    for (const contender of contenders) rates.push(letters / (await contender.send(letters)));
    table.push(rates);
  }
  return contenders.map(({ name }, at) => ({
    name,
    rates: table.map((rates) => rates[at] ?? NaN),
    ratios: table.map((rates) => (rates[at] ?? NaN) / (rates[0] ?? NaN)),
  }));
}

function raceText(rated: readonly Rated[], oneWorker: number): string {
  const two = median(rated.at(-1)?.rates ?? []);
  return tableText([
    [`medians of ${rounds} rounds of ${letters} letters`, 'ratio', 'letters/s'],
    ...rated.map(({ name, rates, ratios }) => [name, median(ratios).toFixed(2), String(Math.round(median(rates)))]),
    ['two workers beside one, PostgreSQL + Bull', (two / oneWorker).toFixed(2), ''],
  ]);
}

function waitingText(waited: readonly (readonly [string, Waiting])[]): string {
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '-' : (bytes / 1e6).toFixed(0));
  return tableText([
    [`MB for ${waiting} waiting letters`, 'heap', 'resident', 'Redis'],
    ...waited.map(([name, { heap, resident, redis: used }]) => [
      name,
      megabytes(heap),
      megabytes(resident),
      megabytes(used),
    ]),
  ]);
}
