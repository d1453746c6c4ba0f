import { setTimeout as sleep } from 'node:timers/promises';
import { query, type Db } from '../../src/platform/db.js';
import { clarion } from './clarion.js';
import { createFastClock } from './fast-clock.js';
import type { MailServer } from './mail-process.js';
import type { Processes } from './processes.js';
import type { Run } from './run.js';

/** What is left to settle when nothing goes wrong any more. */
export type Ending = {
  readonly processes: Processes;
  readonly mail: MailServer;
  readonly db: Db;
  /** The environment of the organizer's commands. */
  readonly env: Readonly<Record<string, string>>;
};

/** What the organizer did about letters with an unknown outcome. */
export type Settled = { readonly unknownBefore: number; readonly sentAgain: number };

/** Longer than a lease: a row that is due later than this is in nobody's hand now. */
const IN_HAND_MS = 25_000;
const BOUNCE_WINDOW_MS = 49 * 60 * 60_000;
const POLL_MS = 300;
/** By the wall's clock, for what should take seconds. */
const DRAIN_LIMIT_MS = 90_000;

/**
 * Lets everything come to its end in fair weather: what waits is sent, half of the unknown letters are sent again by an
 * organizer, and the bounce window passes.
 */
export async function settle(run: Run, ending: Ending): Promise<Settled> {
  ending.mail.weather('fair');
  await ending.processes.calm();
  const fast = createFastClock(run.startedAt);
  let offMs = 0;
  const jump = (byMs: number): void => {
    offMs += Math.max(0, Math.ceil(byMs));
    for (const slot of ending.processes.slots) ending.processes.setClock(slot, offMs);
  };
  const time: Time = { now: () => fast.now() + offMs, jump };
  await drain(run, ending.db, time);
  const settled = await decide(ending);
  await drain(run, ending.db, time);
  // Letters that are sent again only after the window need a window of their own.
  for (let tries = 3; tries > 0 && (await countOf(ending.db, 'sent')) > 0; tries--) {
    jump(BOUNCE_WINDOW_MS);
    await drain(run, ending.db, time);
    await pass(run, ending.db, time.now());
  }
  return settled;
}

type Time = { readonly now: () => number; readonly jump: (byMs: number) => void };

/** Waits until no letter is in hand or due, then moves all clocks on to the next that will be; until there is none. */
async function drain(run: Run, db: Db, time: Time): Promise<void> {
  const giveUpAt = performance.now() + DRAIN_LIMIT_MS;
  while (performance.now() < giveUpAt) {
    const [row] = await query<{ first: number | null; last: number | null }>(
      db,
      `SELECT MIN(due_at) AS first, MAX(due_at) AS last FROM deliveries WHERE state IN ('queued', 'sending')`,
    );
    if (row?.first == null || row.last == null) return;
    if (row.first > time.now() + IN_HAND_MS) time.jump(row.last - time.now());
    await sleep(POLL_MS, undefined, { signal: run.signal });
  }
}

/** Waits until the bounce windows that are over have been noticed. */
async function pass(run: Run, db: Db, now: number): Promise<void> {
  const giveUpAt = performance.now() + DRAIN_LIMIT_MS;
  const isLeft = async (): Promise<boolean> => {
    const rows = await query(db, "SELECT 1 AS here FROM deliveries WHERE state = 'sent' AND due_at <= ? LIMIT 1", [
      now,
    ]);
    return rows.length > 0;
  };
  while (performance.now() < giveUpAt && (await isLeft())) await sleep(POLL_MS, undefined, { signal: run.signal });
}

/** An organizer looks at what nobody knows: every second letter is sent again; and lets go what is held. */
async function decide({ env }: Ending): Promise<Settled> {
  const unknown = await idsIn(env, 'unknown');
  const chosen = unknown.filter((_, at) => at % 2 === 0);
  if (chosen.length > 0) await clarion(env, ['deliveries', 'retry', ...chosen]);
  const held = await idsIn(env, 'held');
  if (held.length > 0) await clarion(env, ['deliveries', 'retry', ...held]);
  return { unknownBefore: unknown.length, sentAgain: chosen.length };
}

async function idsIn(env: Ending['env'], state: string): Promise<string[]> {
  const { stdout } = await clarion(env, ['deliveries', 'list', '--state', state, '--limit', '1000000', '--json']);
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
}

async function countOf(db: Db, state: string): Promise<number> {
  const [row] = await query<{ letters: number }>(db, 'SELECT COUNT(*) AS letters FROM deliveries WHERE state = ?', [
    state,
  ]);
  return row?.letters ?? 0;
}
