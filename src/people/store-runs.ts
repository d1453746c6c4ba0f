import { query, type Db } from '../platform/db.js';

/** An organization's daily run: the last one, or the one under way. */
export type Run = {
  readonly dueAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly texts: number;
  readonly people: number;
};

export async function findRun(db: Db, organizationId: string): Promise<Run | undefined> {
  const rows = await query<Run>(
    db,
    `SELECT due_at AS "dueAt", started_at AS "startedAt", finished_at AS "finishedAt", texts, people
       FROM retention_runs WHERE organization_id = ?`,
    [organizationId],
  );
  return rows[0];
}

/** Makes a run due, if there is none yet. */
export async function insertRun(trx: Db, organizationId: string, dueAt: number): Promise<void> {
  await trx.raw(
    'INSERT INTO retention_runs (organization_id, due_at) VALUES (?, ?) ON CONFLICT (organization_id) DO NOTHING',
    [organizationId, dueAt],
  );
}

type Lease = { readonly organizationId: string; readonly now: number; readonly leaseUntil: number };

/**
 * Takes a run that is due and nobody's; one whose process died is taken on once its lease is over, with what it had
 * counted. Answers whether it is the caller's.
 */
export async function claimRun(trx: Db, { organizationId, now, leaseUntil }: Lease): Promise<boolean> {
  const rows = await query(
    trx,
    `UPDATE retention_runs SET lease_until = ?,
            started_at = CASE WHEN finished_at IS NULL AND started_at IS NOT NULL THEN started_at ELSE ? END,
            texts = CASE WHEN finished_at IS NULL THEN texts ELSE 0 END,
            people = CASE WHEN finished_at IS NULL THEN people ELSE 0 END, finished_at = NULL
      WHERE organization_id = ? AND due_at <= ? AND lease_until <= ? RETURNING organization_id`,
    [leaseUntil, now, organizationId, now, now],
  );
  return rows.length > 0;
}

/** Counts a step of a run and keeps it; in the step's transaction. False where another process has it. */
export async function noteStep(
  trx: Db,
  { organizationId, leaseUntil }: Lease,
  { texts, people, next }: { readonly texts: number; readonly people: number; readonly next: number },
): Promise<boolean> {
  const rows = await query(
    trx,
    `UPDATE retention_runs SET texts = texts + ?, people = people + ?, lease_until = ?
      WHERE organization_id = ? AND lease_until = ? RETURNING organization_id`,
    [texts, people, next, organizationId, leaseUntil],
  );
  return rows.length > 0;
}

/** Ends a run, and says when the next one is due. */
export async function endRun(
  trx: Db,
  organizationId: string,
  { at, dueAt }: { readonly at: number; readonly dueAt: number },
): Promise<void> {
  await trx('retention_runs')
    .where({ organization_id: organizationId })
    .update({ finished_at: at, due_at: dueAt, lease_until: 0 });
}
