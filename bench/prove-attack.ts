/**
 * Proves what becomes of people's letters while a campaign is attacked, on this machine's loopback only: thousands of bot
 * submissions of eight kinds beside two hundred people. Prints one table; exit 1 where a person's letter was lost, too
 * many bots reached an office unread, an answer told who had acted, or the counts do not reconcile.
 * `npm run prove:attack -- [--bots N] [--people N] [--minutes M] [--postgres URL]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attack } from './prove-attack/attack.js';
import { reportText, violationsOf } from './prove-attack/report.js';
import { createPostgres, createRedis } from './services.js';

const { values: options } = parseArgs({
  options: {
    bots: { type: 'string', default: '5000' },
    people: { type: 'string', default: '200' },
    /** For how long they come. */
    minutes: { type: 'string', default: '4' },
    /** A server on which the run makes a data base of its own; it then starts a Redis of its own too. */
    postgres: { type: 'string' },
  },
});

const say = (line: string): void =>
  void process.stdout.write(`${String(Math.round(performance.now() / 1_000)).padStart(4)} s  ${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'clarion-attack-'));
const postgres = options.postgres === undefined ? undefined : await createPostgres(options.postgres, 'attack');
const redis = postgres && (await createRedis(folder));
try {
  const outcome = await attack({
    bots: Number(options.bots),
    people: Number(options.people),
    overMs: Number(options.minutes) * 60_000,
    folder,
    services: postgres && redis ? { DATABASE_URL: postgres.url, REDIS_URL: redis.url } : {},
    say,
  });
  process.stdout.write(`\n${reportText(outcome)}\n`);
  const violations = violationsOf(outcome);
  if (violations.length === 0) {
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write('\nNo letter of a person was lost.\n');
  } else {
    process.stdout.write(`\n${violations.join('\n')}\nThe data base and the logs are in ${folder}\n`);
    process.exitCode = 1;
  }
} finally {
  await redis?.close();
  await postgres?.close();
}
