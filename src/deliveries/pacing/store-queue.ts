import type { DeliveryState } from '../../counts/index.js';
import { query, type Db } from '../../platform/db.js';

/** Letters that wait in one way. */
export type QueueLine = {
  readonly state: DeliveryState;
  /** What held or queued letters wait for; null where it is only their turn. */
  readonly waitsFor: string | null;
  readonly letters: number;
  /** How many of them should have been looked after by now. */
  readonly overdue: number;
  readonly oldestAt: number;
  readonly nextDueAt: number;
};

/** How many letters wait, for what, and since when the oldest does. */
export function readQueue(db: Db, now: number): Promise<QueueLine[]> {
  return query(
    db,
    `SELECT state, COALESCE(hold, waits_for) AS "waitsFor", COUNT(*) AS letters,
            SUM(CASE WHEN due_at < ? AND state IN ('queued', 'sending', 'sent') THEN 1 ELSE 0 END) AS overdue,
            MIN(created_at) AS "oldestAt", MIN(due_at) AS "nextDueAt"
       FROM deliveries WHERE state IN ('held', 'queued', 'sending', 'sent', 'unknown')
      GROUP BY state, COALESCE(hold, waits_for)`,
    [now],
  );
}

export async function findCampaignId(db: Db, slug: string): Promise<string | undefined> {
  return (await query<{ id: string }>(db, 'SELECT id FROM campaigns WHERE slug = ?', [slug]))[0]?.id;
}

/** Whether an office is known, or letters to it are. */
export async function isOffice(db: Db, id: string): Promise<boolean> {
  const known =
    'SELECT id FROM offices WHERE id = ? UNION ALL SELECT office_id FROM deliveries WHERE office_id = ? LIMIT 1';
  return (await query(db, known, [id, id])).length > 0;
}
