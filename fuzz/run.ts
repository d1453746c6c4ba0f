/**
 * Asks every form, API route, importer and parser with whatever comes to mind, each for so many seconds, two at a time,
 * and prints a line for each. `npm run fuzz [-- --seconds 60] [--only NAME] [--seed N]`; `--list` names the targets.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import fc from 'fast-check';
import { systemClock } from '../src/platform/clock.js';
import { createIds } from '../src/platform/ids.js';
import { watchTries } from './last-try.js';
import { targets } from './targets.js';
import type { FuzzTarget } from './target.js';

/** Beyond its seconds a target may take this long to begin, to shrink what it found and to end. */
const MORE_SECONDS = 120;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    only: { type: 'string' },
    seed: { type: 'string' },
    list: { type: 'boolean', default: false },
    here: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed ?? Math.floor(createIds(systemClock.now).fraction() * 2 ** 31));
const say = (line: string): void => void process.stdout.write(line + '\n');
const chosen = targets.filter(({ name }) => values.only === undefined || name === values.only);

if (values.list) for (const { name, about } of targets) say(`${name.padEnd(20)} ${about}`);
else if (chosen.length === 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  say('Which target? --list names them. --seconds takes a number above 0, --seed a whole number.');
  process.exitCode = 2;
} else if (values.here) for (const target of chosen) await runHere(target);
else await runAll();

/** Each target in a process of its own, so that a crash is seen and one cannot hold up another. */
async function runAll(): Promise<void> {
  const lanes = Math.min(2, availableParallelism());
  say(
    `${chosen.length} targets, ${seconds} s each, ${lanes} at a time: about ${Math.ceil((chosen.length * (seconds + 15)) / lanes / 60)} minutes; seed ${seed}`,
  );
  const waiting = [...chosen];
  let failed = 0;
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!(await runApart(next))) failed += 1;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  say(failed === 0 ? 'Nothing was found.' : `${failed} of ${chosen.length} targets found something.`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function runApart({ name }: FuzzTarget): Promise<boolean> {
  const own = [
    fileURLToPath(import.meta.url),
    '--here',
    '--only',
    name,
    '--seconds',
    `${seconds}`,
    '--seed',
    `${seed}`,
  ];
  const args = ['--max-old-space-size=1024', '--import', 'tsx', ...own];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const late = setTimeout(
    () => {
      say(`${name}: did not end`);
      child.kill('SIGKILL');
    },
    (seconds + MORE_SECONDS) * 1000,
  );
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      if (code !== 0 && code !== 1) say(`${name.padEnd(20)} CRASHED with ${signal ?? code}, seed ${seed}`);
      resolve(code === 0);
    });
  });
}

async function runHere(target: FuzzTarget): Promise<void> {
  const fuzzing = await target.start();
  const { property, lastTry } = watchTries(fuzzing.property);
  const beganAt = systemClock.now();
  const found = await fc.check(property, {
    seed,
    numRuns: 1e9,
    interruptAfterTimeLimit: seconds * 1000,
    maxSkipsPerRun: 1e6,
  });
  const took = `${found.numRuns} runs, ${Math.round((systemClock.now() - beganAt) / 1000)} s`;
  await lastTry();
  const left = await fuzzing.end().then(
    () => undefined,
    (error: unknown) => `at the end: ${inspect(error, { depth: 6 })}`,
  );
  const fault = found.failed && found.numRuns > 0 && found.counterexample !== null ? describeFault(found) : left;
  say(`${target.name.padEnd(20)} ${took}, ${fault === undefined ? 'nothing' : `FOUND, seed ${seed}\n  ${fault}`}`);
  process.exit(fault === undefined ? 0 : 1);
}

function describeFault({ counterexample, errorInstance }: fc.RunDetails<unknown>): string {
  const error = inspect(errorInstance);
  return `${fc.stringify(counterexample).slice(0, 2_000)}\n  ${error.slice(0, 1_500)}`;
}
