import { writing, type Db } from '../platform/db.js';
import { countKey, type Change } from './counts.js';
import { addCounts } from './store.js';
import { deleteEmptyCounts, holdCounts, listCounts, recount } from './store-recount.js';
import { backedMeasures, countTables, recountedKinds, type RecountedKind } from './tables.js';

/** A counter that differs from the rows it counts. */
export type Difference = {
  readonly table: (typeof countTables)[RecountedKind]['name'];
  /** `campaignId 01k…, day 2026-11-21, source partner-a` */
  readonly key: string;
  readonly measure: string;
  readonly counted: number;
  /** What the rows say. */
  readonly actual: number;
};

export type CheckResult = {
  readonly differences: readonly Difference[];
  /** How many letters and actions the rows hold. */
  readonly letters: number;
  readonly actions: number;
};

/**
 * Recounts every row and compares with the counters; with `repair` it makes the counters right. New letters
 * wait meanwhile. Views stay as they are: no row stands behind them.
 */
export async function checkCounts(db: Db, options: { readonly repair: boolean }): Promise<CheckResult> {
  return writing(db, async (trx) => {
    await holdCounts(trx);
    const differences: Difference[] = [];
    const totals = { letters: 0, actions: 0 };
    for (const kind of recountedKinds) {
      const actual = await recount(trx, kind);
      const found = compare(kind, await listCounts(trx, kind), actual);
      differences.push(...found.map(({ difference }) => difference));
      if (kind === 'letters') totals.letters = sumOf(actual, 'letters');
      if (kind === 'actions') totals.actions = sumOf(actual, 'actions') + sumOf(actual, 'suspected');
      if (!options.repair || found.length === 0) continue;
      // Each table is mended by itself, also those that follow the letters.
      await addCounts(trx, { offices: [], sources: [], areas: [], [kind]: found.map(({ correction }) => correction) });
      await deleteEmptyCounts(trx, kind);
    }
    return { differences, ...totals };
  });
}

type Cells = Readonly<Record<string, string | number | undefined>>;

/** Every difference with the change that takes it away. */
function compare<Kind extends RecountedKind>(
  kind: Kind,
  counted: readonly Change<Kind>[],
  actual: readonly Change<Kind>[],
): { readonly difference: Difference; readonly correction: Cells }[] {
  const [before, after] = [byKey(kind, counted), byKey(kind, actual)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const about = keyCells(kind, before.get(key) ?? after.get(key) ?? {});
    return backedMeasures(kind).flatMap((measure) => {
      const numbers = {
        counted: Number(before.get(key)?.[measure] ?? 0),
        actual: Number(after.get(key)?.[measure] ?? 0),
      };
      if (numbers.counted === numbers.actual) return [];
      const difference = { table: countTables[kind].name, key, measure, ...numbers };
      return [{ difference, correction: { ...about, [measure]: numbers.actual - numbers.counted } }];
    });
  });
}

function byKey<Kind extends RecountedKind>(kind: Kind, counts: readonly Change<Kind>[]): Map<string, Cells> {
  return new Map(counts.map((count) => [countKey(kind, count), count as Cells]));
}

function keyCells(kind: RecountedKind, cells: Cells): Cells {
  return Object.fromEntries(Object.keys(countTables[kind].keys).map((name) => [name, cells[name]]));
}

function sumOf(counts: readonly object[], measure: string): number {
  return counts.reduce((sum, count) => sum + Number((count as Cells)[measure] ?? 0), 0);
}
