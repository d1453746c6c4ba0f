import { stat } from 'node:fs/promises';
import { checkCounts } from '../counts/index.js';
import { openDb, type Db } from '../platform/db.js';
import { InputError, messageOf } from '../platform/errors.js';
import { makeDraft } from './backup-file.js';
import { countTaken, markAsCopy } from './store.js';
import { copyInto, leaveInOneFile, listDamages, usedBytes } from './store-file.js';

/** What a copy holds. */
export type Copied = {
  readonly actions: number;
  readonly letters: number;
  /** Counters that differ from their rows; undefined where that was not looked at. */
  readonly differences?: number;
};

export type CopyOrder = {
  readonly draft: string;
  readonly mark: { readonly id: string; readonly takenAt: number };
  readonly onProgress: (fraction: number) => void;
};

/**
 * Copies a data base as it is at one moment, while others write: as a reader, so that no writer waits. What was erased is
 * not in it, since only rows are copied and not the pages around them. The copy carries the mark that it is one.
 */
export async function copySqlite(db: Db, { draft, mark, onProgress }: CopyOrder): Promise<Copied> {
  await makeDraft(draft);
  const bytes = await usedBytes(db);
  const watch = setInterval(() => {
    void stat(draft).then(
      ({ size }) => onProgress(Math.min(0.99, size / bytes)),
      () => undefined,
    );
  }, 500);
  try {
    await copyInto(db, draft);
  } finally {
    clearInterval(watch);
  }
  const copied = await withFile(draft, async (copy) => {
    await expectWhole(copy, draft);
    await markAsCopy(copy, mark);
    return lookInto(copy);
  });
  onProgress(1);
  return copied;
}

/** Opens a file as a data base of its own; afterwards all is in that one file. */
export async function withFile<Result>(file: string, work: (copy: Db) => Promise<Result>): Promise<Result> {
  const copy = openDb(`sqlite:${file}`);
  try {
    const result = await work(copy);
    await leaveInOneFile(copy);
    return result;
  } finally {
    await copy.destroy();
  }
}

/** @throws InputError when a file is damaged */
export async function expectWhole(copy: Db, file: string): Promise<void> {
  const damages = await listDamages(copy).catch((error: unknown) => [messageOf(error)]);
  if (damages.length === 0) return;
  const message = `is damaged (${damages.join('; ')})`;
  throw new InputError([{ field: 'backup', file, message }]);
}

/** Counts what a data base holds, and whether its counters agree with its rows. */
export async function lookInto(copy: Db): Promise<Copied> {
  const { differences } = await checkCounts(copy, { repair: false });
  return { ...(await countTaken(copy)), differences: differences.length };
}
