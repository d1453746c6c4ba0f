import { query, type Db } from '../platform/db.js';

export type Attempts = {
  readonly key: string;
  readonly tries: number;
  readonly lastAt: number;
  /** No further try before this moment. */
  readonly untilAt: number;
};

export async function findAttempts(db: Db, key: string): Promise<Attempts | undefined> {
  const sql = `SELECT key, tries, last_at AS "lastAt", until_at AS "untilAt" FROM account_tries WHERE key = ?`;
  return (await query<Attempts>(db, sql, [key]))[0];
}

export async function putAttempts(trx: Db, { key, tries, lastAt, untilAt }: Attempts): Promise<void> {
  await trx.raw(
    `INSERT INTO account_tries (key, tries, last_at, until_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET tries = excluded.tries, last_at = excluded.last_at, until_at = excluded.until_at`,
    [key, tries, lastAt, untilAt],
  );
}

/** Makes a row to be locked, so that two processes that count a first try count two. */
export async function lockAttempts(trx: Db, key: string): Promise<void> {
  await trx.raw(
    `INSERT INTO account_tries (key, tries, last_at, until_at) VALUES (?, 0, 0, 0)
     ON CONFLICT (key) DO UPDATE SET tries = account_tries.tries`,
    [key],
  );
}

export async function deleteAttempts(db: Db, key: string): Promise<void> {
  await db('account_tries').where({ key }).delete();
}

/** One try less: it was a right one. */
export async function takeBackAttempt(db: Db, key: string): Promise<void> {
  await db.raw('UPDATE account_tries SET tries = tries - 1, until_at = 0 WHERE key = ? AND tries > 0', [key]);
}
