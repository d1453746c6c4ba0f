import type { NextStep } from '../actions/index.js';
import { query, type Db } from '../platform/db.js';

/** Notes that an address was confirmed; undefined where that was done already, or cannot be done any more. */
export async function markConfirmed(
  trx: Db,
  {
    actionId,
    at,
    after,
    next,
  }: { readonly actionId: string; readonly at: number; readonly after: number; readonly next: NextStep },
): Promise<{ readonly isSuspected: boolean } | undefined> {
  const [row] = await query<{ isSuspected: number }>(
    trx,
    `UPDATE actions SET confirmed_at = ?, notice = ?, notice_at = CAST(? AS bigint)
      WHERE id = ? AND must_confirm = 1 AND confirmed_at IS NULL AND disowned_at = 0 AND created_at > ?
     RETURNING CASE WHEN suspicions IS NOT NULL AND cleared_at IS NULL THEN 1 ELSE 0 END AS "isSuspected"`,
    [at, next?.step ?? null, next?.at ?? null, actionId, after],
  );
  return row && { isSuspected: row.isSuspected === 1 };
}

/** Asks for one more confirmation mail, if the address is still to be confirmed. */
export async function askForConfirmation(
  trx: Db,
  { actionId, at, after }: { readonly actionId: string; readonly at: number; readonly after: number },
): Promise<void> {
  await trx.raw(
    `UPDATE actions SET notice = 'confirm-again', notice_at = ?
      WHERE id = ? AND must_confirm = 1 AND confirmed_at IS NULL AND created_at > ? AND notice IS NOT NULL AND notice <> 'confirm'`,
    [at, actionId, after],
  );
}

/** An action whose supporter gets no more mail about it. */
export async function endSteps(trx: Db, actionId: string): Promise<void> {
  await trx('actions').where({ id: actionId }).update({ notice: null, notice_at: null });
}

/** The letters of an action, as delivery ids. */
export async function listDeliveryIds(trx: Db, actionId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    trx,
    'SELECT deliveries.id FROM deliveries JOIN letters ON letters.id = letter_id WHERE action_id = ?',
    [actionId],
  );
  return rows.map(({ id }) => id);
}
