import { insertActions } from '../../src/actions/store.js';
import { countPeople } from '../../src/partners/index.js';
import { writing, type Db } from '../../src/platform/db.js';
import type { Wiring } from '../../src/wiring.js';
import { batchOf } from '../console/write-cost.js';
import { median } from '../numbers.js';

const BATCHES = 15;
const SIZE = 100;

/** What comparisons read, and what people are counted from. */
const LEFT_OUT = /^\s*INSERT INTO (?:action_counts|division_counts|source_counts|coalition_inbox)\b/;

/**
 * Writes batches of actions with three letters each, with and without the rollups of comparisons by turns, and then counts
 * the people; answers lines of a table, in microseconds an action.
 */
export async function writeCostOf(wiring: Wiring): Promise<string[][]> {
  const times: Record<'with' | 'without' | 'counting', { wall: number; cpu: number }[]> = {
    with: [],
    without: [],
    counting: [],
  };
  for (let at = 0; at < BATCHES * 2; at += 1) {
    const turn = at % 2 === 0 ? 'with' : 'without';
    const batch = await batchOf(wiring, SIZE);
    const into = (trx: Db): Db => (turn === 'with' ? trx : deaf(trx));
    times[turn].push(await timeOf(() => writing(wiring.db, (trx) => insertActions(into(trx), batch))));
    if (turn === 'with') times.counting.push(await timeOf(() => countPeople(wiring)));
  }
  const each = (name: keyof typeof times, kind: 'wall' | 'cpu'): number =>
    (median(times[name].map((time) => time[kind])) * 1000) / SIZE;
  const line = (name: string, of: (kind: 'wall' | 'cpu') => number): string[] => [
    name,
    of('wall').toFixed(0),
    of('cpu').toFixed(0),
  ];
  return [
    line('an action with its rollups', (kind) => each('with', kind)),
    line('the same without', (kind) => each('without', kind)),
    line('the rollups cost', (kind) => each('with', kind) - each('without', kind)),
    line('counting its person afterwards', (kind) => each('counting', kind)),
  ];
}

/** The transaction, deaf to the statements that are left out. */
function deaf(trx: Db): Db {
  return new Proxy(trx, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'raw') return value;
      return (sql: string, bindings: string[]) =>
        LEFT_OUT.test(sql) ? Promise.resolve([]) : target.raw(sql, bindings);
    },
  });
}

async function timeOf(work: () => Promise<unknown>): Promise<{ readonly wall: number; readonly cpu: number }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - start, cpu: (user + system) / 1000 };
}
