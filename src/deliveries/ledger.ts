import { writing, type Db } from '../platform/db.js';
import { createGroupCommit } from '../platform/group-commit.js';
import { recordOutcomes, type Outcome } from './record-outcomes.js';
import { markContent, type Clearance, type Mark } from './store-attempts.js';

/** What a worker writes down about the letters in its hand; what comes at the same time shares a transaction. */
export type Ledger = {
  /** Resolves when the note is on the disk. */
  readonly mark: (mark: Mark) => Promise<Clearance>;
  /** Resolves when the outcome is on the disk; false where another worker has the letter. */
  readonly record: (outcome: Outcome) => Promise<boolean>;
  /** Resolves when nothing is being written. */
  readonly idle: () => Promise<void>;
};

type Entry = { readonly mark: Mark } | { readonly outcome: Outcome };

/**
 * Notes and outcomes share their transactions: a connection to the relay waits for each note, and where outcomes had
 * transactions of their own it would wait for those as well.
 */
export function createLedger(db: Db): Ledger {
  const entries = createGroupCommit<Entry, Clearance | boolean>({ commit: (batch) => writeEntries(db, batch) });
  return {
    mark: (mark) => entries.submit({ mark }) as Promise<Clearance>,
    record: (outcome) => entries.submit({ outcome }) as Promise<boolean>,
    idle: entries.idle,
  };
}

async function writeEntries(db: Db, entries: readonly Entry[]): Promise<(Clearance | boolean)[]> {
  const marks = entries.flatMap((entry) => ('mark' in entry ? [entry.mark] : []));
  const outcomes = entries.flatMap((entry) => ('mark' in entry ? [] : [entry.outcome]));
  return writing(db, async (trx) => {
    const clearances = await markContent(trx, marks);
    const recorded = await recordOutcomes(trx, outcomes);
    return entries.map((entry) => {
      return 'mark' in entry ? (clearances.get(entry.mark.id) ?? 'lost') : recorded.has(entry.outcome.move.id);
    });
  });
}
