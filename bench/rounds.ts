import { load, type LoadOptions, type LoadResult } from './load.js';
import { median } from './numbers.js';
import type { Measured } from './table.js';

/** One thing that is asked for in every round. */
export type Contender = {
  readonly what: string;
  readonly aim: Measured['aim'];
  readonly load: Pick<LoadOptions, 'url' | 'method' | 'headers' | 'body'>;
  /** The status that each answer must have. */
  readonly status: number;
  readonly residentMb: () => number;
};

export type Rounds = { readonly rounds: number; readonly seconds: number; readonly connections: number };

/**
 * Asks the yardstick and each contender in turn, round after round, and compares within each round.
 * @throws Error when an answer is missing or is another one than it should be
 */
export async function race(yardstick: Contender, contenders: readonly Contender[], plan: Rounds): Promise<Measured[]> {
  const all = [yardstick, ...contenders];
  // A round that does not count: code is compiled, pages are packed.
  for (const one of all) await ask(one, plan);
  const table: LoadResult[][] = [];
  for (let round = 0; round < plan.rounds; round++) {
    const results: LoadResult[] = [];
    for (const one of all) results.push(await ask(one, plan));
    table.push(results);
  }
  return all.map(({ what, aim, residentMb }, at) => {
    const of = (pick: (result: LoadResult) => number): number =>
      median(table.map((results) => pick(results[at] as LoadResult)));
    const ratios = table.map((results) => (results[at]?.perSecond ?? NaN) / (results[0]?.perSecond ?? NaN));
    return {
      what,
      aim,
      ratio: median(ratios),
      perSecond: of(({ perSecond }) => perSecond),
      p50Ms: of(({ p50Ms }) => p50Ms),
      p99Ms: of(({ p99Ms }) => p99Ms),
      residentMb: residentMb(),
    };
  });
}

async function ask({ what, load: asked, status }: Contender, { seconds, connections }: Rounds): Promise<LoadResult> {
  const result = await load({ ...asked, seconds, connections });
  const { [status]: right = 0, ...others } = result.statuses;
  if (right === 0 || result.errors > 0 || Object.keys(others).length > 0)
    throw new Error(`${what}: ${result.errors} requests without an answer, answers ${JSON.stringify(result.statuses)}`);
  return result;
}
