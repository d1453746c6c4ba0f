import { setTimeout as sleep } from 'node:timers/promises';
import type { MailServer } from './mail-process.js';
import { CLOCK_FACTOR } from './fast-clock.js';
import type { Processes, Slot } from './processes.js';
import type { Run } from './run.js';
import type { OwnDisk, OwnPostgres, OwnRedis } from '../services.js';
import { createTally, type Tally } from './tally.js';

/** What the run may harm. */
export type Ground = {
  readonly processes: Processes;
  readonly mail: MailServer;
  readonly postgres?: OwnPostgres;
  readonly redis?: OwnRedis;
  readonly disk?: OwnDisk;
};

type Fault = { readonly name: string; readonly work: () => unknown };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHORT_MS = 4_000;

/** Harms the ground until it is over, each fault in its turn, some side by side; then all is whole again. */
export async function harm(run: Run, ground: Ground, isOver: () => boolean): Promise<Tally> {
  const tally = createTally();
  const faults = faultsOf(run, ground);
  const underway = new Map<string, Promise<unknown>>();
  const failures: unknown[] = [];
  for (let turn = 0; !isOver(); turn++) {
    const fault = faults[turn % faults.length];
    if (fault && !underway.has(fault.name)) {
      tally.add(fault.name);
      const work = (async () => await fault.work())().catch((error: unknown) => failures.push(error));
      underway.set(
        fault.name,
        work.finally(() => underway.delete(fault.name)),
      );
    }
    await sleep(800 + run.random() * 1_600, undefined, { signal: run.signal });
  }
  await Promise.all(underway.values());
  if (failures.length > 0) throw failures[0];
  return tally;
}

function faultsOf(run: Run, { processes, mail, ...ground }: Ground): Fault[] {
  const { signal } = run;
  const someone = (): Slot => processes.slots[Math.floor(run.random() * processes.slots.length)] as Slot;
  const forAWhile = async (begin: () => unknown, end: () => unknown, ms = SHORT_MS): Promise<void> => {
    await begin();
    await sleep(ms, undefined, { signal });
    await end();
  };
  const clockOff = (offMs: number) => (): Promise<void> => {
    const slot = someone();
    return forAWhile(
      () => processes.setClock(slot, offMs),
      () => processes.setClock(slot, 0),
    );
  };
  const { postgres, redis, disk } = ground;
  const kill = { name: 'a process killed at random', work: () => processes.kill(someone(), 'at random') };
  return [
    kill,
    { name: 'a clock an hour ahead', work: clockOff(HOUR_MS) },
    ...(redis ? redisFaults(redis, forAWhile) : []),
    ...(disk ? [{ name: 'disk full', work: () => forAWhile(...fullDisk(disk, processes)) }] : []),
    kill,
    ...(postgres ? [{ name: 'data base connections cut', work: () => postgres.cut(run.random) }] : []),
    {
      name: 'mail server refuses connections',
      work: () =>
        forAWhile(
          () => mail.weather('closed'),
          () => mail.weather('bad'),
        ),
    },
    { name: 'a clock ten minutes back', work: clockOff(-10 * MINUTE_MS) },
    ...(postgres ? [{ name: 'data base connections cut', work: () => postgres.cut(run.random) }] : []),
  ];
}

type ForAWhile = (begin: () => unknown, end: () => unknown, ms?: number) => Promise<void>;

function redisFaults(redis: OwnRedis, forAWhile: ForAWhile): Fault[] {
  return [
    { name: 'Redis down for a minute', work: () => forAWhile(redis.kill, redis.start, MINUTE_MS / CLOCK_FACTOR) },
    { name: 'Redis FLUSHALL', work: () => redis.flush().catch(() => undefined) },
    { name: 'Redis connections cut', work: () => redis.cut().catch(() => undefined) },
  ];
}

function fullDisk(disk: OwnDisk, processes: Processes): [() => unknown, () => unknown] {
  const limit = (isFull: boolean) => (): void => {
    for (const slot of processes.slots) processes.tell(slot, { kind: 'full', isFull });
  };
  return disk.isOwn ? [disk.fill, disk.empty] : [limit(true), limit(false)];
}
