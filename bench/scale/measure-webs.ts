import { CAMPAIGN, createPeople } from '../action/people.js';
import { load, type LoadResult } from '../load.js';
import { median } from '../numbers.js';
import { plainLoad } from '../plain-load.js';
import { SECRET, type MeasuredServer } from '../processes.js';
import type { Measured } from '../table.js';
import type { Governor } from './govern.js';
import type { Watch } from './spent.js';

/** How it is measured, and with what. */
export type Plan = {
  readonly rounds: number;
  readonly seconds: number;
  readonly share: number;
  readonly governor: Governor;
  readonly watching: Watch;
};

/** What two must come to where each has a share of its own, beside one. */
export const LEAST_GAIN = 1.6;

/** To each process. */
const CONNECTIONS = 50;

type Kind = 'page' | 'action';

/** Pages and actions over one web process and over both, with shares of a core and without. */
export async function measureWebs(webs: readonly MeasuredServer[], plan: Plan): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const kind of ['page', 'action'] as const) {
    // What compiles and connects does not count.
    await ask(kind, webs, plan.seconds);
    for (const isHeld of [true, false]) measured.push(await compare(kind, { webs, isHeld }, plan));
    measured.push(await costOf(kind, webs, plan));
  }
  return measured;
}

type Compared = { readonly webs: readonly MeasuredServer[]; readonly isHeld: boolean };

async function compare(kind: Kind, { webs, isHeld }: Compared, plan: Plan): Promise<Measured> {
  const { governor, share, rounds, seconds } = plan;
  await governor.govern({ pids: isHeld ? webs.map(({ pid }) => pid) : [], share });
  const rates: { readonly one: number; readonly two: number; readonly slowMs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const one = await ask(kind, [webs[round % webs.length] as MeasuredServer], seconds);
    const two = await ask(kind, webs, seconds);
    rates.push({ one: one.perSecond, two: two.perSecond, slowMs: two.p99Ms });
  }
  await governor.govern({ pids: [], share });
  return {
    what: `${kind}s: two web / one, ${isHeld ? `each ${share * 100} % of a core` : 'load and PostgreSQL on the same cores'}`,
    ratio: median(rates.map(({ one, two }) => two / one)),
    aim: isHeld ? { least: LEAST_GAIN } : undefined,
    perSecond: median(rates.map(({ two }) => two)),
    p99Ms: median(rates.map(({ slowMs }) => slowMs)),
  };
}

/** What one page or action costs whom, in processor time: the capacity plan counts with it. */
async function costOf(kind: Kind, webs: readonly MeasuredServer[], { watching, seconds }: Plan): Promise<Measured> {
  const spentByWebs = (): number => webs.reduce((sum, web) => sum + (web.processorSeconds() ?? NaN), 0);
  const [before, webBefore] = [await watching.spent(), spentByWebs()];
  const own = process.cpuUsage();
  const { count } = await ask(kind, webs, seconds);
  const { user, system } = process.cpuUsage(own);
  const [after, webAfter] = [await watching.spent(), spentByWebs()];
  const each = (processorSeconds: number): string => ((processorSeconds * 1_000) / count).toFixed(3);
  const costs = [
    `web ${each(webAfter - webBefore)}`,
    `PostgreSQL ${each(after.postgres - before.postgres)}`,
    `Redis ${each(after.redis - before.redis)}`,
    `the load itself ${each((user + system) / 1e6)}`,
  ];
  return { what: `  processor ms of one ${kind}: ${costs.join(', ')}`, ratio: NaN, aim: undefined };
}

type Asked = { readonly perSecond: number; readonly count: number; readonly p99Ms: number };

/** Asks all of them at once. @throws Error when an answer is another one than it should be */
async function ask(kind: Kind, webs: readonly MeasuredServer[], seconds: number): Promise<Asked> {
  const results = await Promise.all(
    webs.map((web) => (kind === 'page' ? askPage(web, seconds) : askActions(web, seconds))),
  );
  const expected = kind === 'page' ? '200' : '201';
  for (const { statuses, errors } of results) {
    if (errors > 0 || Object.keys(statuses).some((status) => status !== expected))
      throw new Error(`${kind}s: ${errors} without an answer, answers ${JSON.stringify(statuses)}`);
  }
  const count = results.reduce((sum, { statuses }) => sum + (statuses[expected] ?? 0), 0);
  const perSecond = results.reduce((sum, result) => sum + result.perSecond, 0);
  return { count, perSecond, p99Ms: Math.max(...results.map(({ p99Ms }) => p99Ms)) };
}

function askPage({ url }: MeasuredServer, seconds: number): Promise<LoadResult> {
  const headers = { 'Accept-Encoding': 'gzip, deflate, br' };
  return plainLoad({ url: `${url}/c/${CAMPAIGN}`, connections: CONNECTIONS, seconds, headers });
}

const people = createPeople(SECRET);

function askActions({ url }: MeasuredServer, seconds: number): Promise<LoadResult> {
  return load({
    url: `${url}/api/v1/campaigns/${CAMPAIGN}/actions`,
    ...{ connections: CONNECTIONS, seconds, method: 'POST', headers: { 'Content-Type': 'application/json' } },
    body: people.json,
  });
}
