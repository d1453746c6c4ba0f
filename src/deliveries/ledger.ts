import { writing, type Db } from '../platform/db.js';
import { createGroupCommit } from '../platform/group-commit.js';
import { recordOutcomes, type Outcome } from './record-outcomes.js';
import { markContent, type Clearance } from './store-attempts.js';

/** That a letter's content is about to leave. */
export type Mark = { readonly id: string; readonly fence: number; readonly at: number };

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
type Written = Clearance | boolean;

export function createLedger(db: Db): Ledger {
  const entries = createGroupCommit<Entry, Written>({ commit: (batch) => writeEntries(db, batch) });
  return {
    mark: async (mark) => (await entries.submit({ mark })) as Clearance,
    record: async (outcome) => (await entries.submit({ outcome })) as boolean,
    idle: entries.idle,
  };
}

async function writeEntries(db: Db, entries: readonly Entry[]): Promise<Written[]> {
  const marks = entries.flatMap((entry) => ('mark' in entry ? [entry.mark] : []));
  const outcomes = entries.flatMap((entry) => ('outcome' in entry ? [entry.outcome] : []));
  const { clearances, recorded } = await writing(db, async (trx) => ({
    // First, since it locks letters only: outcomes lock counters after their letters, as the sweep does.
    clearances: marks.length > 0 ? await markContent(trx, marks) : new Map<string, Clearance>(),
    recorded: outcomes.length > 0 ? await recordOutcomes(trx, outcomes) : new Set<string>(),
  }));
  return entries.map((entry) =>
    'mark' in entry ? (clearances.get(entry.mark.id) ?? 'lost') : recorded.has(entry.outcome.move.id),
  );
}
