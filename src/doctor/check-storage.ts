import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Queue } from '../platform/queue/index.js';
import { pendingMigrations } from '../platform/migrations.js';
import type { Check, DoctorSettings, Finding } from './check.js';
import { tryWriting } from './store.js';

/** Whether the data base can be written to and has this version's tables. */
export const databaseCheck: Check = {
  name: 'database',
  title: 'Database',
  run: async ({ settings, db }) => {
    const file = sqliteFile(settings);
    if (file !== undefined && file !== ':memory:' && !existsSync(file))
      return { state: 'warn', found: `${file} is not there yet; the first start makes it.` };
    await tryWriting(db);
    const pending = await pendingMigrations(db);
    const kind = file === undefined ? 'PostgreSQL' : 'SQLite';
    return pending.length === 0
      ? { state: 'ok', found: `${kind} takes what is written and has all tables.` }
      : { state: 'warn', found: `${kind}: ${pending.length} migrations are to be applied; the next start does it.` };
  },
};

/** Whether workers hear of new letters at once. */
export const queueCheck: Check = {
  name: 'queue',
  title: 'Queue',
  run: async ({ queue }) => {
    if (queue.name === 'embedded') return { state: 'ok', found: 'The queue is part of the process; no Redis is set.' };
    return (await comesUp(queue))
      ? { state: 'ok', found: 'Redis answers.' }
      : {
          state: 'fail',
          found: 'Redis does not answer: letters are found by the sweep only, some seconds later.',
          todo: 'Start Redis, or correct REDIS_URL.',
        };
  },
};

const LOOKS = 20;
const BETWEEN_LOOKS_MS = 150;

/** A connection that was only just begun is not up yet. */
async function comesUp(queue: Queue): Promise<boolean> {
  for (let look = 1; look <= LOOKS; look++) {
    if (await queue.isUp()) return true;
    await setTimeout(BETWEEN_LOOKS_MS);
  }
  return false;
}

const MEGABYTE = 1024 ** 2;
const LITTLE = 1024 * MEGABYTE;
const NOTHING = 100 * MEGABYTE;

/** Whether there is room to write: where the data base lies, and in `var/`. */
export const diskCheck: Check = {
  name: 'disk',
  title: 'Disk',
  run: async ({ settings }) => {
    const file = sqliteFile(settings);
    const folders = ['var', ...(file !== undefined && file !== ':memory:' ? [dirname(file)] : [])];
    const rooms = await Promise.all(folders.map(roomIn));
    return judgeRoom(rooms.reduce((least, room) => (room.free < least.free ? room : least)));
  },
};

type Room = { readonly folder: string; readonly free: number };

/** What free space in bytes means. */
export function judgeRoom({ folder, free }: Room): Finding {
  const found = `${Math.floor(free / MEGABYTE).toLocaleString('en')} MB are free in ${folder}.`;
  if (free < NOTHING) return { state: 'fail', found, todo: 'Make room: without it no letter can be taken.' };
  return free < LITTLE ? { state: 'warn', found, todo: 'Make room soon.' } : { state: 'ok', found };
}

/** A folder that is not there yet will be made in the nearest one that is. */
async function roomIn(path: string): Promise<Room> {
  let folder = resolve(path);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  return { folder, free: bavail * bsize };
}

function sqliteFile({ databaseUrl }: DoctorSettings): string | undefined {
  return databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined;
}
