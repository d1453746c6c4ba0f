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

/**
 * Notes and outcomes apart: a connection to the relay waits for each note, which is short, while nobody waits for
 * outcomes, which are long and cost the less the more of them come together.
 */
export function createLedger(db: Db): Ledger {
  const marks = createGroupCommit<Mark, Clearance>({ commit: (batch) => writeMarks(db, batch) });
  const outcomes = createGroupCommit<Outcome, boolean>({ commit: (batch) => writeOutcomes(db, batch) });
  return {
    mark: marks.submit,
    record: outcomes.submit,
    idle: async () => {
      await marks.idle();
      await outcomes.idle();
    },
  };
}

async function writeMarks(db: Db, marks: readonly Mark[]): Promise<Clearance[]> {
  const clearances = await writing(db, (trx) => markContent(trx, marks));
  return marks.map(({ id }) => clearances.get(id) ?? 'lost');
}

async function writeOutcomes(db: Db, outcomes: readonly Outcome[]): Promise<boolean[]> {
  const recorded = await writing(db, (trx) => recordOutcomes(trx, outcomes));
  return outcomes.map(({ move }) => recorded.has(move.id));
}
