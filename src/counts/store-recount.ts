import { isPostgres, query, type Db } from '../platform/db.js';
import type { ActionCount, LetterCount } from './counts.js';

/**
 * Keeps rows and counters still until the transaction ends: whoever changes rows changes counters in the same
 * transaction, so holding the counters holds both. The tables are locked in the order in which actions are taken
 * (letters first), or each would wait for the other. On SQLite a writing transaction is alone anyway.
 */
export async function holdCounts(trx: Db): Promise<void> {
  if (isPostgres(trx)) await trx.raw('LOCK TABLE letter_counts, action_counts IN EXCLUSIVE MODE');
}

export async function clearCounts(trx: Db): Promise<void> {
  await trx('action_counts').delete();
  await trx('letter_counts').delete();
}

/** Counts the actions by their rows. */
export function recountActions(trx: Db): Promise<ActionCount[]> {
  return query(
    trx,
    `SELECT campaign_id AS "campaignId", day, source, COUNT(*) AS actions,
            SUM(CASE WHEN own_words IS NOT NULL OR text IS NOT NULL THEN 1 ELSE 0 END) AS "ownWords",
            SUM(must_confirm) AS "toConfirm", COUNT(CASE WHEN must_confirm = 1 THEN confirmed_at END) AS confirmed,
            SUM((SELECT COUNT(*) FROM consents WHERE consents.action_id = actions.id)) AS "optIns",
            SUM((SELECT COUNT(*) FROM letters JOIN deliveries ON deliveries.letter_id = letters.id
                  WHERE letters.action_id = actions.id)) AS letters
       FROM actions GROUP BY campaign_id, day, source`,
  );
}

/** Counts the letters by their rows. */
export function recountLetters(trx: Db): Promise<LetterCount[]> {
  return query(
    trx,
    `SELECT campaign_id AS "campaignId", office_id AS "officeId", source, state, COUNT(*) AS letters,
            COUNT(said_sent_at) AS "saidSent", COUNT(said_failed_at) AS "saidFailed"
       FROM deliveries GROUP BY campaign_id, office_id, source, state`,
  );
}

/** The counters of actions as they stand. */
export function listActionCounts(trx: Db): Promise<ActionCount[]> {
  return query(
    trx,
    `SELECT campaign_id AS "campaignId", day, source, actions, letters, own_words AS "ownWords", opt_ins AS "optIns",
            to_confirm AS "toConfirm", confirmed
       FROM action_counts`,
  );
}

/** The counters of letters as they stand. */
export function listLetterCounts(trx: Db): Promise<LetterCount[]> {
  return query(
    trx,
    `SELECT campaign_id AS "campaignId", office_id AS "officeId", source, state, letters, said_sent AS "saidSent",
            said_failed AS "saidFailed"
       FROM letter_counts`,
  );
}
