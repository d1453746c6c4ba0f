import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError, messageOf } from '../platform/errors.js';

/** Where backups go that nobody names a place for. */
export const BACKUP_FOLDER = 'var/backups';

/** `clarion-20270310T150000123Z.sqlite`, to the millisecond, or `.dump` for PostgreSQL. */
const OURS = /^clarion-\d{8}T\d{9}Z\.(?:sqlite|dump)$/;

/** Where a backup is made: under another name first, so that a file with its final name is always whole. */
export type BackupPlace = {
  readonly draft: string;
  readonly file: string;
  /** The folder in which older ones may be removed; undefined where a file was named. */
  readonly folder: string | undefined;
};

type Wanted = { readonly to: string | undefined; readonly takenAt: number; readonly ending: 'sqlite' | 'dump' };

/** Finds the place for a new backup and makes its folder. @throws InputError when there is a file of that name already */
export async function placeFor({ to = BACKUP_FOLDER, takenAt, ending }: Wanted): Promise<BackupPlace> {
  const isFolder = to === BACKUP_FOLDER || /[/\\]$/.test(to) || (await isDirectory(to));
  const stamp = new Date(takenAt).toISOString().replace(/[-:.]/g, '');
  const file = resolve(isFolder ? join(to, `clarion-${stamp}.${ending}`) : to);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch((error: unknown) =>
    refuse(file, messageOf(error)),
  );
  if (await isThere(file)) refuse(file, 'is there already; name another file, or a folder');
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  return { draft, file, folder: isFolder ? dirname(file) : undefined };
}

/** Makes the empty file that a backup is written into, for its owner alone. */
export async function makeDraft(draft: string): Promise<void> {
  const handle = await open(draft, 'wx', 0o600).catch((error: unknown) => refuse(draft, messageOf(error)));
  await handle.close();
}

/** Brings a finished file to the disk and gives it its name; answers how many bytes it has. */
export async function finish(draft: string, file: string): Promise<number> {
  await syncFile(draft);
  await rename(draft, file);
  await syncFile(dirname(file));
  return (await stat(file)).size;
}

/** Removes the oldest backups with names of ours so that `keep` are left; answers their names. */
export async function removeOlder(folder: string, keep: number): Promise<string[]> {
  const older = (await readdir(folder))
    .filter((name) => OURS.test(name))
    .sort()
    .reverse()
    .slice(keep);
  for (const name of older) await unlink(join(folder, name));
  return older;
}

/** Whether there is something under a path. */
export async function isThere(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function refuse(file: string, message: string): never {
  throw new InputError([{ field: 'backup', file, message }]);
}
