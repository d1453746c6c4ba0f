import { fork, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Parts } from '../../src/serve.js';
import type { ChildMessage, ChildOrder } from './child.js';
import type { Run } from './run.js';
import { WEB_STEPS, WORKER_STEPS, type Step } from './steps.js';
import { createTally, type Tally } from './tally.js';

/** A place for one process: when it is killed, the next one has the same name, environment and ports. */
export type Slot = {
  readonly name: string;
  readonly parts: Parts;
  readonly smtpPort: number;
  readonly env: Readonly<Record<string, string>>;
};

/** Processes of the program that are started again whenever they die. */
export type Processes = {
  readonly slots: readonly Slot[];
  readonly kill: (slot: Slot, why: string) => void;
  readonly tell: (slot: Slot, message: ChildMessage) => void;
  /** Sets by how much a process's clock is off, also after it is started again. */
  readonly setClock: (slot: Slot, offMs: number) => void;
  /** Nobody dies any more; resolves when all are up. */
  readonly calm: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Deaths by SIGKILL, by step. */
  readonly kills: Tally;
  /** Processes that ended without having been killed. */
  readonly ends: Tally;
};

const ENTRY = fileURLToPath(new URL('./child.js', import.meta.url));

type Seat = {
  readonly slot: Slot;
  child: ChildProcess | undefined;
  isReady: boolean;
  killedBy: string | undefined;
  /** The one at which the process dies of itself. */
  step: string;
  offMs: number;
};

type House = {
  readonly run: Run;
  readonly kills: Tally;
  readonly ends: Tally;
  readonly seats: readonly Seat[];
  /** `wild`: processes are armed; `calm`: they live on; `over`: nobody is started again. */
  stage: 'wild' | 'calm' | 'over';
};

/** Starts a process in each slot and keeps it that way. */
export async function startProcesses(run: Run, slots: readonly Slot[]): Promise<Processes> {
  const seats = slots.map(emptySeat);
  const house: House = { run, kills: createTally(), ends: createTally(), seats, stage: 'wild' };
  const seatOf = (slot: Slot): Seat => seats.find((seat) => seat.slot === slot) as Seat;
  const tell = ({ child }: Seat, message: ChildMessage): void => {
    if (child?.connected) child.send(message);
  };
  const allReady = async (): Promise<void> => {
    while (!seats.every(({ isReady }) => isReady)) await sleep(50, undefined, { signal: run.signal });
  };
  for (const seat of seats) sit(house, seat);
  await allReady();
  return {
    slots,
    kill: (slot, why) => {
      const seat = seatOf(slot);
      seat.killedBy ??= why;
      seat.child?.kill('SIGKILL');
    },
    tell: (slot, message) => tell(seatOf(slot), message),
    setClock: (slot, offMs) => {
      const seat = seatOf(slot);
      seat.offMs = offMs;
      tell(seat, { kind: 'clock', offMs });
    },
    calm: async () => {
      house.stage = 'calm';
      for (const seat of seats) tell(seat, { kind: 'calm' });
      await allReady();
    },
    stop: async () => {
      house.stage = 'over';
      for (const { child } of seats) child?.kill('SIGKILL');
      while (seats.some(({ child }) => child)) await sleep(20);
    },
    kills: house.kills,
    ends: house.ends,
  };
}

function emptySeat(slot: Slot): Seat {
  return { slot, child: undefined, isReady: false, killedBy: undefined, step: '', offMs: 0 };
}

function sit(house: House, seat: Seat): void {
  const { run } = house;
  if (house.stage === 'over') return;
  const order = orderFor(house, seat);
  const output = openSync(run.file(`${seat.slot.name}.log`), 'a');
  const child = fork(ENTRY, [JSON.stringify(order)], { env: seat.slot.env, stdio: ['ignore', output, output, 'ipc'] });
  Object.assign(seat, { child, killedBy: undefined, step: order.step });
  // What it is told on its way out reaches nobody.
  child.on('error', () => undefined);
  child.once('message', () => {
    seat.isReady = true;
    // It may have been told while it was not listening yet.
    if (house.stage === 'calm') child.send({ kind: 'calm' } satisfies ChildMessage);
    child.send({ kind: 'clock', offMs: seat.offMs } satisfies ChildMessage);
  });
  child.once('exit', (code, signal) => {
    Object.assign(seat, { child: undefined, isReady: false, step: '' });
    if (house.stage === 'over') return;
    if (signal === 'SIGKILL') house.kills.add(seat.killedBy ?? order.step);
    else house.ends.add(`${seat.slot.name} ended with ${code ?? signal}`);
    setTimeout(sit, 200 + run.random() * 800, house, seat);
  });
}

/** Arms with a step; those that every letter passes alone are passed more often than those of whole batches. */
function orderFor({ run, stage, ...house }: House, { slot: { parts }, offMs }: Seat): ChildOrder {
  const steps: readonly Step[] = [...(parts.web ? WEB_STEPS : []), ...(parts.worker ? WORKER_STEPS : [])];
  const step = stage === 'wild' ? rarest(run, house, steps) : '';
  const longest = /commit|row/.test(step) ? 3 : 8;
  const times = 1 + Math.floor(run.random() * longest);
  return { parts, step, times, startedAt: run.startedAt, clockOffMs: offMs };
}

/** The step at which the fewest have died or are about to. */
function rarest(run: Run, { kills, seats }: Pick<House, 'kills' | 'seats'>, steps: readonly Step[]): string {
  const deaths = new Map(kills.entries());
  const weight = (step: Step): number =>
    (deaths.get(step) ?? 0) + seats.filter((seat) => seat.step === step).length + run.random() / 2;
  const weighed = steps.map((step) => ({ step, weight: weight(step) }));
  return weighed.sort((one, other) => one.weight - other.weight)[0]?.step ?? '';
}
