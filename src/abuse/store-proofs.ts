import { query, type Db } from '../platform/db.js';

/** A solution that is used up: by what it is known, and by which request. */
export type SpentProof = { readonly proof: string; readonly spentBy: string; readonly expiresAt: number };

/**
 * Uses up a solution, in one statement, so that of two who bring it at once one is refused. Answers whether it was this
 * request's to use; the same request may be repeated.
 */
export async function spendProof(db: Db, { proof, spentBy, expiresAt }: SpentProof): Promise<boolean> {
  const rows = await query(
    db,
    `INSERT INTO spent_proofs (proof, spent_by, expires_at) VALUES (?, ?, ?)
     ON CONFLICT (proof) DO UPDATE SET expires_at = excluded.expires_at WHERE spent_proofs.spent_by = excluded.spent_by
     RETURNING proof`,
    [proof, spentBy, expiresAt],
  );
  return rows.length > 0;
}

/** Forgets solutions that would not be taken any more. */
export async function deleteExpiredProofs(db: Db, now: number): Promise<void> {
  await db.raw('DELETE FROM spent_proofs WHERE expires_at < ?', [now]);
}
