/**
 * Proves that no letter is lost and none is doubled unasked: thousands of letters through a mail server that misbehaves
 * by schedule, while processes, Redis, connections and the disk fail. Then what the mail server noted is compared with
 * the data base. Prints one table; exit 1 where anything is not as promised.
 * `npm run prove:delivery -- [--letters N] [--minutes M] [--seed S] [--only postgres|sqlite] [--postgres URL]`
 */
import { setMaxListeners } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/platform/clock.js';
import { createRandom } from './numbers.js';
import { prove, setups, type Result } from './prove-delivery/prove.js';
import { reportText, violationsOf } from './prove-delivery/report.js';
import type { Run } from './prove-delivery/run.js';

const LETTERS_PER_ACTION = 4;

const { values: options } = parseArgs({
  options: {
    /** Letters in each setup, at the least. */
    letters: { type: 'string', default: '4000' },
    /** For how long supporters come and things go wrong, in each setup; longer while some step has killed nobody. */
    minutes: { type: 'string', default: '1.5' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    postgres: { type: 'string', default: 'postgres://root@127.0.0.1:5432/test' },
  },
});

const say = (line: string): void => void process.stdout.write(line + '\n');
const stopping = new AbortController();
setMaxListeners(0, stopping.signal);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
process.once('uncaughtException', (error) => {
  if (!stopping.signal.aborted) throw error;
  say('Stopped. Everything that was started is closed.');
  rmSync(folder, { recursive: true, force: true });
  process.exit(130);
});

const folder = mkdtempSync(join(tmpdir(), 'clarion-prove-'));
const chosen = setups.filter(({ kind }) => options.only === undefined || kind === options.only);
const results: Result[] = [];
for (const setup of chosen) {
  const own = join(folder, setup.kind);
  mkdirSync(own);
  const run: Run = {
    random: createRandom(Number(options.seed)),
    startedAt: systemClock.now(),
    file: (name) => join(own, name),
    say: (line) => say(`${String(Math.round(performance.now() / 1000)).padStart(4)} s  ${line}`),
    signal: stopping.signal,
  };
  const plan = {
    people: Math.ceil(Number(options.letters) / LETTERS_PER_ACTION),
    overMs: Number(options.minutes) * 60_000,
    postgresUrl: options.postgres,
  };
  results.push(await prove(run, setup, plan));
}
say(`\n${reportText(results)}\n`);
const violations = results.flatMap(violationsOf);
if (violations.length === 0) {
  rmSync(folder, { recursive: true });
  say('Nothing was lost, and nothing was doubled unasked.');
} else {
  say(`${violations.join('\n')}\nThe logs of all processes are in ${folder}`);
  process.exitCode = 1;
}
