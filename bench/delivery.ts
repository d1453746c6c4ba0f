/**
 * Measures how fast one worker brings letters out, from the claim to the recorded outcome, against plain pooled
 * nodemailer that composes and sends the same letters to the same sink in the same run; prints ratios, since
 * absolute numbers tell more about the machine. Then two workers beside one, claims and records beside Bull, and what
 * waiting letters cost in Redis and in time.
 * `npm run bench:delivery -- [--letters N] [--rounds N] [--waiting N] [--many N] [--postgres URL]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureClaims } from './delivery/measure-claims.js';
import { measureWaiting } from './delivery/measure-waiting.js';
import { race, type Places } from './delivery/race.js';
import { createPostgres, createRedis, type OwnRedis } from './services.js';
import { measuredText, type Measured } from './table.js';

export type DeliveryOptions = {
  /** In each round, for each contender. */
  readonly letters: number;
  readonly rounds: number;
  /** Letters that wait while memory is measured. */
  readonly waiting: number;
  /** Letters that wait while claims are measured, beside a thousand. */
  readonly many: number;
  readonly postgres: string;
};

const FEW = 1_000;

/** What queueing may cost in Redis. */
const MOST_BYTES = 100_000_000;

/** Measures the delivery of letters, and removes all that it made. */
export async function measureDelivery(options: DeliveryOptions): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-bench-'));
  const postgres = await createPostgres(options.postgres, 'bench');
  const redis = await createRedis(folder);
  const close = async (): Promise<void> => {
    await redis.close();
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = (): void => void close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const places: Places = {
      embedded: (name) => ({ DATABASE_URL: `sqlite:${join(folder, `${name}.sqlite`)}` }),
      bull: { DATABASE_URL: postgres.url, REDIS_URL: redis.url },
    };
    return await measureAll(options, places, redis);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await close();
  }
}

async function measureAll(options: DeliveryOptions, places: Places, redis: OwnRedis): Promise<Measured[]> {
  const raced = await race(places, options);
  const claims = { ...options, few: FEW, redisUrl: redis.url };
  const onSqlite = await measureClaims({ ...claims, name: 'SQLite', env: places.embedded('claims') });
  const onPostgres = await measureClaims({ ...claims, name: 'PostgreSQL', env: places.bull });
  return [...raced, ...onSqlite, ...onPostgres, await measureRedis(options, places, redis)];
}

async function measureRedis({ waiting }: DeliveryOptions, { bull }: Places, redis: OwnRedis): Promise<Measured> {
  await redis.flush();
  const { redis: bytes = NaN, resident } = await measureWaiting(bull, waiting, redis);
  return {
    what: `Redis, MB for ${waiting.toLocaleString('en')} waiting letters / 100 MB`,
    ratio: bytes / MOST_BYTES,
    aim: { most: 1 },
    residentMb: resident / 1e6,
  };
}

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({
    options: {
      letters: { type: 'string', default: '3000' },
      rounds: { type: 'string', default: '5' },
      waiting: { type: 'string', default: '100000' },
      many: { type: 'string', default: '1000000' },
      postgres: { type: 'string', default: 'postgres://root@127.0.0.1:5432/test' },
    },
  });
  const [letters, rounds, waiting, many] = [values.letters, values.rounds, values.waiting, values.many].map(Number);
  if (!letters || !rounds || !waiting || !many) throw new Error('Numbers above 0 are wanted.');
  const measured = await measureDelivery({ letters, rounds, waiting, many, postgres: values.postgres });
  process.stdout.write(`${measuredText(measured)}\n`);
}
