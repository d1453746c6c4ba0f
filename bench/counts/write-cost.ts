import { insertActions } from '../../src/actions/store.js';
import { countPeople } from '../../src/partners/index.js';
import { writing, type Db } from '../../src/platform/db.js';
import type { Wiring } from '../../src/wiring.js';
import { batchOf, compute } from '../console/write-cost.js';
import { median } from '../numbers.js';
import { deaf } from './deaf.js';

const BATCHES = 15;
const SIZE = 100;

/** What is left out of a write by turns. */
const LEFT_OUT = {
  nothing: undefined,
  /** What comparisons read, and what people are counted from. */
  comparison: /^\s*INSERT INTO (?:action_counts|division_counts|area_counts|source_counts|coalition_inbox)\b/,
  /** What dashboards and comparisons read. */
  all: /^\s*INSERT INTO (?:(?:action|division|area|source|office|hour|variant|place)_counts|coalition_inbox)\b/,
} as const;

type Turn = keyof typeof LEFT_OUT;
const TURNS = Object.keys(LEFT_OUT) as Turn[];

type Spent = { readonly wall: number; readonly cpu: number };

/** What rollups add to a write, as a share of the same write without them. */
export type WriteCost = {
  readonly comparison: Spent;
  readonly all: Spent;
  /** Counting the people of a coalition, which a worker does afterwards, as a share of a write without any rollup. */
  readonly counting: Spent;
};

/** Writes batches of actions with three letters each, with and without the rollups by turns, which shift each time. */
export async function writeCostOf(wiring: Wiring): Promise<WriteCost> {
  const times: Record<Turn | 'counting', Spent[]> = { nothing: [], comparison: [], all: [], counting: [] };
  // The first batches compile code; they do not count.
  for (let at = -1; at < BATCHES; at += 1) {
    for (const [index] of TURNS.entries()) {
      const turn = TURNS[(index + at + 1) % TURNS.length] ?? 'nothing';
      const spent = await write(wiring, LEFT_OUT[turn]);
      const counting = turn === 'nothing' ? [await timeOf(() => countPeople(wiring))] : [];
      if (at < 0) continue;
      times[turn].push(spent);
      times.counting.push(...counting);
    }
  }
  const of = (name: keyof typeof times, kind: keyof Spent): number => median(times[name].map((spent) => spent[kind]));
  const both = (share: (kind: keyof Spent) => number): Spent => ({ wall: share('wall'), cpu: share('cpu') });
  const added = (turn: Turn): Spent => both((kind) => of('nothing', kind) / of(turn, kind) - 1);
  const counting = both((kind) => of('counting', kind) / of('all', kind));
  return { comparison: added('comparison'), all: added('all'), counting };
}

/** @throws Error where nothing was left out that should have been */
async function write(wiring: Wiring, leftOut: RegExp | undefined): Promise<Spent> {
  const batch = await batchOf(wiring, SIZE);
  const spent = await timeOf(() =>
    writing(wiring.db, async (trx) => {
      if (leftOut === undefined) await insertActions(trx, batch);
      else await insertDeaf(trx, leftOut, batch);
    }),
  );
  const computing = (): Promise<void> => {
    compute(batch, true);
    return Promise.resolve();
  };
  // Their rows were computed nevertheless, which is upkeep too.
  const computed = leftOut === LEFT_OUT.all ? await timeOf(computing) : NOTHING;
  return { wall: spent.wall - computed.wall, cpu: spent.cpu - computed.cpu };
}

const NOTHING: Spent = { wall: 0, cpu: 0 };

async function insertDeaf(trx: Db, leftOut: RegExp, batch: Parameters<typeof insertActions>[1]): Promise<void> {
  const ear = deaf(trx, leftOut);
  await insertActions(ear.trx, batch);
  if (ear.leftOut() === 0) throw new Error('No statement was left out: the measure would compare a write with itself.');
}

async function timeOf(work: () => Promise<unknown>): Promise<Spent> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - start, cpu: (user + system) / 1000 };
}
