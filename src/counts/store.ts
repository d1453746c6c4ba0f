import { insertRecords, query, type Db } from '../platform/db.js';
import { mergeCounts, sumTerms, type ActionCount, type CampaignCounts, type LetterChange } from './counts.js';
import type { DeliveryState } from './terms.js';

const ACTION_MEASURES = ['actions', 'letters', 'own_words', 'opt_ins', 'to_confirm', 'confirmed'] as const;
const LETTER_MEASURES = ['letters', 'said_sent', 'said_failed'] as const;

/** Adds to the counters in the transaction that changes the rows they count. */
export async function addActionCounts(trx: Db, counts: readonly ActionCount[]): Promise<void> {
  const rows = mergeCounts(counts).map((count) => ({
    ...count,
    campaign_id: count.campaignId,
    own_words: count.ownWords,
    opt_ins: count.optIns,
    to_confirm: count.toConfirm,
  }));
  const columns = {
    campaign_id: 'text',
    day: 'text',
    source: 'text',
    actions: 'bigint',
    letters: 'bigint',
    own_words: 'bigint',
    opt_ins: 'bigint',
    to_confirm: 'bigint',
    confirmed: 'bigint',
  } as const;
  await insertRecords(
    trx,
    {
      table: 'action_counts',
      columns,
      conflict: adding('action_counts', 'campaign_id, day, source', ACTION_MEASURES),
    },
    rows,
  );
}

export async function addLetterCounts(trx: Db, changes: readonly LetterChange[]): Promise<void> {
  const counts = changes.map((change) => ({ letters: 0, saidSent: 0, saidFailed: 0, ...change }));
  const rows = mergeCounts(counts)
    .filter((count) => count.letters !== 0 || count.saidSent !== 0 || count.saidFailed !== 0)
    .map((count) => ({
      ...count,
      campaign_id: count.campaignId,
      office_id: count.officeId,
      said_sent: count.saidSent,
      said_failed: count.saidFailed,
    }));
  const columns = {
    campaign_id: 'text',
    office_id: 'text',
    source: 'text',
    state: 'text',
    letters: 'bigint',
    said_sent: 'bigint',
    said_failed: 'bigint',
  } as const;
  const conflict = adding('letter_counts', 'campaign_id, office_id, source, state', LETTER_MEASURES);
  await insertRecords(trx, { table: 'letter_counts', columns, conflict }, rows);
}

/** A campaign's numbers from the counters. */
export async function readCounts(db: Db, campaignId: string): Promise<CampaignCounts> {
  const [actions] = await query<Omit<ActionCount, 'campaignId' | 'day' | 'source' | 'letters'>>(
    db,
    `SELECT COALESCE(SUM(actions), 0) AS actions, COALESCE(SUM(own_words), 0) AS "ownWords", COALESCE(SUM(opt_ins), 0) AS "optIns",
            COALESCE(SUM(to_confirm), 0) AS "toConfirm", COALESCE(SUM(confirmed), 0) AS confirmed
       FROM action_counts WHERE campaign_id = ?`,
    [campaignId],
  );
  const states = await query<{ state: DeliveryState; letters: number; saidSent: number; saidFailed: number }>(
    db,
    `SELECT state, SUM(letters) AS letters, SUM(said_sent) AS "saidSent", SUM(said_failed) AS "saidFailed"
       FROM letter_counts WHERE campaign_id = ? GROUP BY state`,
    [campaignId],
  );
  return {
    actions: actions?.actions ?? 0,
    withOwnWords: actions?.ownWords ?? 0,
    optIns: actions?.optIns ?? 0,
    confirmed: actions?.confirmed ?? 0,
    unconfirmed: (actions?.toConfirm ?? 0) - (actions?.confirmed ?? 0),
    letters: sumTerms(Object.fromEntries(states.map((row) => [row.state, row.letters]))),
    saidSent: states.reduce((sum, row) => sum + row.saidSent, 0),
    saidFailed: states.reduce((sum, row) => sum + row.saidFailed, 0),
  };
}

/** How many letters are in each state, over all campaigns. */
export async function readStates(db: Db): Promise<{ readonly state: DeliveryState; readonly letters: number }[]> {
  return query(db, 'SELECT state, SUM(letters) AS letters FROM letter_counts GROUP BY state ORDER BY state');
}

function adding(table: string, key: string, measures: readonly string[]): string {
  return `ON CONFLICT (${key}) DO UPDATE SET ${measures.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')}`;
}
