import { writing, type Db } from '../platform/db.js';
import { countPeople, stepOf, type PeopleTools } from './count-people.js';
import { askForRecount } from './store-changes.js';
import { listCoalitionNames, recountReach } from './store-check.js';
import { holdInbox } from './store-inbox.js';
import { holdCoalition } from './store-people.js';
import { readReach, type Reach } from './store-reach.js';

/** A number of people that differs from the rows. */
export type PeopleDifference = {
  /** The coalition's short name. */
  readonly coalition: string;
  /** `pair 01k… 01m…` */
  readonly key: string;
  readonly counted: number;
  readonly actual: number;
};

/**
 * Counts what waits to be counted, and compares each coalition's people with the rows; with `repair` those that differ
 * are counted anew. New letters for a coalition wait while it is compared.
 */
export async function checkPeople(
  tools: PeopleTools,
  { repair }: { readonly repair: boolean },
): Promise<PeopleDifference[]> {
  const differences: PeopleDifference[] = [];
  await countPeople(tools);
  for (const { id, slug } of await listCoalitionNames(tools.db)) {
    const found = await writing(tools.db, async (trx) => {
      await settle(tools, trx, id);
      const keys = compare(await readReach(trx, id), await recountReach(trx, id));
      // Any moment will do: it says only that it is to be done.
      if (repair && keys.length > 0) await askForRecount(trx, id, 0);
      return keys.map((one) => ({ coalition: slug, ...one }));
    });
    differences.push(...found);
  }
  if (repair && differences.length > 0) await countPeople(tools);
  return differences;
}

export function peopleDifferenceText({ coalition, key, counted, actual }: PeopleDifference): string {
  return `coalition_reach: coalition ${coalition}, ${key}: people is ${counted}, the rows say ${actual}`;
}

/** Keeps rows and counters still, and counts what has come up to now. */
async function settle({ seal }: PeopleTools, trx: Db, coalitionId: string): Promise<void> {
  const wait = { waits: true };
  await holdCoalition(trx, coalitionId, wait);
  await holdInbox(trx);
  for (;;) {
    const held = await holdCoalition(trx, coalitionId, wait);
    if (!held || (await stepOf({ trx, seal, held, limit: SETTLED_AT_ONCE })) !== 'more') return;
  }
}

const SETTLED_AT_ONCE = 2_000;

function compare(counted: readonly Reach[], actual: readonly Reach[]): Omit<PeopleDifference, 'coalition'>[] {
  const [before, after] = [byKey(counted), byKey(actual)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const numbers = { counted: before.get(key) ?? 0, actual: after.get(key) ?? 0 };
    return numbers.counted === numbers.actual ? [] : [{ key, ...numbers }];
  });
}

function byKey(reach: readonly Reach[]): Map<string, number> {
  return new Map(reach.map(({ kind, a, b, people }) => [`${kind} ${a} ${b}`.trim(), people]));
}
