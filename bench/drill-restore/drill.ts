import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWith } from '../../src/config.js';
import { checkCounts } from '../../src/counts/index.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { clarion } from '../prove-delivery/clarion.js';
import { letWrite, startProgram, type Program } from './program.js';
import { startSink, type Sink, type Taken } from './sink.js';
import type { Place, Way } from './ways.js';

/** Of the council's five seats three are held by people with an e-mail address. */
export const LETTERS_BY_MAIL = 3;

const PEOPLE = 60;
/** How long the mail server takes over a mail. */
const SLOW_MS = 120;
const LIMIT_MS = 60_000;

/** What one drill came to. */
export type Drilled = {
  readonly way: string;
  /** Letters by mail in the backup, and those of them that had arrived by then. */
  readonly inBackup: number;
  readonly arrivedBefore: number;
  /** Those that arrived between the backup and the crash. */
  readonly arrivedBetween: number;
  readonly held: number;
  readonly notedSent: number;
  readonly released: number;
  /** Letters of who wrote after the restore, before anything was settled. */
  readonly newLetters: number;
  readonly doubled: readonly string[];
  /** Letters by mail that the restored data base has and that never arrived. */
  readonly missing: number;
  readonly countersAgree: boolean;
};

type Env = Readonly<Record<string, string>>;

/**
 * People write, a backup is made in the middle of it, letters go on leaving, the process is killed, the backup comes
 * back, and what the mail server noted settles it.
 */
export async function drill(way: Way, parent: string): Promise<Drilled> {
  const folder = join(parent, way.name.replace(/\W+/g, '-'));
  mkdirSync(folder);
  const log = join(folder, 'mail.log');
  const sink = await startSink(log);
  const [live, restored] = [await way.place(folder, 'live'), await way.place(folder, 'restored')];
  const programs: Program[] = [];
  const start = async (env: Env, name: string): Promise<Program> => {
    const program = await startProgram(env, join(folder, name));
    programs.push(program);
    return program;
  };
  try {
    const before = await loseDatabase({ sink, folder, way, env: environment(live, sink), start });
    const env = environment(restored, sink);
    await way.restore(before.backup, env);
    const after = await comeBack({ sink, env, log, start });
    return { way: way.name, ...before, ...after, ...(await judge(restored, sink)) };
  } finally {
    for (const program of programs) await program.kill();
    await sink.close();
    for (const place of [live, restored]) await place.close();
  }
}

function environment({ url }: Place, sink: Sink): Env {
  return {
    PATH: environmentWith({})['PATH'] ?? '',
    DATABASE_URL: url,
    SMTP_URL: sink.url,
    MAIL_FROM: 'letters@mail.clarion.example',
    SECRET: 'a secret of the drill alone, nothing else',
    LOG_LEVEL: 'warn',
  };
}

type Start = (env: Env, name: string) => Promise<Program>;
type Living = {
  readonly sink: Sink;
  readonly folder: string;
  readonly way: Way;
  readonly env: Env;
  readonly start: Start;
};

type Lost = { readonly backup: string } & Pick<Drilled, 'arrivedBefore' | 'arrivedBetween'>;

async function loseDatabase({ sink, folder, way, env, start }: Living): Promise<Lost> {
  const program = await start(env, 'live.log');
  sink.setPace(SLOW_MS);
  await letWrite(program, named('early', PEOPLE));
  await until(() => lettersIn(sink).length >= 20);
  const arrivedBefore = lettersIn(sink).length;
  const backup = join(folder, `backup.${way.ending}`);
  // However long the backup takes: some letters are on their way, and most wait.
  sink.setPace('still');
  await clarion(env, ['backup', '--to', backup]);
  sink.setPace(SLOW_MS);
  const atBackup = lettersIn(sink).length;
  await letWrite(program, named('lost', 5));
  await until(() => lettersIn(sink).length >= atBackup + 40);
  await program.kill();
  await sink.idle();
  return { backup, arrivedBefore, arrivedBetween: lettersIn(sink).length - arrivedBefore };
}

type Returning = { readonly sink: Sink; readonly env: Env; readonly log: string; readonly start: Start };
type Settled = Pick<Drilled, 'held' | 'notedSent' | 'released' | 'newLetters'>;

async function comeBack({ sink, env, log, start }: Returning): Promise<Settled> {
  sink.setPace(0);
  const program = await start(env, 'restored.log');
  const [taken, lettersBefore] = [sink.taken.length, lettersIn(sink).length];
  await letWrite(program, ['new']);
  await until(() => lettersIn(sink).length >= lettersBefore + LETTERS_BY_MAIL);
  // Time for whatever else might leave, mails to supporters among it.
  await sleep(6_000);
  const newLetters = lettersIn(sink).length - lettersBefore;
  const strangers = sink.taken
    .slice(taken)
    .filter(({ to }) => to.endsWith('@supporter.example') && !to.startsWith('new@'));
  if (strangers.length > 0) throw new Error(`${strangers.length} mails to supporters left the restored data base.`);
  const held = await withDb(env, (db) => countOf(db, "hold = 'restored'"));
  const noted = await settle(env, ['--sent-log', log]);
  const rest = await settle(env, ['--release']);
  await withDb(env, (db) => until(async () => (await countOf(db, "state IN ('queued', 'sending')")) === 0));
  return { held, notedSent: noted.sent, released: rest.decided, newLetters };
}

async function settle(env: Env, args: readonly string[]): Promise<{ sent: number; decided: number }> {
  const { stdout } = await clarion(env, ['restore', 'settle', ...args, '--json']);
  return JSON.parse(stdout) as { sent: number; decided: number };
}

type Judged = Pick<Drilled, 'inBackup' | 'missing' | 'doubled' | 'countersAgree'>;

async function judge({ url }: Place, sink: Sink): Promise<Judged> {
  await sink.idle();
  const arrived = new Set(sink.taken.map(({ messageId }) => messageId.slice(1, 27)));
  return withDb({ DATABASE_URL: url }, async (db) => {
    const sql = "SELECT id, state FROM deliveries WHERE channel = 'smtp'";
    const letters = await query<{ id: string; state: string }>(db, sql);
    const { differences } = await checkCounts(db, { repair: false });
    return {
      inBackup: letters.length - LETTERS_BY_MAIL,
      missing: letters.filter(({ id, state }) => !arrived.has(id) || state !== 'sent').length,
      doubled: doubledIn(sink.taken),
      countersAgree: differences.length === 0,
    };
  });
}

/** Letters by their number; mails to supporters by whom they go to and what they are about. */
function doubledIn(taken: readonly Taken[]): string[] {
  const keys = taken.map(({ messageId, to, subject }) => (isToSupporter(to) ? `${to} ${subject}` : messageId));
  return [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))];
}

function lettersIn(sink: Sink): Taken[] {
  return sink.taken.filter(({ to }) => !isToSupporter(to));
}

function isToSupporter(address: string): boolean {
  return address.endsWith('@supporter.example');
}

function named(group: string, people: number): string[] {
  return Array.from({ length: people }, (_, person) => `${group}${person}`);
}

async function countOf(db: Db, where: string): Promise<number> {
  return (await query<{ rows: number }>(db, `SELECT COUNT(*) AS rows FROM deliveries WHERE ${where}`))[0]?.rows ?? 0;
}

async function withDb<Result>(env: Env, work: (db: Db) => Promise<Result>): Promise<Result> {
  const db = openDb(env['DATABASE_URL'] ?? '');
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error('What was waited for did not come within a minute.');
    await sleep(50);
  }
}
