import { open } from 'node:fs/promises';
import { momentText } from '../platform/clock.js';
import { print } from '../platform/command-line.js';
import { mustNotSend } from '../platform/copies.js';
import type { Db } from '../platform/db.js';
import { InputError, messageOf } from '../platform/errors.js';
import { migrate } from '../platform/migrations.js';
import { lookInto, type Copied } from './copy-sqlite.js';
import { holdBack, type HeldBack } from './hold-back.js';
import { restorePostgres } from './restore-postgres.js';
import { restoreSqlite } from './restore-sqlite.js';
import type { Restored, RestoreTools, Settle } from './restored.js';
import { markAsCopy, newestMoment } from './store.js';

export type RestoreFlags = { readonly replace?: boolean; readonly json?: boolean };

/** `clarion restore <file>`. @throws InputError */
export async function restoreCommand(tools: RestoreTools, file: string, flags: RestoreFlags): Promise<void> {
  const settle: Settle = (db) => makeSafe(tools, db);
  const isDump = await isPostgresDump(file, tools.config.DATABASE_URL.startsWith('postgres'));
  const restored = isDump
    ? await restorePostgres(tools, file, settle)
    : await restoreSqlite(tools, { file, replace: flags.replace === true }, settle);
  print({ ...restored, takenAt: new Date(restored.takenAt).toISOString() }, flags, () => restoredText(restored));
}

async function makeSafe(tools: RestoreTools, db: Db): Promise<Copied & HeldBack> {
  await migrate(db);
  // A copy that was made by other means, or by a version that knew no marks, carries none.
  if (!(await mustNotSend(db))) {
    const takenAt = (await newestMoment(db)) ?? tools.clock.now();
    await markAsCopy(db, { id: tools.ids.next(), takenAt });
  }
  const held = await holdBack({ ...tools, db });
  if (!held) throw new Error('Another process has held back what was restored; stop all others and start again.');
  return { ...(await lookInto(db)), ...held };
}

/** Which kind of backup a file is, by its first bytes. @throws InputError when it is neither or of the other data base */
async function isPostgresDump(file: string, onPostgres: boolean): Promise<boolean> {
  const begin = await beginOf(file);
  const isDump = begin.startsWith('PGDMP');
  if (!isDump && !begin.startsWith('SQLite format 3')) refuse(file, 'is no backup of Clarion');
  if (isDump !== onPostgres) {
    const [kind, other] = isDump ? ['PostgreSQL', 'SQLite'] : ['SQLite', 'PostgreSQL'];
    refuse(file, `is a backup of ${kind}, and DATABASE_URL names ${other}`);
  }
  return isDump;
}

async function beginOf(file: string): Promise<string> {
  const handle = await open(file).catch((error: unknown) => refuse(file, `cannot be read (${messageOf(error)})`));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await handle.close();
  }
}

function refuse(file: string, message: string): never {
  throw new InputError([{ field: 'backup', file, message }]);
}

function restoredText({ takenAt, actions, letters, differences, aside, ...held }: Restored): string {
  return [
    `Restored as of ${momentText(takenAt, 'utc')}: ${actions} actions, ${letters} letters.`,
    `${held.heldLetters} letters are held back that may have been sent since; ${held.endedMails} mails are not sent any more.`,
    ...(differences ? [`${differences} counters differ from the rows: see \`clarion counts check\`.`] : []),
    ...(aside === undefined ? [] : [`What was there before is in ${aside}.`]),
    'You can start Clarion now: new letters go out. For those held back: clarion restore settle',
  ].join('\n');
}
