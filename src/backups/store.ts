import { query, type Db } from '../platform/db.js';

/** Marks a data base as a copy of a moment: from now on nothing is sent until its letters are held back. */
export async function markAsCopy(
  db: Db,
  { id, takenAt }: { readonly id: string; readonly takenAt: number },
): Promise<void> {
  await db.raw('INSERT INTO copies (id, taken_at) VALUES (?, ?)', [id, takenAt]);
}

/** Of what moment a copy is whose letters nobody has held back; undefined where this is none. */
export async function findCopied(db: Db): Promise<number | undefined> {
  const [row] = await query<{ at: number | null }>(db, 'SELECT MAX(taken_at) AS at FROM copies WHERE held_at IS NULL');
  return row?.at ?? undefined;
}

/** Of what moment the copy was that was restored last; undefined where there was none. */
export async function findRestored(db: Db): Promise<number | undefined> {
  const [row] = await query<{ at: number | null }>(
    db,
    'SELECT MAX(taken_at) AS at FROM copies WHERE held_at IS NOT NULL',
  );
  return row?.at ?? undefined;
}

/** The newest moment that a data base knows of; undefined where nothing happened in it. */
export async function newestMoment(db: Db): Promise<number | undefined> {
  const [row] = await query<{ at: number | null }>(
    db,
    `SELECT MAX(at) AS at FROM (SELECT MAX(seen_at) AS at FROM home
       UNION ALL SELECT at FROM (SELECT created_at AS at FROM deliveries ORDER BY id DESC LIMIT 1) AS newest
       UNION ALL SELECT at FROM (SELECT at FROM delivery_events ORDER BY id DESC LIMIT 1) AS latest) AS moments`,
  );
  return row?.at || undefined;
}

/** Notes that everything is held back that may have been sent since the copies were made. */
export async function closeCopies(trx: Db, now: number): Promise<void> {
  await trx.raw('UPDATE copies SET held_at = ? WHERE held_at IS NULL', [now]);
}

/** Notes that somebody has decided what was sent since. */
export async function settleCopies(trx: Db, now: number): Promise<void> {
  await trx.raw('UPDATE copies SET settled_at = ? WHERE settled_at IS NULL', [now]);
}

/**
 * Ends mails to supporters and members that may have left since; answers how many. Who was to be told of letters that
 * failed counts as told, and a message of organizers that was on its way to many is not gone on with.
 */
export async function dropMails(
  trx: Db,
  { at, reason }: { readonly at: number; readonly reason: string },
): Promise<number> {
  const notices = await query(
    trx,
    `UPDATE notices SET state = 'dropped', ended_at = ?, reason = ? WHERE state = 'waiting' RETURNING id`,
    [at, reason],
  );
  const digests = await query(
    trx,
    `UPDATE digests SET state = 'dropped', ended_at = ?, reason = ? WHERE state IN ('waiting', 'sending') RETURNING id`,
    [at, reason],
  );
  await trx.raw(`UPDATE deliveries SET told_at = ? WHERE told_at IS NULL AND state IN ('failed', 'bounced')`, [at]);
  await trx.raw('UPDATE sender_messages SET ended_at = ? WHERE began_at IS NOT NULL AND ended_at IS NULL', [at]);
  return notices.length + digests.length;
}

/** How many people took part and wrote how many letters. */
export async function countTaken(db: Db): Promise<{ readonly actions: number; readonly letters: number }> {
  const [row] = await query<{ actions: number; letters: number }>(
    db,
    'SELECT (SELECT COUNT(*) FROM actions) AS actions, (SELECT COUNT(*) FROM deliveries) AS letters',
  );
  return row ?? { actions: 0, letters: 0 };
}

/** Whether somebody's data are in a data base: a supporter's, or those of an account. */
export async function hasPeople(db: Db): Promise<boolean> {
  for (const table of ['supporters', 'users']) {
    if ((await db.schema.hasTable(table)) && (await query(db, `SELECT 1 AS one FROM ${table} LIMIT 1`)).length > 0)
      return true;
  }
  return false;
}
