/**
 * Asks what dashboards and a comparison show of a coalition of 50 partners in 500 districts, page by page, and of the
 * rollups beside the raw rows; says what the rollups cost when an action is written, and how large they are.
 * `npm run bench:counts -- [--actions N] [--tries N] [--postgres URL]`; 5,000,000 actions where nothing is said.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkPeople } from '../src/partners/index.js';
import { tableText } from '../src/platform/command-line.js';
import { closeWiring, type Wiring } from '../src/wiring.js';
import { isMain } from './action/is-main.js';
import { DISTRICTS, PARTNERS } from './counts/fill.js';
import { measurePages } from './counts/measure-pages.js';
import { fillCounted, openProgram } from './counts/open.js';
import { questionsOf } from './counts/questions.js';
import { sizesOf } from './counts/sizes.js';
import { writeCostOf, type WriteCost } from './counts/write-cost.js';
import { median } from './numbers.js';
import { createPostgres } from './services.js';
import { measuredText, type Measured } from './table.js';

export type CountsOptions = {
  readonly actions: number;
  readonly tries: number;
  /** A server on which a data base of the run's own is made; SQLite alone where none is named. */
  readonly postgres?: string | undefined;
  /** Where the SQLite file lies while it is measured. */
  readonly folder?: string;
  /** Is told what goes on, and what is no ratio. */
  readonly say?: (line: string) => void;
};

/** Up to so many actions, the people are checked. */
const CHECKED = 20_000;

/** Of what a write costs without them, in processor time. */
const MOST_UPKEEP = 0.3;

/** Dashboards, comparisons and the upkeep of what they read. */
export async function measureCounts({ folder: parent = tmpdir(), ...options }: CountsOptions): Promise<Measured[]> {
  const folder = mkdtempSync(join(parent, 'clarion-bench-'));
  try {
    const measured = await measure('SQLite', `sqlite:${join(folder, 'counts.sqlite')}`, options);
    if (options.postgres === undefined) return measured;
    const own = await createPostgres(options.postgres, 'counts');
    return [...measured, ...(await measure('PostgreSQL', own.url, options).finally(own.close))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Plan = Omit<CountsOptions, 'folder'>;

async function measure(name: string, url: string, options: Plan): Promise<Measured[]> {
  const { actions, tries, say = () => undefined } = options;
  const wiring = openProgram(url);
  try {
    const many = actions.toLocaleString('en');
    say(`${name}: ${many} actions, ${PARTNERS} partners, ${DISTRICTS} districts, two campaigns`);
    const perSecond = await fillCounted(wiring, actions, say);
    // Pages come before all else, so that each is asked first after a start.
    const pages = await measurePages(wiring, tries);
    const rollups = await measureRollups(wiring, options);
    say(tableText([['table', 'rows', 'MB'], ...(await sizesOf(wiring.db))]));
    const cost = await writeCostOf(wiring);
    if (actions <= CHECKED) await expectRight(wiring);
    return [
      ...pages.map((page) => ({ ...page, what: `${many} actions, ${name}: ${page.what}` })),
      ...rollups.map((one) => ({ ...one, what: `${many} actions, ${name}: ${one.what}` })),
      ...costLines(name, cost),
      { what: `people of a coalition counted anew, ${name}`, ratio: NaN, aim: undefined, perSecond },
    ];
  } finally {
    await closeWiring(wiring);
  }
}

/** The share that rollups add; by processor time, since the clock also tells how busy the machine and its disk are. */
function costLines(name: string, { all, comparison, counting }: WriteCost): Measured[] {
  const upkeep = `upkeep of all rollups / the same write without, ${name}`;
  return [
    { what: `${upkeep}, processor time`, ratio: all.cpu, aim: { most: MOST_UPKEEP } },
    { what: `${upkeep}, by the clock`, ratio: all.wall, aim: undefined },
    { what: '  of it what comparisons read, processor time', ratio: comparison.cpu, aim: undefined },
    { what: '  besides, counting people by a worker, processor time', ratio: counting.cpu, aim: undefined },
  ];
}

/** What a comparison is made of, of rollups as a share of the same from raw rows. */
async function measureRollups(wiring: Wiring, { tries }: Plan): Promise<Measured[]> {
  const coalition = await wiring.coalitions.get('bench-coalition');
  const measured: Measured[] = [];
  for (const { name, ofRollups, ofRows } of questionsOf(wiring, coalition)) {
    // Raw rows take seconds; once tells enough.
    const [quick, slow] = [await medianOf(ofRollups, Math.min(tries, 5)), await medianOf(ofRows, 1)];
    measured.push({ what: `${name}: raw rows / rollups`, ratio: slow / quick, aim: undefined, p50Ms: quick });
  }
  return measured;
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

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      actions: { type: 'string', default: '5000000' },
      tries: { type: 'string', default: '11' },
      postgres: { type: 'string' },
      folder: { type: 'string', default: tmpdir() },
    },
  });
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const { postgres, folder } = values;
  const numbers = { actions: Number(values.actions), tries: Number(values.tries) };
  const measured = await measureCounts({ ...numbers, postgres, folder, say });
  say(measuredText(measured));
}
