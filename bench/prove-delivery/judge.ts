import { readCounts } from '../../src/counts/index.js';
import { query, type Db } from '../../src/platform/db.js';
import { clarion } from './clarion.js';
import type { LogLine, TakenLine } from './mail-server.js';
import type { Acknowledged } from './supporters.js';
import { grouped } from './tally.js';

/** What the mail server noted, what supporters were told, and what the data base says. */
export type Evidence = {
  readonly db: Db;
  readonly env: Readonly<Record<string, string>>;
  readonly log: readonly LogLine[];
  readonly acknowledged: readonly Acknowledged[];
};

/** The verdict: numbers to show, and what must be 0. */
export type Verdict = {
  readonly shown: Readonly<Record<string, number>>;
  readonly mustBeNone: Readonly<Record<string, number>>;
  readonly isReconciled: boolean;
};

type Row = {
  readonly id: string;
  readonly actionId: string;
  readonly channel: string;
  readonly state: string;
  readonly timesUnknown: number;
  /** How often it was sent again after its outcome had been unknown. */
  readonly timesResent: number;
};

/** Compares the three. */
export async function judge({ db, env, log, acknowledged }: Evidence): Promise<Verdict> {
  const rows = await listRows(db);
  const mails = log.filter((line): line is TakenLine => 'deliveryId' in line);
  const taken = mails.filter((mail) => !isToSupporter(mail));
  const copies = grouped(taken, ({ deliveryId }) => deliveryId);
  const mailed = rows
    .filter(({ channel }) => channel === 'smtp')
    .map((row): Mailed => ({ ...row, copies: copies.get(row.id)?.length ?? 0 }));
  const extra = sum(mailed.map((row) => Math.max(0, row.copies - 1)));
  const extraOutside = sum(mailed.map((row) => Math.max(0, row.copies - 1 - row.timesResent)));
  const known = new Set(rows.map(({ id }) => id));
  return {
    shown: {
      'letters taken': rows.length,
      'of them by mail': mailed.length,
      'copies received': taken.length,
      delivered: inState(mailed, 'delivered').length,
      failed: inState(mailed, 'failed').length,
      'unknown at the end': inState(mailed, 'unknown').length,
      'ever unknown': mailed.filter(({ timesUnknown }) => timesUnknown > 0).length,
      'duplicates inside the unknown window': extra - extraOutside,
      'mails to supporters received': mails.length - taken.length,
    },
    mustBeNone: {
      'duplicates outside it': extraOutside,
      ...differences(taken, copies),
      ...ends(mailed),
      'lost: acknowledged, not stored': missing(acknowledged, rows),
      'received, but not stored': taken.filter(({ deliveryId }) => !known.has(deliveryId)).length,
      'actions stored twice': new Set(rows.map(({ actionId }) => actionId)).size - acknowledged.length,
    },
    isReconciled: await reconciles(db, env, rows.length),
  };
}

/** A notice of what became of a letter: it bears no letter's return address. */
function isToSupporter({ deliveryId, to }: TakenLine): boolean {
  return deliveryId === '' && to.endsWith('@supporter.example');
}

type Mailed = Row & { readonly copies: number };

function inState(mailed: readonly Mailed[], ...states: readonly string[]): Mailed[] {
  return mailed.filter(({ state }) => states.includes(state));
}

/** What must not differ between the copies of one letter, and must between those of two. */
function differences(taken: readonly TakenLine[], copies: ReadonlyMap<string, TakenLine[]>): Record<string, number> {
  const differing = (keyOf: (line: TakenLine) => string): number =>
    [...copies.values()].filter((lines) => new Set(lines.map(keyOf)).size > 1).length;
  return {
    'copies with another Message-ID': differing(({ messageId }) => messageId),
    'copies with another text or recipient': differing(({ digest, to }) => `${digest} ${to}`),
    'Message-IDs of two letters': copies.size - new Set(taken.map(({ messageId }) => messageId)).size,
  };
}

/** Ends that the mail server's notes contradict. */
function ends(mailed: readonly Mailed[]): Record<string, number> {
  return {
    'lost: never brought to an end': inState(mailed, 'queued', 'sending', 'held', 'sent').length,
    'lost: called delivered, not received': inState(mailed, 'delivered').filter(({ copies }) => copies === 0).length,
    'received, but called failed': inState(mailed, 'failed', 'cancelled').filter(({ copies }) => copies > 0).length,
  };
}

function listRows(db: Db): Promise<Row[]> {
  return query(
    db,
    `SELECT deliveries.id, letters.action_id AS "actionId", channel, state,
            (SELECT COUNT(*) FROM delivery_events e WHERE e.delivery_id = deliveries.id AND e.to_state = 'unknown') AS "timesUnknown",
            (SELECT COUNT(*) FROM delivery_events e
              WHERE e.delivery_id = deliveries.id AND e.from_state = 'unknown' AND e.to_state = 'queued') AS "timesResent"
       FROM deliveries JOIN letters ON letters.id = deliveries.letter_id`,
  );
}

/** Letters that supporters were told of and that are not there. */
function missing(acknowledged: readonly Acknowledged[], rows: readonly Row[]): number {
  const stored = grouped(rows, ({ actionId }) => actionId);
  return sum(acknowledged.map(({ id, letters }) => Math.max(0, letters.length - (stored.get(id)?.length ?? 0))));
}

/** Counters agree with rows, and the terms that pages show add up to all letters. */
async function reconciles(db: Db, env: Evidence['env'], letters: number): Promise<boolean> {
  const { code } = await clarion(env, ['counts', 'check'], true);
  let taken = 0;
  let isSum = true;
  for (const { id } of await query<{ id: string }>(db, 'SELECT id FROM campaigns')) {
    const { taken: all, ...terms } = (await readCounts(db, id)).letters;
    isSum &&= all === sum(Object.values(terms));
    taken += all;
  }
  return code === 0 && isSum && taken === letters;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
