import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programPath } from '../../src/platform/paths.js';
import { end } from '../delivery/fork.js';
import { median } from '../numbers.js';
import { SECRET } from '../processes.js';
import type { Measured } from '../table.js';
import { LEAST_GAIN, type Plan } from './measure-webs.js';

type Place = { readonly folder: string; readonly env: Readonly<Record<string, string>> };

/** A worker has found its letters by then, also on its share. */
const WARM_MS = 4_000;

/** With fewer, workers would wait for letters. */
const FEWEST = 2_000;

const SENT = `SELECT COUNT(*) AS count FROM deliveries WHERE state = 'sent'`;
const WAITING = `SELECT COUNT(*) AS count FROM deliveries WHERE state = 'queued'`;

/** Letters that wait already, sent by one worker, by two, and by one again, each with the same share of a core. */
export async function measureWorkers(place: Place, plan: Plan): Promise<Measured[]> {
  const { watching, share } = plan;
  const waiting = await watching.rows(WAITING);
  const workers = [startWorker(place)];
  try {
    if (waiting < FEWEST) throw new Error(`Only ${waiting} letters wait.`);
    const before = await ratesOf(workers, plan);
    workers.push(startWorker(place));
    const two = await ratesOf(workers, plan);
    await end(workers.pop() as ChildProcess);
    const after = await ratesOf(workers, plan);
    if ((await watching.rows(WAITING)) === 0)
      throw new Error(`${waiting} letters were too few: the workers ran out of them.`);
    const perSecond = median(two);
    const ratio = perSecond / median([...before, ...after]);
    return [
      {
        what: `letters: two workers / one, each ${share * 100} % of a core`,
        ratio,
        aim: { least: LEAST_GAIN },
        perSecond,
      },
    ];
  } finally {
    for (const worker of workers) await end(worker);
  }
}

/** Letters a second in each round. */
async function ratesOf(workers: readonly ChildProcess[], plan: Plan): Promise<number[]> {
  const { governor, watching, rounds, seconds, share } = plan;
  // Starting is not held up.
  await sleep(WARM_MS);
  await governor.govern({ pids: workers.map(({ pid = 0 }) => pid), share });
  await sleep(WARM_MS / 2);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [from, startedAt] = [await watching.rows(SENT), performance.now()];
    await sleep(seconds * 1_000);
    rates.push((((await watching.rows(SENT)) - from) * 1_000) / (performance.now() - startedAt));
  }
  await governor.govern({ pids: [], share });
  return rates;
}

/** The program's own command, over letters that its web processes took. */
function startWorker({ folder, env }: Place): ChildProcess {
  const log = openSync(join(folder, 'worker.log'), 'a');
  const child = spawn(process.execPath, [programPath('dist', 'src', 'main.js'), 'worker'], {
    cwd: folder,
    env: { SECRET, ...env },
    stdio: ['ignore', log, log],
  });
  process.once('exit', () => void child.kill('SIGKILL'));
  return child;
}
