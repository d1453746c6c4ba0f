import { dayOf, type Clock } from './clock.js';
import { query, type Db } from './db.js';

/** How long a process may serve from memory before it asks whether another process changed the data. */
const RECHECK_AFTER_MS = 1_000;

/** Says, in the transaction that changes it, that a set of rows held in memory elsewhere has changed. */
export async function bumpRevision(trx: Db, name: string): Promise<void> {
  await trx.raw(
    `INSERT INTO revisions (name, number) VALUES (?, 1)
     ON CONFLICT (name) DO UPDATE SET number = revisions.number + 1`,
    [name],
  );
}

/** Lets one transaction at a time change a set of rows: the next one waits here until the first is on the disk. */
export async function holdRevision(trx: Db, name: string): Promise<void> {
  await trx.raw(
    `INSERT INTO revisions (name, number) VALUES (?, 0)
     ON CONFLICT (name) DO UPDATE SET number = revisions.number`,
    [name],
  );
}

/** Rows kept in memory that follow the data base: asked for again when their revision has moved or a day has begun. */
export type Followed<Value> = { readonly get: () => Promise<Value>; readonly forget: () => void };

export function follow<Value>(options: {
  readonly db: Db;
  readonly clock: Clock;
  /** The names given to bumpRevision. */
  readonly names: readonly string[];
  /** `today` is the day in UTC, `2027-01-03`. */
  readonly load: (today: string) => Promise<Value>;
  /** Loads anew on each day, for rows that come into force on theirs. */
  readonly isDaily?: boolean;
}): Followed<Value> {
  let held: { readonly value: Value; readonly revision: string } | undefined;
  let checkedAt = -Infinity;
  let refreshing: Promise<Value> | undefined;
  let forgotten = 0;

  const refresh = async (): Promise<Value> => {
    const asked = forgotten;
    const today = dayOf(options.clock.now(), 'utc');
    const rows = await revisionOf(options.db, options.names);
    const revision = options.isDaily ? `${today} ${rows}` : rows;
    if (held?.revision !== revision) held = { value: await options.load(today), revision };
    // What was forgotten meanwhile may have been read before it changed.
    if (asked === forgotten) checkedAt = options.clock.now();
    return held.value;
  };

  return {
    get: () => {
      const isFresh = Math.abs(options.clock.now() - checkedAt) < RECHECK_AFTER_MS;
      if (held && isFresh) return Promise.resolve(held.value);
      refreshing ??= refresh().finally(() => (refreshing = undefined));
      return refreshing;
    },
    forget: () => {
      forgotten += 1;
      checkedAt = -Infinity;
      refreshing = undefined;
    },
  };
}

async function revisionOf(db: Db, names: readonly string[]): Promise<string> {
  const rows = await query<{ name: string; number: number }>(db, 'SELECT name, number FROM revisions ORDER BY name');
  return rows
    .filter((row) => names.includes(row.name))
    .map((row) => `${row.name} ${row.number}`)
    .join(', ');
}
