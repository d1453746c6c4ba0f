import { stat } from 'node:fs/promises';
import { noteHome } from '../platform/copies.js';
import { warn } from '../platform/command-line.js';
import type { Db } from '../platform/db.js';
import { makeDraft } from './backup-file.js';
import type { Copied } from './copy-sqlite.js';
import { expectTool, type PostgresTools } from './postgres-tools.js';
import { countTaken } from './store.js';
import { exportSnapshot } from './store-server.js';

const TELL_EVERY_MS = 10_000;
const MEGABYTE = 1024 ** 2;

/**
 * Dumps a data base as it is at one moment, by pg_dump, while others write; then reads the dump once to its end. What is
 * counted is what the dump holds. Its row in `home` is noted just before, and tells the moment where the dump is loaded.
 * @throws InputError
 */
export async function copyPostgres(
  db: Db,
  tools: PostgresTools,
  { draft, takenAt }: { readonly draft: string; readonly takenAt: number },
): Promise<Copied> {
  for (const tool of ['pg_dump', 'pg_restore'] as const) await expectTool(tools, tool, db);
  await db.transaction((trx) => noteHome(trx, takenAt));
  await makeDraft(draft);
  const watch = setInterval(() => void tellSize(draft), TELL_EVERY_MS);
  try {
    return await db.transaction(
      async (trx) => {
        const snapshot = await exportSnapshot(trx);
        const copied = await countTaken(trx);
        await tools.run('pg_dump', ['--format=custom', `--snapshot=${snapshot}`, `--file=${draft}`], true);
        await readWhole(tools, draft);
        return copied;
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  } finally {
    clearInterval(watch);
  }
}

/** Reads a dump to its end, every row of it. @throws InputError when it is damaged */
export async function readWhole(tools: PostgresTools, file: string): Promise<void> {
  await tools.run('pg_restore', ['--file=/dev/null', file]);
}

async function tellSize(file: string): Promise<void> {
  const facts = await stat(file).catch(() => undefined);
  if (facts) warn(`Backing up: ${Math.round(facts.size / MEGABYTE)} MB so far`);
}
