import type { LoadOptions, LoadResult } from './load.js';
import { median } from './numbers.js';
import type { MeasuredServer } from './processes.js';
import type { Measured } from './table.js';

/** One thing that is asked for in every round. */
export type Contender = {
  readonly what: string;
  readonly server: MeasuredServer;
  readonly aim: Measured['aim'];
  readonly load: Pick<LoadOptions, 'url' | 'method' | 'headers' | 'body'>;
  /** The status that each answer must have. */
  readonly status: number;
};

export type Rounds = {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly ask: (options: LoadOptions) => Promise<LoadResult>;
};

type Round = LoadResult & {
  /** Requests for each second that the server's process spent on a processor, whatever else the machine does. */
  readonly perProcessorSecond: number;
};

/**
 * Asks the yardstick and each contender in turn, round after round, and compares within each round: by the clock, and
 * by the time that the servers spent on a processor, which a busy machine does not distort.
 * @throws Error when an answer is missing or is another one than it should be
 */
export async function race(yardstick: Contender, contenders: readonly Contender[], plan: Rounds): Promise<Measured[]> {
  const all = [yardstick, ...contenders];
  // A round that does not count: code is compiled, pages are packed.
  for (const one of all) await takeTurn(one, plan);
  const table: Round[][] = [];
  for (let round = 0; round < plan.rounds; round++) {
    const turns: Round[] = [];
    for (const one of all) turns.push(await takeTurn(one, plan));
    table.push(turns);
  }
  return all.flatMap((contender, at) => measuredOf(contender, at, table));
}

function measuredOf({ what, aim, server }: Contender, at: number, table: readonly Round[][]): Measured[] {
  const of = (pick: (round: Round) => number): number => median(table.map((turns) => pick(turns[at] as Round)));
  const ratioOf = (pick: (round: Round) => number): number =>
    median(table.map((turns) => pick(turns[at] as Round) / pick(turns[0] as Round)));
  const byClock: Measured = {
    what,
    aim,
    ratio: ratioOf(({ perSecond }) => perSecond),
    perSecond: of(({ perSecond }) => perSecond),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    residentMb: server.residentMb(),
  };
  if (at === 0 || server.processorSeconds() === undefined) return [byClock];
  const ratio = ratioOf(({ perProcessorSecond }) => perProcessorSecond);
  return [byClock, { what: '  the same by processor time', aim, ratio }];
}

async function takeTurn({ what, server, load, status }: Contender, plan: Rounds): Promise<Round> {
  const { seconds, connections, ask } = plan;
  const before = server.processorSeconds() ?? NaN;
  const result = await ask({ ...load, seconds, connections });
  const spent = (server.processorSeconds() ?? NaN) - before;
  const { [status]: right = 0, ...others } = result.statuses;
  if (right === 0 || result.errors > 0 || Object.keys(others).length > 0)
    throw new Error(`${what}: ${result.errors} requests without an answer, answers ${JSON.stringify(result.statuses)}`);
  return { ...result, perProcessorSecond: right / spent };
}
