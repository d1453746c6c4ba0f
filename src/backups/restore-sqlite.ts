import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openDb, type Db } from '../platform/db.js';
import { ConflictError, InputError, messageOf } from '../platform/errors.js';
import { pendingMigrations } from '../platform/migrations.js';
import { finish, isThere } from './backup-file.js';
import { expectWhole, withFile } from './copy-sqlite.js';
import type { Restored, RestoreTools, Settle } from './restored.js';
import { hasPeople } from './store.js';
import { leaveInOneFile } from './store-file.js';

type Wanted = { readonly file: string; readonly replace: boolean };

/**
 * Puts a backup where the settings say that the data base is. It is made ready under another name first, so that no
 * program can meet it half done; what was there before is set aside, never deleted.
 * @throws InputError when the backup is damaged @throws ConflictError when people's data are there, or a program is at work
 */
export async function restoreSqlite(
  { config, clock }: RestoreTools,
  { file, replace }: Wanted,
  settle: Settle,
): Promise<Restored> {
  const target = resolve(config.DATABASE_URL.slice('sqlite:'.length));
  const wasThere = await isThere(target);
  if (wasThere) await closeOff(target, replace);
  const draft = `${target}.${process.pid}.part`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, draft, constants.COPYFILE_EXCL);
    await chmod(draft, 0o600);
    const result = await withFile(draft, async (copy) => {
      await expectOurs(copy, file);
      return settle(copy);
    });
    const aside = wasThere ? `${target}.before-${stampOf(clock.now())}` : undefined;
    if (aside !== undefined) await rename(target, aside);
    await finish(draft, target);
    return { ...result, aside };
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) await rm(draft + ending, { force: true });
  }
}

/** Whole, of Clarion, and not of a newer one. @throws InputError @throws NewerDatabaseError */
async function expectOurs(copy: Db, file: string): Promise<void> {
  await expectWhole(copy, file);
  await pendingMigrations(copy);
  if (await copy.schema.hasTable('deliveries')) return;
  throw new InputError([{ field: 'backup', file, message: 'is no data base of Clarion' }]);
}

/** Leaves the present data base in one file that nobody has open. @throws ConflictError */
async function closeOff(target: string, replace: boolean): Promise<void> {
  const db = openDb(`sqlite:${target}`);
  try {
    if (!replace && (await hasPeople(db)))
      throw new ConflictError(
        'not-empty',
        `There are people's data in ${target}. With --replace the file is set aside under another name, and the backup takes its place.`,
      );
    // Only who has the file alone can leave the write-ahead log.
    await leaveInOneFile(db).catch((error: unknown) => {
      if (!messageOf(error).includes('SQLITE_BUSY')) throw error;
      throw new ConflictError('in-use', `${target} is in use. Stop Clarion first, and every command of it.`);
    });
  } finally {
    await db.destroy();
  }
}

function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}
