/**
 * Asks what a comparison shows of a coalition of 50 partners in 500 districts, of the rollups and of the raw rows, and prints
 * both times, what the rollups cost when an action is written, and how large they are.
 * `npm run bench:counts -- [--actions N] [--tries N] [--postgres URL]`; 5,000,000 actions where nothing is said.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.js';
import { checkPeople, countPeople } from '../src/partners/index.js';
import { tableText } from '../src/platform/command-line.js';
import { isPostgres } from '../src/platform/db.js';
import { createLog } from '../src/platform/log.js';
import { closeWiring, createWiring, type Wiring } from '../src/wiring.js';
import { DISTRICTS, fillCoalition, PARTNERS } from './counts/fill.js';
import { questionsOf } from './counts/questions.js';
import { sizesOf } from './counts/sizes.js';
import { writeCostOf } from './counts/write-cost.js';
import { median } from './numbers.js';
import { createPostgres } from './services.js';

const { values: options } = parseArgs({
  options: {
    actions: { type: 'string', default: '5000000' },
    tries: { type: 'string', default: '5' },
    /** A server on which a data base of the run's own is made. */
    postgres: { type: 'string' },
    /** Where the SQLite file lies while it is measured. */
    folder: { type: 'string', default: tmpdir() },
  },
});

/** Up to so many actions, the people are checked. */
const CHECKED = 20_000;

const say = (line: string): void => void process.stdout.write(line + '\n');
const folder = mkdtempSync(join(options.folder, 'clarion-bench-'));
try {
  await measure('SQLite', `sqlite:${join(folder, 'counts.sqlite')}`);
  if (options.postgres !== undefined) {
    const own = await createPostgres(options.postgres, 'counts');
    await measure('PostgreSQL', own.url).finally(own.close);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name: string, url: string): Promise<void> {
  const settings = { SECRET: 'a secret for measuring only, nothing else', LOG_LEVEL: 'silent', DATABASE_URL: url };
  const wiring = createWiring(readConfig(settings), { log: createLog('silent') });
  try {
    const actions = Number(options.actions);
    say(
      `${name}: ${actions.toLocaleString('en')} actions, ${PARTNERS} partners, ${DISTRICTS} districts, two campaigns`,
    );
    await hurry(wiring, true);
    await fillCoalition(wiring, actions, say);
    await hurry(wiring, false);
    const start = performance.now();
    await countPeople(wiring);
    say(`  people counted anew: ${Math.round(actions / ((performance.now() - start) / 1000))} actions a second`);
    await wiring.db.raw('ANALYZE');
    await printQuestions(wiring);
    say(tableText([['table', 'rows', 'MB'], ...(await sizesOf(wiring.db))]));
    say(tableText([['in batches of 100', 'µs', 'CPU µs'], ...(await writeCostOf(wiring))]));
    if (actions <= CHECKED) await expectRight(wiring);
  } finally {
    await closeWiring(wiring);
  }
}

async function printQuestions(wiring: Wiring): Promise<void> {
  wiring.coalitions.forget();
  const coalition = await wiring.coalitions.get('bench-coalition');
  const tries = Number(options.tries);
  const rows = [['question', 'rollups, ms', 'raw rows, ms', 'times faster']];
  for (const { name, ofRollups, ofRows } of questionsOf(wiring, coalition)) {
    const [quick, slow] = [await medianOf(ofRollups, tries), await medianOf(ofRows, tries)];
    rows.push([name, quick.toFixed(1), slow.toFixed(1), (slow / quick).toFixed(1)]);
  }
  say(tableText(rows));
}

async function medianOf(work: () => Promise<unknown>, tries: number): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < tries; at += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

async function expectRight(wiring: Wiring): Promise<void> {
  // Batches written without counters are known to nobody but the rows.
  await checkPeople(wiring, { repair: true });
  const [difference] = await checkPeople(wiring, { repair: false });
  if (difference) throw new Error(`People differ: ${JSON.stringify(difference)}`);
}

/** Filling SQLite needs room for indexes and no promise that rows outlast a crash; measuring has the program's own settings. */
async function hurry({ db }: Wiring, isFilling: boolean): Promise<void> {
  if (isPostgres(db)) return;
  const settings = isFilling
    ? ['synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -1000000', 'wal_autocheckpoint = 100000']
    : ['synchronous = FULL', 'foreign_keys = ON', 'cache_size = -2000', 'wal_autocheckpoint = 1000'];
  for (const setting of settings) await db.raw(`PRAGMA ${setting}`);
  if (!isFilling) await db.raw('PRAGMA wal_checkpoint(TRUNCATE)');
}
