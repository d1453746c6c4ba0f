/**
 * Asks every page of the console as a signed-in owner, over a data base of a million actions and over one of a hundred, and
 * prints how long the server takes, how large the page is, and the slowest query behind it. Fails over 300 ms or 150 KB.
 * `npm run bench:console -- [--actions N] [--tries N] [--keep FILE] [--from FILE] [--write-cost]
 * [--postgres URL]`, which `npm run` takes from TEST_DATABASE_URL.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.js';
import { tableText } from '../src/platform/command-line.js';
import { createLog } from '../src/platform/log.js';
import { closeWiring, createWiring, type Wiring } from '../src/wiring.js';
import { measurePages, type Measured } from './console/measure-pages.js';
import { measureWriteCost } from './console/write-cost.js';
import { fillMillion, openOwner, type Filled } from './million.js';
import { createPostgres } from './services.js';

const MAX_MS = 300;
const MAX_BYTES = 150_000;
const FEW = 100;

const { values: options } = parseArgs({
  options: {
    actions: { type: 'string', default: '1000000' },
    tries: { type: 'string', default: '20' },
    /** Where the SQLite file with many actions is left. */
    keep: { type: 'string' },
    /** A file that was kept before, instead of filling one. */
    from: { type: 'string' },
    /** A server on which data bases of the run's own are made. */
    postgres: { type: 'string' },
    /** Measures what the counters cost when actions are written, and nothing else. */
    'write-cost': { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(line + '\n');
const folder = mkdtempSync(join(tmpdir(), 'clarion-bench-'));
try {
  const work = options['write-cost'] ? writeCost : compare;
  const many = options.from ?? options.keep ?? join(folder, 'many.sqlite');
  if (!options.from && existsSync(many)) throw new Error(`${many} is there already; name it with --from`);
  const isTooSlow = [await work('SQLite', `sqlite:${many}`, `sqlite:${join(folder, 'few.sqlite')}`)];
  if (options.postgres !== undefined) {
    const large = await createPostgres(options.postgres, 'many');
    const small = await createPostgres(options.postgres, 'few');
    try {
      isTooSlow.push(await work('PostgreSQL', large.url, small.url));
    } finally {
      await large.close();
      await small.close();
    }
  }
  if (isTooSlow.includes(true)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function writeCost(name: string, url: string): Promise<boolean> {
  const wiring = openProgram(url);
  say(`${name}: writing batches of actions with three letters each, with counters and without`);
  await measureWriteCost(wiring, folder, say).finally(() => closeWiring(wiring));
  return false;
}

/** Measures both data bases, prints the table, and answers whether a page is too slow or too large. */
async function compare(name: string, many: string, few: string): Promise<boolean> {
  const inMany = await measureAt(many, Number(options.actions));
  const inFew = await measureAt(few, FEW);
  say(`${name}, ${options.actions} actions, median of ${options.tries}; × is beside ${FEW} actions`);
  const head = ['', 'page', 'ms', `ms at ${FEW}`, '×', 'p99', 'KB', 'slowest query'];
  say(tableText([head, ...inMany.measured.map((page) => rowOf(page, inFew.measured))]));
  if (inMany.left.length > 0)
    say(`Not asked, since they are files, streams, or of what was not made: ${inMany.left.join(', ')}`);
  return inMany.measured.some(isTooMuch);
}

async function measureAt(url: string, actions: number): ReturnType<typeof measurePages> {
  const wiring = openProgram(url);
  try {
    say(`${url.replace(/:\/\/.*@/, '://')}: ${actions} actions`);
    const isKept = options.from !== undefined && url.endsWith(options.from);
    const filled: Filled = isKept ? await openOwner(wiring) : await fillMillion(wiring, actions, say);
    return await measurePages(wiring, filled, Number(options.tries));
  } finally {
    await closeWiring(wiring);
  }
}

function openProgram(url: string): Wiring {
  const config = readConfig({
    SECRET: 'a secret for measuring only, nothing else',
    LOG_LEVEL: 'silent',
    DATABASE_URL: url,
  });
  return createWiring(config, { log: createLog('silent') });
}

function isTooMuch({ status, medianMs, bytes }: Measured): boolean {
  return status >= 400 || medianMs > MAX_MS || bytes > MAX_BYTES;
}

function rowOf(page: Measured, few: readonly Measured[]): string[] {
  const beside = few.find(({ path }) => path === page.path);
  return [
    isTooMuch(page) ? '!' : '',
    `${page.status === 200 ? '' : `${page.status} `}${page.path || '/'}`,
    page.medianMs.toFixed(1),
    beside ? beside.medianMs.toFixed(1) : '-',
    beside ? (page.medianMs / beside.medianMs).toFixed(1) : '-',
    page.p99Ms.toFixed(1),
    (page.bytes / 1000).toFixed(1),
    `${page.slowestQuery.ms.toFixed(1)} ms ${page.slowestQuery.sql.slice(0, 120)}`,
  ];
}
