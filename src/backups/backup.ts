import { rm } from 'node:fs/promises';
import { momentText, type Clock } from '../platform/clock.js';
import { BadCallError, print, showProgress } from '../platform/command-line.js';
import { mustNotSend } from '../platform/copies.js';
import { isPostgres, type Db } from '../platform/db.js';
import { ConflictError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import { pendingMigrations } from '../platform/migrations.js';
import { finish, placeFor, removeOlder } from './backup-file.js';
import { copyPostgres } from './copy-postgres.js';
import { copySqlite, type Copied } from './copy-sqlite.js';
import { createPostgresTools, type EnvironmentWith } from './postgres-tools.js';

export type BackupTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config: { readonly DATABASE_URL: string };
  readonly environmentWith: EnvironmentWith;
};

export type BackupFlags = { readonly to?: string; readonly keep?: string; readonly json?: boolean };

/** A backup that was made. */
export type Backup = Copied & {
  readonly file: string;
  readonly bytes: number;
  readonly takenAt: string;
  /** Older ones that were removed. */
  readonly removed: readonly string[];
};

/** `clarion backup`: copies the data base into one file, while the program runs. @throws BadCallError @throws ConflictError */
export async function backupCommand(tools: BackupTools, flags: BackupFlags): Promise<void> {
  const keep = keepOf(flags.keep);
  await expectCopyable(tools);
  const backup = await makeBackup(tools, flags.to, keep);
  print(backup, flags, () => backupText(backup, tools.clock.now()));
}

async function makeBackup(tools: BackupTools, to: string | undefined, keep: number | undefined): Promise<Backup> {
  const { db, clock, ids, config, environmentWith } = tools;
  const takenAt = clock.now();
  const onPostgres = isPostgres(db);
  const place = await placeFor({ to, takenAt, ending: onPostgres ? 'dump' : 'sqlite' });
  if (keep !== undefined && place.folder === undefined) refuse('--keep', 'needs a folder in --to, not a file');
  try {
    const copied = onPostgres
      ? await copyPostgres(db, createPostgresTools(config.DATABASE_URL, environmentWith), { ...place, takenAt })
      : await copySqlite(db, { ...place, mark: { id: ids.next(), takenAt }, onProgress: showProgress('Backing up') });
    const bytes = await finish(place.draft, place.file);
    const removed = keep !== undefined && place.folder !== undefined ? await removeOlder(place.folder, keep) : [];
    return { file: place.file, bytes, takenAt: new Date(takenAt).toISOString(), ...copied, removed };
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) await rm(place.draft + ending, { force: true });
  }
}

/** What is not this version's cannot carry the mark of a copy, and what is a copy itself is looked at first. */
async function expectCopyable({ db, config }: BackupTools): Promise<void> {
  if (config.DATABASE_URL === 'sqlite::memory:')
    refuse('DATABASE_URL', 'names no file, so there is nothing to back up');
  if ((await pendingMigrations(db)).length > 0)
    throw new ConflictError(
      'not-migrated',
      'This database is new, or of an older Clarion. Make the backup with the version that used it, or start this one first.',
    );
  if (await mustNotSend(db))
    throw new ConflictError(
      'restored',
      'This database was just restored from a backup. Start Clarion, or run `clarion restore settle`, before you make another.',
    );
}

function keepOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const keep = Number(given);
  return Number.isInteger(keep) && keep >= 1 ? keep : refuse('--keep', 'must be a whole number, 1 or more');
}

function refuse(field: string, message: string): never {
  throw new BadCallError([{ field, message }]);
}

function backupText({ file, bytes, takenAt, actions, letters, differences, removed }: Backup, now: number): string {
  const lines = [
    `${file}: ${sizeText(bytes)}, read back whole, ${actions} actions and ${letters} letters as of ${momentText(Date.parse(takenAt) || now, 'utc')}.`,
    ...(differences ? [`${differences} counters differ from the rows: see \`clarion counts check\`.`] : []),
    ...(removed.length > 0 ? [`Removed: ${removed.join(', ')}`] : []),
    'Not in it: the secret (var/secret, or SECRET) and the DKIM key. Keep copies of them in another place: without the secret, links in mails and return addresses of letters no longer work.',
  ];
  return lines.join('\n');
}

function sizeText(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
