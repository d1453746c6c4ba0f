import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readInput } from './read-input.js';

/** A mail to be taken, and what to do once it is. */
export type BoxedMail = {
  readonly read: () => Promise<Buffer>;
  /** Marks it as read; nothing for a mail that lies in no box. */
  readonly done: () => Promise<void>;
};

/**
 * The mails of a Maildir's `new` and `cur` that are not marked as seen, of a file with one mail or of an mbox, or of
 * standard input for `-`, one after the other.
 * @throws BadCallError when the path cannot be read
 */
export async function* openBox(path: string): AsyncGenerator<BoxedMail> {
  const isFolder =
    path !== '-' &&
    (await stat(path).then(
      (facts) => facts.isDirectory(),
      () => false,
    ));
  if (isFolder) yield* mailsOfMaildir(path);
  else
    for (const raw of splitMbox(await readInput(path)))
      yield { read: () => Promise.resolve(raw), done: () => Promise.resolve() };
}

async function* mailsOfMaildir(folder: string): AsyncGenerator<BoxedMail> {
  for (const part of ['new', 'cur']) {
    const names = await readdir(join(folder, part)).catch(() => []);
    for (const name of names.sort()) {
      if (name.startsWith('.') || isSeen(name)) continue;
      const path = join(folder, part, name);
      yield { read: () => readFile(path), done: () => rename(path, join(folder, 'cur', seenName(name))) };
    }
  }
}

/** A Maildir says in a file's name what was done with the mail: `…:2,S` was seen. */
function isSeen(name: string): boolean {
  return /:2,[A-Z]*S/.test(name);
}

function seenName(name: string): string {
  const [bare = name, flags = ''] = name.split(':2,');
  return `${bare}:2,${[...new Set([...Array.from(flags), 'S'])].sort().join('')}`;
}

/** The mails of an mbox, each behind a line `From …`; anything else is one mail. */
function splitMbox(raw: Buffer): Buffer[] {
  const text = raw.toString('latin1');
  if (!text.startsWith('From ')) return [raw];
  return text
    .split(/(?<=\n\r?\n)(?=From \S{1,320} .{10,40}\d{4}\r?\n)/)
    .map((mail) => Buffer.from(mail.slice(mail.indexOf('\n') + 1), 'latin1'));
}
