import { insertRecords, query, type Db } from '../../platform/db.js';

/** The answer kept under a key, as it was given; undefined when there is none or its time is over. */
export async function findAnswer(db: Db, key: string, now: number): Promise<string | undefined> {
  const [row] = await query<{ answer: string }>(
    db,
    'SELECT answer FROM geocoder_answers WHERE key = ? AND expires_at > ?',
    [key, now],
  );
  return row?.answer;
}

/** Keeps an answer, and forgets those whose time is over. */
export async function keepAnswer(
  db: Db,
  kept: { readonly key: string; readonly answer: string; readonly expiresAt: number },
  now: number,
): Promise<void> {
  await db.raw('DELETE FROM geocoder_answers WHERE expires_at <= ?', [now]);
  await insertRecords(
    db,
    {
      table: 'geocoder_answers',
      columns: { key: 'text', answer: 'text', expires_at: 'bigint' },
      conflict: 'ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, expires_at = excluded.expires_at',
    },
    [{ key: kept.key, answer: kept.answer, expires_at: kept.expiresAt }],
  );
}
