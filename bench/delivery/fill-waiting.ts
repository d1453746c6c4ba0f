import { query, type Db } from '../../src/platform/db.js';

const MODEL = `SELECT letter_id, campaign_id, office_id, source, channel, state_at, domain, time_zone
                 FROM deliveries WHERE channel = 'smtp' ORDER BY id LIMIT 1`;

let filled = 0;

/** Lets so many letters be due, all told; they are copies of one that was taken, which claims and records do not ask for. */
export async function fillWaiting(db: Db, letters: number): Promise<void> {
  const [row] = await query<{ letters: number }>(
    db,
    "SELECT COUNT(*) AS letters FROM deliveries WHERE state = 'queued'",
  );
  const missing = letters - (row?.letters ?? 0);
  if (missing <= 0) return;
  await db.raw(
    `INSERT INTO deliveries (id, letter_id, campaign_id, office_id, source, channel, state, state_at, due_at, created_at,
                             domain, time_zone)
     WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?)
     SELECT 'bench' || CAST(100000000 + ? + number AS text), letter_id, campaign_id, office_id, source, channel, 'queued',
            state_at, state_at + ? + number, state_at, domain, time_zone
       FROM numbers CROSS JOIN (${MODEL}) AS model`,
    [missing, filled, filled],
  );
  filled += missing;
  await db.raw('ANALYZE');
}
