import type { NextStep, NoticeStep } from '../actions/index.js';
import { apart, idRecords, isPostgres, query, records, type Db } from '../platform/db.js';
import type { AskableLetter } from './ask.js';

/** An action whose next step is due. Flags are 0 or 1. */
export type DueAction = {
  readonly id: string;
  readonly campaignId: string;
  readonly step: NoticeStep;
  readonly stepAt: number;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  readonly mustConfirm: number;
  readonly wantsCopy: number;
  readonly email: string;
};

/** Whether there is anything to plan; asks without taking a lock. */
export async function hasDue(db: Db, now: number, failedBefore: number): Promise<boolean> {
  const rows = await query(
    db,
    `SELECT 1 AS due WHERE EXISTS (SELECT 1 FROM actions WHERE notice IS NOT NULL AND notice_at <= ?)
        OR EXISTS (SELECT 1 FROM deliveries WHERE told_at IS NULL AND state IN ('failed', 'bounced') AND state_at <= ?)
        OR EXISTS (SELECT 1 FROM repeats WHERE notice_at <= ?)`,
    [now, failedBefore, now],
  );
  return rows.length > 0;
}

/** Locks actions whose next step is due; one that is just being confirmed is left for the next time. */
export function lockDueActions(trx: Db, now: number, limit: number): Promise<DueAction[]> {
  return query(
    trx,
    `SELECT actions.id, campaign_id AS "campaignId", notice AS step, notice_at AS "stepAt", actions.created_at AS "createdAt",
            confirmed_at AS "confirmedAt", must_confirm AS "mustConfirm", wants_copy AS "wantsCopy", email
       FROM actions JOIN supporters ON supporters.id = supporter_id
      WHERE notice IS NOT NULL AND notice_at <= ? ORDER BY notice_at LIMIT ?
      ${isPostgres(trx) ? 'FOR NO KEY UPDATE OF actions SKIP LOCKED' : ''}`,
    [now, limit],
  );
}

/** Gives locked actions their next step. */
export async function setSteps(
  trx: Db,
  steps: readonly { readonly id: string; readonly next: NextStep }[],
): Promise<void> {
  const rows = steps.map(({ id, next }) => ({ id, step: next?.step ?? null, at: next?.at ?? null }));
  const wanted = records(trx, { id: 'text', step: 'text', at: 'bigint' }, rows);
  await trx.raw(`UPDATE actions SET notice = r.step, notice_at = r.at FROM ${wanted.sql} WHERE actions.id = r.id`, [
    wanted.binding,
  ]);
}

/** The letters of actions, as far as asking for answers goes, by action. */
export async function listAskable(
  trx: Db,
  actionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AskableLetter[]>> {
  const wanted = idRecords(trx, actionIds);
  const rows = await query<{ id: string; leftAt: number | null; isWaiting: number; isAnswered: number }>(
    trx,
    `SELECT letters.action_id AS id,
            CASE WHEN state IN ('sent', 'delivered') THEN
                   COALESCE((SELECT MAX(delivery_events.at) FROM delivery_events
                              WHERE delivery_id = deliveries.id AND to_state = 'sent'), state_at)
                 WHEN state = 'handed_over' THEN said_sent_at END AS "leftAt",
            CASE WHEN state IN ('held', 'queued', 'sending', 'unknown') THEN 1 ELSE 0 END AS "isWaiting",
            CASE WHEN answers.at IS NULL THEN 0 ELSE 1 END AS "isAnswered"
       FROM ${wanted.sql} JOIN letters ON letters.action_id = r.id JOIN deliveries ON deliveries.letter_id = letters.id
       LEFT JOIN answers ON answers.letter_id = letters.id`,
    [wanted.binding],
  );
  const letters = new Map<string, AskableLetter[]>();
  for (const { id, leftAt, isWaiting, isAnswered } of rows) {
    const letter = { leftAt, isWaiting: isWaiting === 1, isAnswered: isAnswered === 1 };
    letters.set(id, [...(letters.get(id) ?? []), letter]);
  }
  return letters;
}

/** The letters of actions that wait for a confirmation, as delivery ids. */
export async function listUnconfirmed(trx: Db, actionIds: readonly string[]): Promise<string[]> {
  const wanted = idRecords(trx, actionIds);
  const rows = await query<{ id: string }>(
    trx,
    `SELECT deliveries.id FROM ${wanted.sql} JOIN letters ON letters.action_id = r.id
       JOIN deliveries ON deliveries.letter_id = letters.id WHERE ${apart('state')} = 'held' AND hold = 'confirm'`,
    [wanted.binding],
  );
  return rows.map(({ id }) => id);
}

/** Whom to tell that a letter failed. */
export type ToTell = { readonly actionId: string; readonly campaignId: string; readonly email: string };

/**
 * Notes at `now` that letters which finally failed are told about, with all of their action's that failed meanwhile, and
 * answers whom to tell. Letters that somebody else is changing are left for the next time.
 */
export async function markTold(
  trx: Db,
  { now, failedBefore, limit }: { readonly now: number; readonly failedBefore: number; readonly limit: number },
): Promise<ToTell[]> {
  const untold = `told_at IS NULL AND state IN ('failed', 'bounced')`;
  const told = await query<{ letterId: string }>(
    trx,
    `UPDATE deliveries SET told_at = ? WHERE id IN (
       SELECT deliveries.id FROM deliveries JOIN letters ON letters.id = letter_id
        WHERE ${untold} AND action_id IN (
          SELECT action_id FROM deliveries JOIN letters ON letters.id = letter_id
           WHERE ${untold} AND state_at <= ? ORDER BY state_at LIMIT ?)
        ORDER BY deliveries.id ${isPostgres(trx) ? 'FOR UPDATE OF deliveries SKIP LOCKED' : ''})
     RETURNING letter_id AS "letterId"`,
    [now, failedBefore, limit],
  );
  const wanted = idRecords(
    trx,
    told.map(({ letterId }) => letterId),
  );
  return query(
    trx,
    `SELECT DISTINCT actions.id AS "actionId", campaign_id AS "campaignId", email
       FROM ${wanted.sql} JOIN letters ON letters.id = r.id JOIN actions ON actions.id = action_id
       JOIN supporters ON supporters.id = supporter_id`,
    [wanted.binding],
  );
}

/** Takes repeats whose address's owner is to be told, and answers whom to tell, each once. */
export async function takeRepeats(trx: Db, now: number, limit: number): Promise<ToTell[]> {
  const taken = await query<{ id: string }>(
    trx,
    `UPDATE repeats SET notice_at = NULL
      WHERE id IN (SELECT id FROM repeats WHERE notice_at <= ? ORDER BY notice_at LIMIT ?
                   ${isPostgres(trx) ? 'FOR UPDATE SKIP LOCKED' : ''})
     RETURNING action_id AS id`,
    [now, limit],
  );
  const wanted = idRecords(trx, [...new Set(taken.map(({ id }) => id))]);
  return query(
    trx,
    `SELECT actions.id AS "actionId", campaign_id AS "campaignId", email FROM ${wanted.sql}
       JOIN actions ON actions.id = r.id JOIN supporters ON supporters.id = supporter_id WHERE erased_at IS NULL`,
    [wanted.binding],
  );
}
