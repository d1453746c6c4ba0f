import { writing, type Db } from '../platform/db.js';
import { countKey, measuresOf, type ActionCount, type LetterCount } from './counts.js';
import { addActionCounts, addLetterCounts } from './store.js';
import {
  clearCounts,
  holdCounts,
  listActionCounts,
  listLetterCounts,
  recountActions,
  recountLetters,
} from './store-recount.js';

/** A counter that differs from the rows it counts. */
export type Difference = {
  readonly table: 'action_counts' | 'letter_counts';
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
 * wait meanwhile.
 */
export async function checkCounts(db: Db, options: { readonly repair: boolean }): Promise<CheckResult> {
  return writing(db, async (trx) => {
    await holdCounts(trx);
    const actual = { actions: await recountActions(trx), letters: await recountLetters(trx) };
    const counted = { actions: await listActionCounts(trx), letters: await listLetterCounts(trx) };
    const differences = [
      ...compare('action_counts', counted.actions, actual.actions),
      ...compare('letter_counts', counted.letters, actual.letters),
    ];
    if (options.repair && differences.length > 0) {
      await clearCounts(trx);
      await addActionCounts(trx, actual.actions);
      await addLetterCounts(trx, actual.letters);
    }
    return {
      differences,
      actions: actual.actions.reduce((sum, count) => sum + count.actions, 0),
      letters: actual.letters.reduce((sum, count) => sum + count.letters, 0),
    };
  });
}

function compare(
  table: Difference['table'],
  counted: readonly (ActionCount | LetterCount)[],
  actual: readonly (ActionCount | LetterCount)[],
): Difference[] {
  const [left, right] = [byKey(counted), byKey(actual)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((key) => {
    const [before, after] = [left.get(key) ?? {}, right.get(key) ?? {}];
    const measures = Object.keys({ ...before, ...after });
    return measures
      .map((measure) => ({ table, key, measure, counted: before[measure] ?? 0, actual: after[measure] ?? 0 }))
      .filter((row) => row.counted !== row.actual);
  });
}

function byKey(counts: readonly (ActionCount | LetterCount)[]): Map<string, Readonly<Record<string, number>>> {
  return new Map(counts.map((count) => [countKey(count), measuresOf(count)]));
}
